"""The paths of joint requests: refused in its first member, and withdrawn when the others have begun."""

from collections.abc import Sequence
from typing import Any

from chalicelib.cases.model.joint_members import member_case_id
from proofs.faults.outside import Outside
from proofs.faults.steps import Path, Step, accepts, does
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

FIRST, ITS_CHIEF = "YM-R01", "chief-amr_reg"
REFUSED = {"outcome": "refuse", "reasons": ["申请材料不真实"]}


def is_handed_in() -> Step:
    """As any application is; other paths watch that."""

    def step(world: Outside) -> None:
        publish_schemes(world.platform, joint.RESTAURANT)
        world.facts["case"] = joint.requested(Hall(world))

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


def changes_answers_at_the_window() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"answers": {"drainage": False}, "presented_by": joint.signing_of(Hall(world), case)}
        world.ask(CLERK, "POST", f"/cases/{case}/answers", body, seen=case)

    return step


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
    Path("joint request, refused", [is_handed_in(), accepts(), refuses_the_first()]),
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
