"""Where `dispatch_outbox` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.dispatch_outbox import dispatch_outbox

handler = ready(dispatch_outbox)
