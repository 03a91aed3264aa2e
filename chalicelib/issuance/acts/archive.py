"""归档: the case is closed when every stage has left its event; a case with a missing stage stays open (R55)."""

from collections.abc import Iterable

from chalicelib.cases.model import Case, Status
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import load_events, load_file
from chalicelib.durable.audit import Event, truncated_at
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused, check, equals

# Silence accepts as well as a window does (行政许可法32(4)).
ACCEPTED_BY_SILENCE = {"deemed_accepted": "accepted"}


class Incomplete(Exception):
    """The case lacks stages, or its chain of events is broken: somebody has to look."""


def archive(platform: Platform, step: Step) -> None:
    """Quiet when the case has passed this step or the generation is stale. Raises Incomplete."""
    found = load_file(platform.table, keys.case_id(step.owner))
    flow = found.flows.get(step.machine) if found else None
    if found is None or flow is None or flow.generation != step.generation or found.case.status is not Status.DELIVERED:
        return
    case, happened = found.case, load_events(platform.table, found.case.id)
    missing, broken = missing_stages(case, happened), truncated_at(happened, case.seq, case.last_hash)
    if missing or broken is not None:
        telemetry.log.error(
            "case cannot be closed", extra={"case_id": case.id, "missing": missing, "broken_at": broken}
        )
        raise Incomplete(", ".join(missing) or "event chain")
    caller = Caller(actor=MACHINE, at=platform.now())
    guard = check(keys.flow(case.owner, step.machine), equals(generation=step.generation))
    try:
        commit(
            platform,
            caller,
            Change(
                case,
                case.moved(Status.CLOSED, ended_at=caller.at),
                "archived",
                data={"events": len(happened), "last": happened[-1].hash},
                ops=[guard],
            ),
        )
    except Refused:
        return


def missing_stages(case: Case, happened: Iterable[Event]) -> list[str]:
    """The stages of 网上流转 that have no event."""
    seen = {ACCEPTED_BY_SILENCE.get(event.type, event.type) for event in happened}
    needed = [
        "received" if case.channel == "counter" else "submitted",
        "accepted",
        "decided",
        "result_made",
        "delivered",
    ]
    if case.handling != "即办件":
        needed.append("reviewed")
    if case.outcome == "grant":
        needed.append("compared")
    return [stage for stage in needed if stage not in seen]
