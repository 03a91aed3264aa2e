"""Where `open_step` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.open_step import open_step_function

handler = ready(open_step_function)
