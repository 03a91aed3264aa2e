"""What is asked: the 16 requests of an ordinary case, and what people read besides."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from proofs.kit.applications import PERMIT, announced
from proofs.kit.cast import CHIEF, CLERK, ISSUER

SYSTEM = f"system-{PERMIT.department}"
EXAMINED = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
Facts = dict[str, Any]


class Asked(NamedTuple):
    """One request of the case. `path` and `body` are made from what was answered before."""

    name: str
    who: str | None
    method: str
    path: Callable[[Facts], str]
    body: Callable[[Facts], Any] | None = None
    learns: Callable[[Facts, Any], object] | None = None


def fixed(path: str) -> Callable[[Facts], str]:
    return lambda facts: path.format(**facts)


def says(body: Any) -> Callable[[Facts], Any]:
    return lambda _: body


def _case(facts: Facts, answer: Any) -> None:
    facts["case"] = answer["id"]


def _file(facts: Facts, answer: Any) -> None:
    facts["uploaded"] = answer["upload"]["fields"]


def _face(facts: Facts, answer: Any) -> None:
    facts["face"] = {line["key"]: line["value"] for line in answer["face"]}


def _seen(facts: Facts) -> Any:
    return {"face": facts["face"]}


def _announce(line: str) -> Asked:
    path = fixed("/applications/{case}/materials")
    return Asked("POST materials", PERMIT.who, "POST", path, says(announced(line)), _file)


REQUESTS: Sequence[Asked] = (
    Asked("GET item", None, "GET", fixed(f"/items/{PERMIT.item}")),
    Asked("create", PERMIT.who, "POST", fixed("/applications"), says({"item": PERMIT.item}), _case),
    Asked("save form", PERMIT.who, "PUT", fixed("/applications/{case}/form"), says(PERMIT.form)),
    *(_announce(line) for line in PERMIT.lines),
    Asked("submit", PERMIT.who, "POST", fixed("/applications/{case}/submit")),
    Asked("accept", CLERK, "POST", fixed("/cases/{case}/accept")),
    Asked("claim", SYSTEM, "POST", fixed("/tasks/{case}.review/claim")),
    Asked("answer", SYSTEM, "POST", fixed("/tasks/{case}.review/answer"), says(EXAMINED)),
    Asked("decide", CHIEF, "POST", fixed("/cases/{case}/decide"), says({"outcome": "grant", "reasons": []})),
    Asked("GET certificate", ISSUER, "GET", fixed("/cases/{case}/certificate?purpose=issue"), learns=_face),
    Asked("compare", ISSUER, "POST", fixed("/cases/{case}/compare"), _seen),
    Asked("deliver", ISSUER, "POST", fixed("/cases/{case}/deliver"), says({"recipient": PERMIT.recipient})),
    Asked("GET link", PERMIT.who, "GET", fixed("/applications/{case}/documents/certificate")),
)
# What people read besides, while a case goes on. These are measured and are no part of the 16.
QUESTION = {"start": "2026-11-24", "unit": "workday", "length": 20}
READS: Sequence[Asked] = (
    Asked("POST deadlines", None, "POST", fixed("/deadlines"), says(QUESTION)),
    Asked("GET items", None, "GET", fixed("/items")),
    Asked("GET application", PERMIT.who, "GET", fixed("/applications/{case}")),
    Asked("GET applications", PERMIT.who, "GET", fixed("/applications")),
    Asked("GET materials", PERMIT.who, "GET", fixed("/applications/{case}/materials")),
    Asked("GET documents", PERMIT.who, "GET", fixed("/applications/{case}/documents")),
    Asked("GET case", CLERK, "GET", fixed("/cases/{case}")),
    Asked("GET cases", CLERK, "GET", fixed("/cases")),
    Asked("GET timeline", CLERK, "GET", fixed("/cases/{case}/timeline")),
    Asked("GET events", CLERK, "GET", fixed("/cases/{case}/events")),
    Asked("GET case materials", CLERK, "GET", fixed("/cases/{case}/materials")),
    Asked("GET tasks", SYSTEM, "GET", fixed("/tasks")),
    Asked("GET task", SYSTEM, "GET", fixed("/tasks/{case}.review")),
)


Kind = Literal["read", "recorded read", "act"]


def kind_of(asked: Asked) -> Kind:
    """A reading with a purpose is recorded before it is answered."""
    if "purpose=" in asked.path({"case": ""}):
        return "recorded read"
    return "read" if asked.method == "GET" or asked in READS else "act"
