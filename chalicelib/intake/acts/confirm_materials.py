"""答复窗口征询: the department tells the window whether the papers conform (R30). It is advice; the window acts."""

from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model.acts import CONFIRM_MATERIALS
from chalicelib.cases.model.advice import Advised
from chalicelib.cases.model.form_changes import titles_of
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.task import Task, split_task_id
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.tasks import write_task
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.asking import Confirmation, lines_of_others, once_answered, open_questions, unknown_defects


@act
def confirm_materials(platform: Platform, caller: Caller, task_id: str, answer: Confirmation) -> Receipt:
    """An answer after its two workdays still counts, and its event says so; after the fifth workday of a licence there
    is nothing left to answer: silence has accepted it (行政许可法32(4)).
    """
    case_id = (split_task_id(task_id) or ("",))[0]
    with meanwhile(lambda: load_file(platform.table, case_id) if case_id else None) as file:
        begun, task = begin_task(platform, caller, CONFIRM_MATERIALS, task_id)
    found = file.result()
    if found is None:
        raise no_case()
    begun = replace(begun, found=replace(found, case=begun.case))
    require_in_time(begun)
    require_known(begun, task, answer)
    case = begun.case
    body: dict[str, Any] = answer.model_dump(mode="json", exclude_none=True)
    salt = blind_index(case.chain_key, "opinion", task.id)
    answered = {
        "state": "answered",
        "answered_by": caller.actor.sub,
        "answered_at": caller.at,
        "answer": body,
        "answer_salt": salt,
    }
    due = case.due("confirmation")
    late = due is not None and caller.at.date() > due
    advised = Advised(task=task.no, advice=answer.advice, at=caller.at)
    after = once_answered(case, task.no).model_copy(update={"advised": advised})
    awaited: list[JsonValue] = [one.no for one in open_questions(after)]
    return begun.commit(
        after,
        both={"task": task.id, "advice": answer.advice},
        data={
            "opinion": digest({"salt": salt, **body}),
            **({"missed": str(due)} if late else {}),
            **({"awaited": awaited} if awaited else {}),
        },
        ops=[write_task(task, task.model_copy(update=answered))],
    )


def require_known(begun: Begun, task: Task, answer: Confirmation) -> None:
    """422 for a defect of what the item does not ask for at all, and of what another department judges."""
    form = begun.found.form
    lines = {line.no for line in lines_of(begun.item, form)}
    if errors := unknown_defects(answer, lines, titles_of(begun.item, form)):
        raise problems.Invalid(errors=errors)
    own = (task.question or {}).get("lines", ())
    if begun.case.is_request and (errors := lines_of_others(answer, own)):
        raise problems.Invalid(errors=errors)
