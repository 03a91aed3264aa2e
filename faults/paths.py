"""What people do, from an application to the end of its case: the paths that are played with every fault."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from chalicelib.cases.store.due_days import end_of
from chalicelib.foundation import names
from chalicelib.issuance.acts.compare import certificate_shown, face_of
from faults.events import TICK
from faults.world import MINUTE, World
from local.demo import application
from local.demo.application import announced
from local.demo.story import EXAMINED
from soak.peer import SECRET, host

CLERK, ISSUER = "clerk-production", "clerk-issuing"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
LIN = {"name": "林示例", "id_number": "44170219900307801X"}  # SYNTHETIC
SILENT_UNTIL = date(2026, 12, 1)  # the fifth workday after the day on which every path begins
Step = Callable[[World], object]


class Item(NamedTuple):
    """A thing to apply for: whose it is, what has to be handed in, who takes the result."""

    code: str
    who: str
    department: str
    form: dict[str, Any]
    lines: Sequence[str]
    person: dict[str, str]
    relation: str


def _of(person: dict[str, str], **answers: Any) -> dict[str, Any]:
    return {"applicant": {"kind": "自然人", **person, "phone": application.PHONE}, "answers": answers}


COMPANY, CITIZEN = application.COMPANY, "citizen-lin"
PERMIT = Item(
    "YM-P01",
    COMPANY,
    "food",
    application.form(),
    [f"{n:02d}" for n in range(1, 7)],
    application.REPRESENTATIVE,
    "legal_representative",
)
REGISTRATION = Item(
    "YM-S05",
    COMPANY,
    "si",
    {**application.form(), "answers": {"agent": False}},
    ["01", "02"],
    application.REPRESENTATIVE,
    "legal_representative",
)
RECOGNITION = Item("YM-S06", CITIZEN, "hrss", _of(LIN, category="other"), ["01", "02", "03"], LIN, "applicant")
CARD = Item("YM-S07", CITIZEN, "si", _of(LIN, age=30), ["01"], LIN, "applicant")


class Path(NamedTuple):
    name: str
    steps: Sequence[Step]
    streaming: bool = True


# ------------------------------------------------------------------------------------------------------ single steps
def registers(department: str) -> Step:
    body = {"url": f"https://{host(department)}/yimen", "secret": SECRET}
    return lambda world: world.ask(f"system-{department}", "PUT", "/callbacks", body)


def applies(item: Item) -> Step:
    def step(world: World) -> None:
        world.facts["case"] = world.ask(item.who, "POST", "/applications", {"item": item.code}).body["id"]

    return step


def fills_in(item: Item) -> Step:
    return _does(item.who, "PUT", "/applications/{case}/form", item.form)


def hands_in(who: str, line: str) -> Step:
    def step(world: World) -> None:
        answer = world.ask(who, "POST", f"/{_place(who)}/{world.facts['case']}/materials", announced(line, PDF))
        world.upload(answer.body["upload"]["fields"], PDF)

    return step


def _place(who: str) -> str:
    return "cases" if who == CLERK else "applications"


def walks_in(item: Item) -> Step:
    body = {
        "item": item.code,
        "form": item.form,
        "presented_by": {"relation": item.relation, **item.person, "seen": True},
        "papers": [{"line": line, "form": "复印件", "pages": 1, "matches_original": True} for line in item.lines],
        "scans": [announced(line, PDF) for line in item.lines],
    }

    def step(world: World) -> None:
        answer = world.ask(CLERK, "POST", "/cases", body)
        world.facts["case"] = answer.body["id"]
        for scan in answer.body["uploads"]:
            world.upload(scan["upload"]["fields"], PDF)

    return step


def submits(item: Item) -> Step:
    return _does(item.who, "POST", "/applications/{case}/submit")


def supplements(who: str) -> Step:
    return _does(who, "POST", f"/{_place(who)}/{{case}}/supplement")


def withdraws(item: Item) -> Step:
    return _does(item.who, "POST", "/applications/{case}/withdraw", {"reason": "改变计划"})


def accepts() -> Step:
    return _does(CLERK, "POST", "/cases/{case}/accept")


def corrects(*lines: str) -> Step:
    defects = [{"line": line, "defect": "缺少签名", "remedy": "补签后重新提交"} for line in lines]
    return _does(CLERK, "POST", "/cases/{case}/correct", {"defects": defects})


def rejects() -> Step:
    body = {"ground": "not_this_organ", "reason": "不属于本机关职权范围", "competent_organ": "阳江市公安局"}
    return _does(CLERK, "POST", "/cases/{case}/reject", body)


def claims(item: Item) -> Step:
    return lambda world: world.ask(f"system-{item.department}", "POST", f"/tasks/{world.facts['case']}.review/claim")


def answers(item: Item) -> Step:
    def step(world: World) -> None:
        who, body = f"system-{item.department}", EXAMINED
        world.ask(who, "POST", f"/tasks/{world.facts['case']}.review/answer", body)

    return step


def decides(item: Item, outcome: str = "grant") -> Step:
    body = {"outcome": outcome, "reasons": ["经营场所不符合要求"] if outcome == "refuse" else []}
    return _does(f"chief-{item.department}", "POST", "/cases/{case}/decide", body)


def compares(**wrong: str) -> Step:
    def step(world: World) -> None:
        case = world.facts["case"]
        paper = face_of(certificate_shown(world.platform, case)) | wrong
        world.ask(ISSUER, "POST", f"/cases/{case}/compare", paper, seen=case)

    return step


def delivers(item: Item) -> Step:
    recipient = {"relation": item.relation, **item.person, "seen": True, "signed": True}
    return _does(ISSUER, "POST", "/cases/{case}/deliver", {"recipient": recipient})


def goes_down(department: str) -> Step:
    """Its system takes nothing from now on."""
    return lambda world: world.peer.down.add(host(department))


def comes_back(department: str) -> Step:
    return lambda world: world.peer.down.discard(host(department))


def waits_in_silence() -> Step:
    """Until the fifth workday is over. The sweeper looks on and on; only its last looks are watched."""

    def step(world: World) -> None:
        world.pass_seconds((end_of(SILENT_UNTIL) - world.platform.now()).total_seconds() - 600)
        world.process.functions.call(names.SWEEP_ALARMS, TICK)
        world.pass_seconds(900)
        for _ in range(3):
            world.scheduled(names.SWEEP_ALARMS)
            world.pass_seconds(MINUTE)

    return step


def _does(who: str, method: str, path: str, body: Any = None) -> Step:
    def step(world: World) -> None:
        case = world.facts["case"]
        world.ask(who, method, path.format(case=case), body, seen=case)

    return step


# ------------------------------------------------------------------------------------------------------- whole paths
def _submitted(item: Item) -> list[Step]:
    return [applies(item), fills_in(item), *(hands_in(item.who, line) for line in item.lines), submits(item)]


def _reviewed(item: Item) -> list[Step]:
    return [claims(item), answers(item)]


def _carried_out(item: Item) -> list[Step]:
    return [compares(), delivers(item)]


PATHS: Sequence[Path] = (
    Path(
        "ordinary",
        [
            registers(PERMIT.department),
            *_submitted(PERMIT),
            accepts(),
            *_reviewed(PERMIT),
            decides(PERMIT),
            compares(valid_until="2099-01-01"),
            *_carried_out(PERMIT),
        ],
    ),
    Path(
        "corrected",
        [
            registers(RECOGNITION.department),
            *_submitted(RECOGNITION),
            corrects("01"),
            hands_in(RECOGNITION.who, "01"),
            supplements(RECOGNITION.who),
            accepts(),
            *_reviewed(RECOGNITION),
            decides(RECOGNITION),
            *_carried_out(RECOGNITION),
        ],
    ),
    Path(
        "refused",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            corrects("02"),
            hands_in(CLERK, "02"),
            supplements(CLERK),
            accepts(),
            *_reviewed(RECOGNITION),
            decides(RECOGNITION, "refuse"),
            delivers(RECOGNITION),
        ],
    ),
    Path(
        "withdrawn",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            accepts(),
            claims(RECOGNITION),
            withdraws(RECOGNITION),
        ],
    ),
    Path(
        "told late",
        [
            registers(RECOGNITION.department),
            walks_in(RECOGNITION),
            goes_down(RECOGNITION.department),
            accepts(),
            comes_back(RECOGNITION.department),
            *_reviewed(RECOGNITION),
            withdraws(RECOGNITION),
        ],
    ),
    Path("on the spot", [*_submitted(REGISTRATION), accepts(), decides(REGISTRATION), *_carried_out(REGISTRATION)]),
    Path("walk-in", [walks_in(CARD), accepts(), decides(CARD), *_carried_out(CARD)]),
    Path("rejected", [walks_in(CARD), rejects()]),
    Path("deemed accepted", [*_submitted(PERMIT), waits_in_silence(), *_reviewed(PERMIT), decides(PERMIT, "refuse")]),
    Path(
        "without the stream",
        [walks_in(RECOGNITION), accepts(), *_reviewed(RECOGNITION), decides(RECOGNITION), *_carried_out(RECOGNITION)],
        streaming=False,
    ),
)
