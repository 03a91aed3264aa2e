"""Where `print_trials` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.print_trials import print_trials

handler = ready(print_trials)
