"""What an alarm calls when it is due: the alarm's `what` -> its act."""

from collections.abc import Mapping

from chalicelib.cases.model.clocks import ACCEPTANCE, SUPPLEMENT
from chalicelib.durable.alarms import Fire
from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.intake.acts.deem_accepted import deem_accepted
from chalicelib.intake.acts.lapse import lapse

FIRES: Mapping[str, Fire] = {ACCEPTANCE: deem_accepted, SUPPLEMENT: lapse, CALLBACK: callback_due}
