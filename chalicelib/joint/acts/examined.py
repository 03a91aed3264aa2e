"""What begins with a case that several departments examine and one decides: who takes part, and what those are asked
at once whose term does not wait for a meeting (行政许可法26(2), first way).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.unified_ref import CONVENE
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.catalogue.store.unified_items import Examination, examination_of
from chalicelib.foundation.writes import Op
from chalicelib.joint.model.asking import asking, concerning, inner_term, unified_in
from chalicelib.joint.model.session import Session, opened
from chalicelib.joint.store.organs import Organs
from chalicelib.joint.store.sessions import write_session


class Examined(NamedTuple):
    """The case with the departments that take part, and the tasks of those that are asked now. `kind` is what people
    call it: 联合审图.
    """

    case: Case
    kind: str = ""
    session: Session | None = None
    tasks: Sequence[Task] = ()

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event of the acceptance."""
        return {"departments": [*self.case.unified.departments]} if self.case.unified else {}

    def sentence(self, begun: Begun) -> str:
        """For the notice of the acceptance: who takes part."""
        names, ref = Organs(begun.platform, self.case.division), self.case.unified
        others = [one for one in ref.departments if one != self.case.department] if ref else []
        asked = f"征求{'、'.join(map(names.full_name, others))}的意见后" if others else ""
        lead = names.full_name(self.case.department)
        return f"本件实行{self.kind}，由{lead}{asked}统一办理，申请人不需要另行向各部门申请。"

    @property
    def ops(self) -> list[Op]:
        return [write_session(self.case.id, None, self.session)] if self.session else []


def examined(
    begun: Begun, case: Case, by: Examination, answers: Answers, files: Sequence[str], started: date
) -> Examined:
    """`files` are those that all of them examine, `started` is the day from which their term is counted. Where it
    begins with the session, the lead is asked to convene it.
    """
    ref = concerning(by.scheme, by.version, by.unified, answers, licence=begun.item.is_licence)
    case = case.model_copy(update={"unified": ref})
    if by.unified.inner_starts == "session_convened":
        to_convene = new_task(case, TASK_KINDS[CONVENE], begun.caller.at)
        return Examined(case.with_task(to_convene), by.unified.kind, tasks=(to_convene,))
    at, session = begun.caller.at, opened(by.unified, ref.departments, files)
    term = inner_term(by.unified, started)
    made = asking(case, session, ref.departments, term, at, begun.platform.calendar)
    return Examined(made.case, by.unified.kind, made.session, made.tasks)


def examined_alone(begun: Begun, after: Case) -> Examined:
    """The same of a case that belongs to no joint request, by what it answers itself and from the day on which the
    departments are asked. `after` is the case as it is accepted.
    """
    by = _scheme(begun)
    form = cast("Mapping[str, Any]", begun.found.form.get("answers") or {})
    files = [file.id for file in evidence(after, begun.found.files)]
    return examined(begun, after, by, shared_answers(begun.item, form), files, begun.caller.at.date())


def shared_answers(item: ItemDocument, answers: Mapping[str, Any]) -> dict[str, Any]:
    """By the names of the scheme too, under which the items of a scheme share a fact."""
    named = {field.shared_key: answers[field.key] for field in item.fields if field.shared_key and field.key in answers}
    return {**named, **answers}


def _scheme(begun: Begun) -> Examination:
    """As it holds on the day of the receipt; where none does any more, that of the day on which it was applied for."""
    platform, case, ref = begun.platform, begun.case, begun.case.unified
    if ref is None:
        raise ValueError("one department alone examines this case")
    table, wall, today = platform.table, platform.wall(), begun.caller.at.date()
    day = case.first_received_at.date() if case.first_received_at else today
    if found := examination_of(table, case.division, case.item, day=day, wall=wall):
        return found
    scheme = load_scheme(table, case.division, ref.scheme, ref.version, day=today, wall=wall).scheme
    unified = unified_in(scheme, case.item)
    if unified is None:
        raise LookupError(f"the scheme says nobody who takes part in {case.item}")
    return Examination(scheme, ref.version, unified)
