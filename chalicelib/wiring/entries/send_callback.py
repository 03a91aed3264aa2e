"""Where `send_callback` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.send_callback import send_callbacks

handler = ready(send_callbacks)
