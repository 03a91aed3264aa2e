"""征询部门意见: before it accepts, the window asks the department what it cannot judge by the list alone (R30)."""

from pydantic import JsonValue

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import ASK_DEPARTMENT
from chalicelib.cases.model.clocks import on_question
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import TASK_KINDS, Task
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.asking import QUESTION, Question, asked_too_late, unknown_lines


@act
def ask_department(platform: Platform, caller: Caller, case_id: str, question: Question) -> Receipt:
    """Opens a task of the department, of a joint request one of each member's. Two workdays to answer, inside the five
    of the acceptance, which run on.

    409 while a question is open, and once the term of the acceptance is over.
    """
    begun = begin(platform, caller, ASK_DEPARTMENT, case_id, whole=True)
    require_in_time(begun)
    case = begun.case
    require_askable(case, caller)
    lines = lines_of(begun.item, begun.found.form)
    if errors := unknown_lines(question, {line.no for line in lines}):
        raise problems.Invalid(errors=errors)
    clocks = on_question(case.clocks, caller.at.date(), platform.calendar)
    asking = case.model_copy(update={"clocks": clocks, "asked_at": caller.at, "silence_told": False})
    tasks = list[Task]()
    for department, own in _asked(begun, question):
        made = new_task(asking, TASK_KINDS[QUESTION], caller.at, department)
        tasks.append(made.model_copy(update={"question": own.model_dump(mode="json")}))
        asking = asking.with_task(tasks[-1])
    task, due = tasks[0], asking.due("confirmation")
    others: list[JsonValue] = [{"task": one.id, "department": one.department} for one in tasks[1:]]
    return begun.commit(
        asking,
        asked=tasks if begun.case.is_request else task,
        data={"reason": question.reason, "question": question_digest(case, task, question.text)},
        both={"confirmation_due": str(due) if due else None},
        answer={"number": case.number, "department": task.department, "task": task.id, "others": others},
    )


def _asked(begun: Begun, question: Question) -> list[tuple[str, Question]]:
    """Who is asked, and for which lines: the department, or of a joint request that of each member (R30)."""
    if not begun.case.is_request:
        return [(begun.case.department, question)]
    # Imported when it is needed, as for the acceptance: schemes take long to import.
    from chalicelib.joint.acts.accepted import lines_by_department

    wanted = frozenset(question.lines)
    found = list[tuple[str, Question]]()
    for department, lines in lines_by_department(begun).items():
        if own := tuple(sorted(lines & wanted if wanted else lines)):
            found.append((department, question.model_copy(update={"lines": own})))
    return found or [(begun.case.department, question)]


def require_askable(case: Case, caller: Caller) -> None:
    if case.open_task(QUESTION) is not None:
        raise problems.Conflict(code="question_open", title="已就本件征询部门意见，部门尚未答复，不能再次征询")
    if asked_too_late(case, caller.at.date()):
        title = "受理期限已满，不能再征询部门意见，请依现有材料作出处理"
        raise problems.Conflict(code="acceptance_term_over", title=title)


def question_digest(case: Case, task: Task, text: str) -> JsonValue:
    """Keyed, because a short question could be guessed from a plain digest. The words stand in the task."""
    return blind_index(case.chain_key, task.id, text)
