"""对接: callbacks to the systems of departments. This façade is what other rooms may use."""

from chalicelib.exchange.tasks.untold import untold

__all__ = ["untold"]
