"""What a joint request of five members costs beside what its members cost themselves: its intake, its looks, its end.

It is played in the metered world of the ordinary case. Counted is what is done for the request: its submission and its
acceptance, each message that has it look at its members, what the looks write, its machine, its conclusion. What a
department does with its own member, and the machines of members, are that member's own, as of any case.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks import cpu
from benchmarks.cpu import BARE
from benchmarks.figures import Figure
from benchmarks.meter import Meter
from benchmarks.ordinary import MeteredWorld, gigabyte_seconds, metered
from benchmarks.prices import usd
from chalicelib.foundation import names
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.functions import FUNCTION_OF_QUEUE
from proofs.kit.hall import Hall

FIVE = {**joint.OF_A_COMPANY, "has_outdoor_sign": False, "public_gathering": False, "drainage": False}
FIRST = "YM-R01"  # the others wait for it
USD, TRANSITIONS = 0.80, 20
NOTE = "five members; beside the members' own cost"


class JointWorld(MeteredWorld):
    """Counts only what is done for `request`, once there is one."""

    request = ""

    def invoke(self, function: str, event: Any) -> Any:
        if self._for_the_request(function, event):
            return super().invoke(function, event)
        kept, self.meter.units = self.meter.units, Counter[str]()
        calls, self.meter.calls = self.meter.calls, Counter[str]()
        writes, invocations = len(self.meter.writes), len(self.meter.invocations)
        try:
            return super().invoke(function, event)
        finally:
            self.meter.units, self.meter.calls = kept, calls
            del self.meter.writes[writes:], self.meter.invocations[invocations:]

    def _for_the_request(self, function: str, event: Any) -> bool:
        told = json.dumps(event, default=str)
        return function == FUNCTION_OF_QUEUE[names.JOINT_QUEUE] or self.request in told

    def work(self, name: str, *, most: int = 1, twice: bool = False) -> bool:
        """Receipt and deletion of the messages of other queues are not the request's."""
        before = self.meter.units["SQS calls"]
        worked = super().work(name, most=most, twice=twice)
        if name != names.JOINT_QUEUE:
            self.meter.units["SQS calls"] = before
        return worked

    def counted(self, name: str, act: Callable[[], object]) -> None:
        """A request of a person: one call of the API."""
        with self.meter.during(name):
            act()
        self.meter.add("API calls")


def measure() -> Mapping[str, Figure]:
    meter = Meter()
    with metered(meter, made=JointWorld) as world:
        if not isinstance(world, JointWorld):
            raise TypeError("another world")
        hall, request = Hall(world), _played(world)
        if hall.case(request).decided_at is None:
            raise AssertionError("the request was not concluded")
        own = [one for one in world.machines.executions.values() if one.machine == names.JOINT]
        transitions = sum(len(one.passed) for one in own)
    meter.units["transitions"] = transitions
    meter.units["invocations"] = len(meter.invocations)
    slower = cpu.bare_view() * 1000 / BARE
    units: dict[str, float] = {**meter.units, "GB-seconds": gigabyte_seconds(meter.invocations, slower)}
    return {
        "usd": Figure("joint request: USD per 1,000", 1000 * usd(units), USD, NOTE),
        "transitions": Figure("joint request: transitions", transitions, TRANSITIONS, NOTE),
        "calls": Figure("joint request: AWS calls", meter.all_calls, None, NOTE),
        "write units": Figure("joint request: write units", meter.units["write units"], None, NOTE),
        "read units": Figure("joint request: read units", meter.units["read units"], None, NOTE),
    }


def _played(world: JointWorld) -> str:
    """Five departments grant; what the request does is counted, and nothing of the forms that are filled in before."""
    hall = Hall(world)
    publish_schemes(hall.platform, joint.RESTAURANT)
    case_id = joint.drafted(hall, answers=FIVE)
    world.request = case_id
    seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": hall.platform.now()}
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False, seen=False, **seen)
    world.meter.begin_again()
    world.counted("submit", lambda: hall.people.submit(case_id, hall.caller(joint.COMPANY, case_id)))
    hall.carry_out_everything()
    world.counted("accept", lambda: hall.people.accept(case_id, hall.caller(CLERK, case_id)))
    hall.carry_out_everything()
    for node in sorted(joint.states(hall, case_id), key=lambda node: node != FIRST):
        joint.decide(hall, case_id, node)
    hall.issue_documents()
    return case_id
