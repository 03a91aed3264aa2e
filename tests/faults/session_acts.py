"""Acts of a joint session, each on a case where it is lawful. SYNTHETIC."""

from collections.abc import Callable

from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.cast import CHIEF, OFFICER
from proofs.kit.hall import Hall
from proofs.kit.sessions import READY
from proofs.soak.checked_hall import CheckedHall

ROUTES = {
    "convene_session": "POST /cases/{case_id}/sessions",
    "give_opinion": "POST /tasks/{task_id}/opinion",
    "extend_opinions": "POST /cases/{case_id}/sessions/extend",
    "record_session": "POST /cases/{case_id}/sessions/record",
    "coordinate_session": "POST /cases/{case_id}/sessions/coordinate",
    "conclude_session": "POST /cases/{case_id}/sessions/conclude",
}
ASKS = {name: OFFICER if name == "give_opinion" else CHIEF for name in ROUTES}
ACTS: dict[str, Callable[[CheckedHall, Caller], Receipt]] = {
    "convene_session": lambda hall, caller: hall.people.convene_session(hall.cases[0], caller),
    "give_opinion": lambda hall, caller: hall.people.give_opinion(hall.cases[0], caller),
    "extend_opinions": lambda hall, caller: hall.people.extend_opinions(hall.cases[0], caller),
    "record_session": lambda hall, caller: hall.people.record_session(hall.cases[0], caller),
    "coordinate_session": lambda hall, caller: hall.people.coordinate_session(hall.cases[0], caller),
    "conclude_session": lambda hall, caller: hall.people.conclude_session(hall.cases[0], caller),
}


def ready(hall: CheckedHall, name: str) -> None:
    hall.cases.append(READY[name](Hall(hall.world)))
