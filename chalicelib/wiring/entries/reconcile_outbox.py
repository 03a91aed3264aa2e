"""Where `reconcile_outbox` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.reconcile_outbox import reconcile_outbox

handler = ready(reconcile_outbox)
