"""What happens when an alarm of a case is due: the alarm's `what` -> its act."""

from collections.abc import Mapping

from chalicelib import exchange
from chalicelib.cases.acts.deem_accepted import deem_accepted
from chalicelib.cases.deadlines import ACCEPTANCE
from chalicelib.foundation.alarms import Fire

FIRES: Mapping[str, Fire] = {ACCEPTANCE: deem_accepted, exchange.CALLBACK: exchange.callback_due}
