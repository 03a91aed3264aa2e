"""How the tests look at a play."""

from datetime import date

from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.clocks_shown import ClockShown
from chalicelib.durable.audit import Event
from proofs.played.plays import play
from proofs.played.stage import Document, Step


def steps(code: str, scene: str) -> list[Step]:
    return [*play(code, scene).steps]


def step(code: str, scene: str, act: str) -> Step:
    """The step of this name."""
    (found,) = (one for one in steps(code, scene) if one.act == act)
    return found


def events(code: str, scene: str) -> list[Event]:
    return [event for one in steps(code, scene) for event in one.events]


def event(code: str, scene: str, kind: str) -> Event:
    (found,) = (one for one in events(code, scene) if one.type == kind)
    return found


def documents(code: str, scene: str) -> list[Document]:
    return [document for one in steps(code, scene) for document in one.documents]


def document(code: str, scene: str, kind: str) -> Document:
    (found,) = (one for one in documents(code, scene) if one.kind == kind)
    return found


def clock(at: Step, kind: ClockKind) -> ClockShown | None:
    return next((one for one in at.clocks if one.kind == kind), None)


def due(at: Step, kind: ClockKind) -> date | None:
    found = clock(at, kind)
    return found.due if found else None


def supervised(code: str, scene: str) -> list[str]:
    return [matter for one in steps(code, scene) for matter in one.supervised]
