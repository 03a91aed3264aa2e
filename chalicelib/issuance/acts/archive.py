"""归档: the case is closed when every stage has left its event; a case with a missing stage stays open (R55)."""

from chalicelib.cases.acts.gate import Passed, begin_step, has_passed
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import ARCHIVE
from chalicelib.cases.model.order import missing_stages
from chalicelib.cases.store.records import load_events
from chalicelib.durable import outbox
from chalicelib.durable.audit import truncated_at
from chalicelib.durable.flows import Step
from chalicelib.foundation import telemetry
from chalicelib.foundation.failures import TaskFailed
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused


class Incomplete(TaskFailed):
    """The case lacks stages, or its chain of events is broken: somebody has to look."""


def archive(platform: Platform, step: Step) -> None:
    """Quiet when the case has passed this step or the generation is stale. Raises Incomplete."""
    begun = begin_step(platform, step, ARCHIVE)
    if isinstance(begun, Passed):
        return
    case = begun.case
    happened = load_events(platform.table, case.id)
    missing = missing_stages(case, (event.type for event in happened))
    broken = truncated_at(happened, case.seq, case.last_hash)
    if missing or broken is not None:
        telemetry.log.error(
            "case cannot be closed", extra={"case_id": case.id, "missing": missing, "broken_at": broken}
        )
        raise Incomplete(", ".join(missing) or "event chain")
    try:
        begun.commit(
            case.moved_to(Status.CLOSED, ended_at=begun.caller.at),
            data={"events": len(happened), "last": happened[-1].hash},
        )
    except Refused as refusal:
        if has_passed(step, refusal):
            return
        if (again := outbox.overtaken(step, refusal)) is None:
            raise
        archive(platform, again)
