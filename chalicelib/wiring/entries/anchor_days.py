"""Where `anchor_days` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.anchor_days import anchor_days

handler = ready(anchor_days)
