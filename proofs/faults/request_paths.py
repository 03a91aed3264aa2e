"""What requests of several departments have beside their members: commitments, promised papers, projects, one bill of
which a part goes back, members that join, and an examination whose rounds go on. Of each only what no other path has.
"""

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from proofs.faults.joint_paths import compares_the_first, convenes, coordinates, opines, refuses_the_first
from proofs.faults.outside import Outside
from proofs.faults.steps import Path, Step, accepts, does, hands_in
from proofs.kit import bills, fees, joint, projects, promised_in_request, sessions, unified_alone
from proofs.kit.adverse_acts import FALSE, INTENDED, LIFTED
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK, ISSUER
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

PERMIT, DRAWINGS, FIRE = "YM-I11", "YM-I07", "YM-I16"
HOUSING = "chief-housing"


def there_is(made: Callable[[Hall], str]) -> Step:
    """All that comes before what the path is about, undisturbed."""

    def step(world: Outside) -> None:
        with world.calls.aside():
            world.facts["case"] = made(Hall(world))

    return step


def meanwhile(act: Callable[[Hall, str], object]) -> Step:
    """Somebody else does what other paths watch."""

    def step(world: Outside) -> None:
        with world.calls.aside():
            act(Hall(world), world.facts["case"])
            Hall(world).carry_out_everything()

    return step


def published(code: str, made: Callable[[Hall], str]) -> Callable[[Hall], str]:
    def begun(hall: Hall) -> str:
        publish_schemes(hall.platform, code)
        hall.world.pass_time(seconds=SETTLED_AFTER.total_seconds())
        return made(hall)

    return begun


def is_granted(node: str) -> Step:
    """With a result that was compared."""

    def granted(hall: Hall, case: str) -> None:
        joint.decide(hall, case, node)
        hall.compare(joint.of_member(hall, case, node).id)

    return meanwhile(granted)


def decides(node: str, outcome: str = "grant", by: str = HOUSING) -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], node)
        body: dict[str, Any] = {"outcome": "refuse", "reasons": ["不符合法定条件"]}
        if outcome == "grant":
            body = {"outcome": "grant", "reasons": [], "face": world.people.stated_face(member)}
        world.ask(by, "POST", f"/cases/{member}/decide", body, seen=member)

    return step


def compares(node: str) -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], node)
        world.ask(ISSUER, "POST", f"/cases/{member}/compare", {"face": world.people.face(member)}, seen=member)

    return step


def changes_to(**answers: Any) -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"answers": joint.asked_with(Hall(world), case, **answers)}
        world.ask(COMPANY, "POST", f"/applications/{case}/answers", body, seen=case)

    return step


def submits_with_a_promise() -> Step:
    def step(world: Outside) -> None:
        case, hall = world.facts["case"], Hall(world)
        line = promised_in_request.line_of(hall, case, promised_in_request.FOOD, promised_in_request.LINE)
        world.ask(COMPANY, "POST", f"/applications/{case}/submit", {"promised": [line]}, seen=case)

    return step


def brings_what_lacks() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        have = {row["line"] for row in Hall(world).rows(case, "MATERIAL#")}
        for line in Hall(world).required_lines(case):
            if line not in have:
                hands_in(COMPANY, line)(world)

    return step


def applies_for_the_next_stage() -> Step:
    def step(world: Outside) -> None:
        body = {"item": projects.WORKS, "project": world.facts["case"]}
        made = world.ask(COMPANY, "POST", "/applications", body).body
        with world.calls.aside():
            projects.fill(Hall(world), made["id"])
        world.facts["case"] = made["id"]

    return step


# ------------------------------------------------------------------------------------------------- one bill, and a cut
def examined_beforehand(scheme: SchemeDocument) -> SchemeDocument:
    """Every member begins with the request and waits with its decision."""
    return scheme.model_copy(
        update={"edges": tuple(one.model_copy(update={"blocks": "decision", "brings": {}}) for one in scheme.edges)}
    )


def paid_while_it_waits(hall: Hall) -> str:
    """The drain is ordered and paid for, and waits for the first member."""
    fees.connect(hall.platform)
    bills.publish_charging(hall.platform, examined_beforehand)
    hall.world.pass_time(seconds=SETTLED_AFTER.total_seconds())
    request = joint.accepted(hall)
    bills.order(hall, request, bills.DRAIN)
    fees.pay(hall.platform, joint.of_member(hall, request, bills.DRAIN).id, fen=bills.CHARGES[bills.DRAIN])
    hall.carry_out_everything()
    return request


def orders_its_payment_back() -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], bills.DRAIN)
        body = {"payment": "SIM1", "why": "case_ended"}
        world.ask("leader-urban", "POST", f"/cases/{member}/fee/refund", body, seen=member)

    return step


# ------------------------------------------------------------------------------------------------------- examinations
def reports_that_it_failed() -> Step:
    def step(world: Outside) -> None:
        request, hall = world.facts["case"], Hall(world)
        no = next(one.task for one in joint.members(hall, request).values() if one.state == "external_pending")
        body = {"seq": 1, "state": "failed", "reason": "信息不一致", "at": world.platform.now().isoformat()}
        world.ask(f"system-{hall.task(request, no or '').department}", "POST", f"/tasks/{request}.{no}/report", body)

    return step


def to_be_put_right(hall: Hall) -> str:
    """One department asks for a better plan."""
    case_id = sessions.examined(hall)
    ref = hall.case(case_id).joint
    hall.compare(member_case_id(ref.case if ref else "", "YM-R01"))
    hall.carry_out_everything()
    hall.people.give_opinion(case_id, hall.caller(f"officer-{sessions.LEAD}"))
    said: dict[str, Any] = {"opinion": "rectify", "findings": ["补充平面图。"]}
    hall.people.give_opinion(case_id, hall.caller(f"officer-{sessions.OTHER}"), **said)
    return case_id


def concludes_to_put_right() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        by = world.platform.calendar.workday_after(world.platform.now().date(), 3)
        body = {"conclusion": "rectify", "reason": "根据各部门的意见。", "rectify_by": str(by)}
        world.ask(CHIEF, "POST", f"/cases/{case}/sessions/conclude", body, seen=case)

    return step


def brings_another_plan() -> Step:
    def step(world: Outside) -> None:
        line = Hall(world).rows(world.facts["case"], "MATERIAL#")[0]["line"]
        hands_in(COMPANY, line)(world)

    return step


JOINED: dict[str, Any] = {**joint.OF_A_COMPANY, "has_outdoor_sign": False}
SIGNED: dict[str, Any] = {**joint.OF_A_BUILDING, "commits_i07_i11": True}
PLEDGED: dict[str, Any] = {**joint.OF_A_COMPANY, "commitment_route": True}
REQUEST_PATHS: Sequence[Path] = (
    Path(
        "commitment in a request, kept",
        [
            there_is(published("YM-J01", lambda hall: joint.requested(hall, joint.BUILD, SIGNED))),
            accepts(),
            meanwhile(lambda hall, case: joint.review(hall, case, PERMIT)),
            decides(PERMIT, by="leader-housing"),
            compares(PERMIT),
            meanwhile(lambda hall, case: unified_alone.drawn(hall, joint.of_member(hall, case, DRAWINGS).id)),
            meanwhile(lambda hall, case: joint.review(hall, case, DRAWINGS)),
            decides(DRAWINGS, by="leader-housing"),
            compares(DRAWINGS),
        ],
    ),
    Path(
        "commitment in a request, lost",
        [
            there_is(published("YM-J01", lambda hall: joint.accepted(hall, joint.BUILD, SIGNED))),
            is_granted(PERMIT),
            meanwhile(lambda hall, case: unified_alone.drawn(hall, joint.of_member(hall, case, DRAWINGS).id, "refuse")),
            meanwhile(lambda hall, case: joint.review(hall, case, DRAWINGS)),
            decides(DRAWINGS, "refuse", by="leader-housing"),
        ],
    ),
    Path(
        "word of a member in a request",
        [
            there_is(published(joint.RESTAURANT, lambda hall: joint.requested(hall, answers=PLEDGED))),
            meanwhile(lambda hall, case: hall.people.accept(case, hall.caller(CLERK, case))),
            meanwhile(lambda hall, case: joint.decided(hall, case, "YM-R01")),
            compares_the_first(),
            meanwhile(lambda hall, case: joint.review(hall, case, FIRE)),
            decides(FIRE, by="chief-fire"),
            compares(FIRE),
        ],
    ),
    Path(
        "promised papers of a request",
        [
            there_is(published(joint.RESTAURANT, promised_in_request.lacking)),
            submits_with_a_promise(),
            accepts(),
            meanwhile(lambda hall, case: joint.decided(hall, case, "YM-R01")),
            compares_the_first(),
            brings_what_lacks(),
        ],
    ),
    Path(
        "the next stage of a project",
        [
            there_is(published("YM-J01", projects.granted)),
            applies_for_the_next_stage(),
            does(COMPANY, "POST", "/applications/{case}/submit"),
            accepts(),
        ],
    ),
    Path(
        "member that joins",
        [
            there_is(published(joint.RESTAURANT, lambda hall: joint.accepted(hall, answers=JOINED))),
            is_granted("YM-R01"),
            changes_to(has_outdoor_sign=True),
            brings_what_lacks(),
            changes_to(drainage=False),
        ],
    ),
    Path(
        "one bill, a member is cut",
        [there_is(paid_while_it_waits), refuses_the_first(), orders_its_payment_back()],
    ),
    Path(
        "step of others that fails",
        [
            there_is(published(joint.SET_UP, lambda hall: joint.accepted(hall, joint.SET_UP))),
            is_granted("YM-R01"),
            reports_that_it_failed(),
        ],
    ),
    Path(
        "false request",
        [
            there_is(published(joint.RESTAURANT, joint.requested)),
            does("chief-food", "POST", "/cases/{case}/forewarn", {**INTENDED, "members": [bills.FOOD]}),
            does("chief-food", "POST", "/cases/{case}/reject-false", FALSE),
            does("chief-food", "POST", "/cases/{case}/falsehood/lift", LIFTED),
        ],
    ),
    Path(
        "examined alone",
        [
            there_is(published("YM-J01", unified_alone.received)),
            accepts(),
            opines("housing"),
            opines("cad"),
            does(HOUSING, "POST", "/cases/{case}/sessions/conclude", {"conclusion": "pass", "reason": "均已同意。"}),
        ],
    ),
    Path(
        "examined in two rounds",
        [
            there_is(to_be_put_right),
            concludes_to_put_right(),
            brings_another_plan(),
            convenes(),
            opines(sessions.OTHER, opinion="refuse"),
            coordinates(),
            opines(sessions.LEAD),
            opines(sessions.OTHER),
            does(CHIEF, "POST", "/cases/{case}/sessions/conclude", {"conclusion": "pass", "reason": "均已同意。"}),
        ],
    ),
)
