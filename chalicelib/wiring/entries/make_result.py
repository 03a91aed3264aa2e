"""Where `make_result` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.make_result import make_result_function

handler = ready(make_result_function)
