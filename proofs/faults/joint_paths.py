"""The paths of joint requests: refused in its first member, and withdrawn when the others have begun. And of a case
that several departments examine.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from proofs.faults.outside import Outside
from proofs.faults.steps import Path, Step, accepts, does
from proofs.kit import joint, sessions
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK, ISSUER
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.joint_acts import HELD, REFUSAL_ANNULLED, SEALS
from proofs.kit.session_acts import NAMES, PLACE, SAID, meeting

FIRST, ITS_CHIEF = "YM-R01", "chief-amr_reg"
REFUSED = {"outcome": "refuse", "reasons": ["申请材料不真实"]}


def is_handed_in(
    change: Callable[[SchemeDocument], SchemeDocument] = lambda scheme: scheme, code: str = joint.RESTAURANT
) -> Step:
    """As any application is; other paths watch that."""

    def step(world: Outside) -> None:
        publish_schemes(world.platform, code, change)
        world.facts["case"] = joint.requested(Hall(world), code)

    return step


def refuses_the_first() -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], FIRST)
        world.ask(ITS_CHIEF, "POST", f"/cases/{member}/decide", REFUSED, seen=member)

    return step


def grants_the_first() -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], FIRST)
        body: dict[str, Any] = {"outcome": "grant", "reasons": [], "face": world.people.stated_face(member)}
        world.ask(ITS_CHIEF, "POST", f"/cases/{member}/decide", body, seen=member)

    return step


def compares_the_first() -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], FIRST)
        world.ask(ISSUER, "POST", f"/cases/{member}/compare", {"face": world.people.face(member)}, seen=member)

    return step


def reports_outside() -> Step:
    """The system that handles the first step of others says that it is done."""

    def step(world: Outside) -> None:
        request = world.facts["case"]
        members = joint.members(Hall(world), request).values()
        no = next(one.task for one in members if one.state == "external_pending" and one.task)
        task = Hall(world).task(request, no)
        body = {"seq": 1, "state": "done", "number": "FC-7", "at": world.platform.now().isoformat()}
        world.ask(f"system-{task.department}", "POST", f"/tasks/{request}.{no}/report", body)

    return step


def changes_answers_at_the_window() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"answers": {"drainage": False}, "presented_by": joint.signing_of(Hall(world), case)}
        world.ask(CLERK, "POST", f"/cases/{case}/answers", body, seen=case)

    return step


def confirms_held() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"result": HELD, "presented_by": joint.signing_of(Hall(world), case)}
        world.ask(CLERK, "POST", f"/cases/{case}/members/{SEALS}/held", body, seen=case)

    return step


def annuls_the_first() -> Step:
    """The refusal of the first member is annulled, and it begins anew with all that wait for it."""

    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], FIRST)
        body = REFUSAL_ANNULLED | {"served_on": str(world.platform.now().date())}
        world.ask(ITS_CHIEF, "POST", f"/cases/{member}/refusal/annul", body, seen=member)

    return step


def goes_on_with(node: str) -> Step:
    """With the case of this member."""

    def step(world: Outside) -> None:
        world.facts["case"] = member_case_id(world.facts["case"], node)

    return step


def opines(department: str, **said: Any) -> Step:
    def step(world: Outside) -> None:
        invited = world.people.session(world.facts["case"]).invitation(department)
        task = f"{world.facts['case']}.{invited.task if invited else ''}"
        world.ask(f"officer-{department}", "POST", f"/tasks/{task}/opinion", {**SAID, **said})

    return step


def convenes() -> Step:
    def step(world: Outside) -> None:
        at = (world.platform.now() + timedelta(days=7)).isoformat()
        body = {"at": at, "place": PLACE}
        world.ask(CHIEF, "POST", f"/cases/{world.facts['case']}/sessions", body, seen=world.facts["case"])

    return step


def records() -> Step:
    def step(world: Outside) -> None:
        here = [{"department": one, "officers": NAMES} for one in (sessions.LEAD, sessions.OTHER)]
        body = {"at": world.platform.now().isoformat(), "place": PLACE, "attending": here, "findings": "情况属实。"}
        world.ask(CHIEF, "POST", f"/cases/{world.facts['case']}/sessions/record", body, seen=world.facts["case"])

    return step


def coordinates() -> Step:
    def step(world: Outside) -> None:
        case, met = world.facts["case"], meeting(sessions.LEAD, sessions.OTHER, at=world.platform.now())
        world.ask(CHIEF, "POST", f"/cases/{case}/sessions/coordinate", met, seen=case)

    return step


CONCLUDED = {"conclusion": "refuse", "reason": "根据各部门的意见。"}
JOINT_PATHS: Sequence[Path] = (
    Path(
        "joint request, changed",
        [
            is_handed_in(),
            accepts(),
            grants_the_first(),
            does(COMPANY, "POST", "/applications/{case}/answers", {"answers": {"has_outdoor_sign": False}}),
            changes_answers_at_the_window(),
            compares_the_first(),
        ],
    ),
    Path(
        "examined by several departments",
        [
            is_handed_in(sessions.by_several),
            accepts(),
            grants_the_first(),
            compares_the_first(),
            goes_on_with(sessions.PERMIT),
            convenes(),
            does(CHIEF, "POST", "/cases/{case}/sessions/extend", {"workdays": 1, "reason": "图纸修改较多。"}),
            opines(sessions.LEAD),
            opines(sessions.OTHER, opinion="refuse"),
            records(),
            coordinates(),
            opines(sessions.LEAD),
            opines(sessions.OTHER, opinion="refuse"),
            does(CHIEF, "POST", "/cases/{case}/sessions/conclude", CONCLUDED),
        ],
    ),
    Path(
        "joint request, with steps of others",
        [is_handed_in(code=joint.SET_UP), accepts(), grants_the_first(), compares_the_first(), reports_outside()],
    ),
    Path("joint request, held", [is_handed_in(), accepts(), confirms_held()]),
    Path("joint request, refused", [is_handed_in(), accepts(), refuses_the_first(), annuls_the_first()]),
    Path(
        "joint request, withdrawn",
        [
            is_handed_in(),
            accepts(),
            grants_the_first(),
            does(COMPANY, "POST", "/applications/{case}/withdraw", {"reason": "改变计划"}),
            compares_the_first(),
        ],
    ),
)
