"""How often a case asks Secrets Manager and KMS: counted with every call in a process of its own, and a model of
processes that live on.

A process reads the keys of ours that it needs, each from its secret, and reads them again after five minutes
(`keyring.READ_AGAIN`). Rows then cost no call, however old they are. The model:

- Secrets Manager asks KMS for each read of a key of ours, because their secrets lie under a KMS key of the stage. AWS
  counts and bills these calls as ours.
- How many invocations share what a process has read follows from the rate, and from how long an invocation takes: at
  most one after the other.
- Not every invocation can be in a new process: of one function Lambda makes only so many in some seconds.
"""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.foundation.keyring import READ_AGAIN

KEPT_SECONDS = READ_AGAIN.total_seconds()
# Of one function Lambda makes no more new processes in ten seconds; here they are taken to come in one of them.
NEW_PROCESSES = 1_000


class Reads(NamedTuple):
    """What the invocations of one function read in a case when each is in a new process."""

    invocations: int
    secrets: int
    keys: int
    """Those of the secrets that are keys of ours. The others are secrets of departments."""


class Cold(NamedTuple):
    """What a whole case asks when every request and every call of a function begins in a new process.

    `functions` by name, the API's requests together. `kms` are the calls of our own: rows from before the wrapping key.
    """

    functions: Mapping[str, Reads]
    kms: int

    @property
    def invocations(self) -> int:
        return sum(one.invocations for one in self.functions.values())

    @property
    def all_secrets(self) -> int:
        return sum(one.secrets for one in self.functions.values())

    @property
    def all_kms(self) -> int:
        return self.kms + sum(one.keys for one in self.functions.values())

    def secrets_a_second(self, rate: float) -> float:
        """At so many cases a second, with as many new processes as Lambda makes."""
        return sum(one.secrets * _new(one, rate) for one in self.functions.values())

    def kms_a_second(self, rate: float) -> float:
        return self.kms * rate + sum(one.keys * _new(one, rate) for one in self.functions.values())


def _new(one: Reads, rate: float) -> float:
    """How many cases' worth of invocations of this function can be in new processes, in a second."""
    return min(rate, NEW_PROCESSES / one.invocations)


class Kept(NamedTuple):
    """What a case asks when processes live on, at so many cases a second. An invocation takes `seconds`."""

    cold: Cold
    rate: float
    seconds: float

    @property
    def requests(self) -> float:
        """Of one process in five minutes: with few requests one process has those of its function, with many it is busy
        all the time.
        """
        of_a_function = self.rate * self.cold.invocations / len(self.cold.functions) * KEPT_SECONDS
        return max(1.0, min(of_a_function, KEPT_SECONDS / self.seconds))

    @property
    def kms(self) -> float:
        return self.cold.kms + (self.cold.all_kms - self.cold.kms) / self.requests

    @property
    def secrets(self) -> float:
        return self.cold.all_secrets / self.requests
