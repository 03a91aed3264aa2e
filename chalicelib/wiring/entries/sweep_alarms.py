"""Where `sweep_alarms` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.sweep_alarms import sweep_alarms

handler = ready(sweep_alarms)
