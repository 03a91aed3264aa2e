"""A grant on a commitment (告知承诺): it is refused without the applicant's word, and has a verification follow."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.pledge import chosen, stands
from chalicelib.cases.model.pledge_terms import verification_clock
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.store.tasks import put_task
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op


class OnPledge(NamedTuple):
    """The case after the grant, with the task that verifies it; what its event says, and what was committed to."""

    case: Case
    data: Mapping[str, JsonValue]
    ops: Sequence[Op]
    made: Commitment | None


def require_pledged(begun: Begun, says: str) -> None:
    """422 where the form chooses the way of the commitment and the applicant has not signed the published text."""
    made = chosen(begun.item, begun.found.form)
    if made is not None and not stands(begun.case.pledge, made):
        error = FieldError(
            f"/form/answers/{made.field}", "commitment_unsigned", "请申请人签署告知承诺书，或者改选一般程序"
        )
        raise problems.Invalid(code="commitment_unsigned", title=f"申请人尚未作出告知承诺，{says}", errors=[error])


def granted_on_pledge(begun: Begun, after: Case, *, granted: bool) -> OnPledge:
    """The obligation begins: the clock of the verification, where the item has published a term, and the task."""
    made, pledge, at = chosen(begun.item, begun.found.form), after.pledge, begun.caller.at
    if made is None or pledge is None or not granted:
        return OnPledge(after, {}, (), None)
    laws = [basis.law for basis in begun.item.legal_basis]
    begins = verification_clock(made, laws, at.date(), begun.platform.calendar)
    after = after.model_copy(update={"clocks": {**after.clocks, **begins}})
    task = new_task(after, TASK_KINDS["verify"], at)
    after = after.with_task(task).model_copy(update={"pledge": pledge.model_copy(update={"verify_task": task.no})})
    clock = begins.get("verification")
    told: dict[str, JsonValue] = {
        "text": pledge.text,
        "document": pledge.document,
        "task": task.id,
        "clock": clock.model_dump(mode="json") if clock else None,
    }
    return OnPledge(after, {"pledge": told}, [put_task(task)], made)
