"""A grant on a commitment (告知承诺): it is refused without the applicant's word, and has a verification follow."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.pledge import Pledge, chosen, stands
from chalicelib.cases.model.pledge_terms import UNITS, verification_clock
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.store.tasks import put_task
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.clock.unit import Unit
from chalicelib.documents.model.pledges import Obligation, Word
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op

UNIT_WORDS: Mapping[Unit, str] = {"workday": "个工作日", "day": "日"}


class OnPledge(NamedTuple):
    """The case after the grant, with the task that verifies it; what the event and the decision say of it."""

    case: Case
    data: Mapping[str, JsonValue]
    ops: Sequence[Op]
    left: Obligation | None


def word_of(item: ItemDocument, made: Commitment) -> Word:
    """What is printed of a commitment."""
    basis = citations(made.basis, [one.law for one in item.legal_basis]) or made.basis
    term = made.verification
    words = f"{term.value}{UNIT_WORDS[UNITS[term.unit]]}" if term else None
    return Word(made.text, made.replaces, basis, words)


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
    return OnPledge(after, {"pledge": told}, [put_task(task)], _left(begun.item, made, pledge, after))


def _left(item: ItemDocument, made: Commitment, pledge: Pledge, after: Case) -> Obligation:
    clock = after.clocks.get("verification")
    due, provisional = (clock.due, clock.provisional) if clock else (None, False)
    return Obligation(word_of(item, made), pledge.made_at.date(), due, provisional)
