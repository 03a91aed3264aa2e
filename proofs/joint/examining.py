"""Steps of an examination by several departments, each drawn: opinions, changes, visits, coordination, rounds."""

import random
from collections.abc import Callable, Mapping, Sequence

from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.joint.store.sessions import session_of
from proofs.kit.hall import Hall

AGREEING = ("pass", "pass", "pass_with_conditions", "not_concerned", "pass")
OPINIONS = ("pass", "pass", "refuse", "pass_with_conditions", "rectify", "refuse", "not_concerned")


class Examination:
    """The session of one case, led by this department. What is refused raises `Problem` and has changed nothing."""

    def __init__(
        self, hall: Hall, chance: random.Random, case_id: str, lead: str, opinions: Sequence[str] = OPINIONS
    ) -> None:
        self.hall, self.chance, self.case, self.lead, self.opinions = hall, chance, case_id, lead, opinions

    @property
    def steps(self) -> Mapping[str, Callable[[], Receipt]]:
        people = self.hall.people
        return {
            "opine": self._opine,
            "convene": lambda: people.convene_session(self.case, self._chief()),
            "extend": lambda: people.extend_opinions(self.case, self._chief()),
            "record": lambda: people.record_session(self.case, self._chief()),
            "coordinate": lambda: people.coordinate_session(self.case, self._chief()),
            "conclude": self._conclude,
        }

    @property
    def departments(self) -> list[str]:
        """Those that take part."""
        found = load_file(self.hall.platform.table, self.case)
        session = session_of(found) if found else None
        return [one.department for one in session.invited] if session else []

    def _chief(self) -> Caller:
        return self.hall.caller(f"chief-{self.lead}", self.case)

    def _opine(self) -> Receipt:
        opinion, said = self.chance.choice(self.opinions), {}
        if opinion in ("pass_with_conditions", "rectify"):
            said = {"findings": ["按要求改正。"]}
        caller = self.hall.caller(f"officer-{self.chance.choice(self.departments)}")
        changes = self.chance.random() < 0.5
        return self.hall.people.give_opinion(self.case, caller, opinion=opinion, changes=changes, **said)

    def _conclude(self) -> Receipt:
        conclusion = self.chance.choice(("pass", "pass", "rectify", "refuse"))
        return self.hall.people.conclude_session(self.case, self._chief(), conclusion)
