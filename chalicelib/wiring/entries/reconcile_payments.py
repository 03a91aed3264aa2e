"""Where `reconcile_payments` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.reconcile_payments import reconcile_payments

handler = ready(reconcile_payments)
