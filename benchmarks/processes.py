"""How often a case asks KMS and Secrets Manager: counted with every call in a process of its own, and a model of
processes that live on.

A process keeps what it has asked for ten minutes (`sealing.KEPT_SECONDS`). The model:

- The rows of a case were sealed days ago, by processes that are gone. Their data keys are met by chance only (a process
  keeps 500, a fortnight of a city has thousands), so each that an invocation meets costs a Decrypt.
- What was sealed since the person's last request, a process has met before, but for the first of its requests within
  ten minutes. So has it a data key of its own to seal with, and the secrets.
- How many requests those are follows from the rate, and from how long a request takes: at most one after the other.
"""

from typing import NamedTuple

from chalicelib.foundation.sealing import KEPT_SECONDS

# The keys of blind indexes and of cursors lie in Secrets Manager on a deployment, and in the settings here.
KEYS_OF_OURS = 2


class Cold(NamedTuple):
    """What a whole case asks when every request and every call of a function begins in a new process.

    `old` data keys were made before the person's last request, `young` ones after it; `sealed` are new data keys.
    `secrets` are those of departments, `requests` those of the case, and `invocations` all calls of functions.
    """

    old: int
    young: int
    sealed: int
    secrets: int
    requests: int
    invocations: int

    @property
    def kms(self) -> int:
        return self.old + self.young + self.sealed

    @property
    def all_secrets(self) -> int:
        """At most: each request needs both keys."""
        return self.secrets + KEYS_OF_OURS * self.requests


class Kept(NamedTuple):
    """What a case asks when processes live on, at so many cases a second. An invocation takes `seconds`."""

    cold: Cold
    rate: float
    seconds: float
    functions: int

    @property
    def requests(self) -> float:
        """Of one process in ten minutes: with few requests one process has those of its function, with many it is busy
        all the time.
        """
        of_a_function = self.rate * self.cold.invocations / self.functions * KEPT_SECONDS
        return max(1.0, min(of_a_function, KEPT_SECONDS / self.seconds))

    @property
    def kms(self) -> float:
        return self.cold.old + (self.cold.young + self.cold.sealed) / self.requests

    @property
    def secrets(self) -> float:
        return self.cold.all_secrets / self.requests
