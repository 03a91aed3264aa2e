"""Where `advance_joint` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.advance_joint import advance_joint

handler = ready(advance_joint)
