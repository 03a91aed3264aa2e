"""对接: callbacks to the systems of departments. This façade is what other rooms may use."""

from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.retries import CALLBACK, told
from chalicelib.exchange.tasks.untold import untold

__all__ = ["CALLBACK", "callback_due", "told", "untold"]
