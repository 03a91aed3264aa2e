"""Where `archive_case` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.archive_case import archive_case

handler = ready(archive_case)
