"""提出部门意见: a department says what it has found from its own side; the lead draws the conclusion (行政许可法26(2)).

Only the department itself changes its opinion, until the conclusion.
"""

from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Task
from chalicelib.cases.model.session_acts import GIVE_OPINION
from chalicelib.cases.model.task import split_task_id
from chalicelib.cases.store.tasks import write_task
from chalicelib.catalogue.model.schemes.unified import Opinion
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.session_papers import opinion_paper
from chalicelib.joint.acts.sessions import running
from chalicelib.joint.model.asking import owing, without_term
from chalicelib.joint.model.session import Given, in_conflict
from chalicelib.joint.store.sessions import write_session

Text = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]
Line = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True), ONE_LINE]
WITH_FINDINGS: frozenset[Opinion] = frozenset({"pass_with_conditions", "rectify"})


class OpinionGiven(Part):
    """本部门的审查意见；有条件同意的列明条件，须整改的逐项列明。"""

    opinion: Annotated[
        Opinion,
        Field(
            description="pass 同意，pass_with_conditions 有条件，rectify 须整改，refuse 不同意，not_concerned 不涉及"
        ),
    ]
    reason: Annotated[Text, Field(description="理由")]
    standard: Annotated[Line, Field(description="审查所依据的标准或者条文")]
    findings: Annotated[tuple[Text, ...], Field(max_length=50, description="条件，或者须整改的事项")] = ()
    changes: Annotated[bool, Field(description="修改本部门已经提出的意见")] = False

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.opinion in WITH_FINDINGS and not self.findings:
            raise PydanticCustomError("findings_missing", "有条件同意的应列明条件，须整改的应逐项列明")
        if self.findings and self.opinion in ("pass", "not_concerned"):
            raise PydanticCustomError("findings_needless", "同意、不涉及的，不列条件或者事项；有条件的，请选有条件同意")
        return self


@act
def give_opinion(platform: Platform, caller: Caller, task_id: str, said: OpinionGiven) -> Receipt:
    """An opinion after its term still counts, also where a rule has taken the silence for no objection. 409 once the
    conclusion is drawn, and for a task of an earlier round.
    """
    begun, task = begin_task(platform, caller, GIVE_OPINION, task_id)
    found, session = running(platform, (split_task_id(task_id) or ("",))[0])
    begun = replace(begun, found=replace(found, case=begun.case))
    invited = session.invitation(task.department)
    if invited is None or invited.task != task.no:
        raise problems.Conflict(code="opinion_of_earlier_round", title="该意见属于已经结束的一轮审查，不能再修改")
    changed = task.state == "answered"
    if changed and not said.changes:
        raise problems.Conflict(code="task_answered", title="本部门已经提出意见；需要修改的，请说明是修改（changes）")
    given = Given(**said.model_dump(exclude={"changes"}), by=caller.actor.sub, at=caller.at)
    after = session.model_copy(update={"given": {**session.given, task.department: given}})
    case, due = begun.case, begun.case.due("opinion")
    late = not changed and due is not None and caller.at.date() > due
    body: dict[str, Any] = said.model_dump(mode="json", exclude_none=True, exclude={"changes"})
    salt = blind_index(case.chain_key, "opinion", task.id)
    answered = case.without_task(task.no)
    owed = owing(answered)
    return begun.commit(
        answered if owed else without_term(answered),  # the term ends with the last answer
        event="opinion_changed" if changed else "opinion_given",
        both={"task": task.id, "opinion": said.opinion, "conflict": in_conflict(after)},
        data={
            "department": task.department,
            "round": session.round,
            "awaited": [*owed],
            "digest": digest({"salt": salt, **body}),
            **({"missed": str(due)} if late else {}),
        },
        document=opinion_paper(begun, session, after, invited, given),
        ops=[write_session(case.id, session, after), write_task(task, _task(task, caller, body, salt))],
    )


def _task(task: Task, caller: Caller, body: dict[str, Any], salt: str) -> Task:
    answered = {"state": "answered", "answered_by": caller.actor.sub, "answered_at": caller.at}
    return task.model_copy(update={**answered, "answer": body, "answer_salt": salt})
