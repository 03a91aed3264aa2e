"""What a window asks its department before it accepts, what the department answers, and what becomes of the question
(R30; rules 二(二)). Pure.

The answer is advice: the window accepts, corrects or rejects, and its event names the answer. The five workdays run on.
"""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from chalicelib.cases.model import Case
from chalicelib.cases.model.advice import Advice
from chalicelib.cases.model.material import LineNo
from chalicelib.cases.model.task import OpenTask
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS, wrong_field
from chalicelib.intake.model.notices import Defect

QUESTION = "confirm"
SILENT = "department_silent"
QuestionReason = Literal["completeness", "form", "competence"]
Words = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]
Organ = Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]


class Question(BaseModel, defer_build=True):
    """What the window cannot judge by the published list alone: completeness, form or competence, and never substance
    (R26). `lines` are the lines of the list that it is about.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: QuestionReason
    text: Words
    lines: Annotated[tuple[LineNo, ...], Field(max_length=99, description="征询涉及的材料序号")] = ()


class Confirmation(BaseModel, defer_build=True):
    """符合, 不符合 with every defect, or 应移送 with the organ that has the power. The window takes the defects into
    its one-time notice.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    advice: Advice
    opinion: Words
    defects: Annotated[tuple[Defect, ...], Field(max_length=99, description="不符合时列明的全部问题")] = ()
    organ: Annotated[Organ | None, Field(description="应移送时，有权受理的行政机关")] = None

    @model_validator(mode="after")
    def _advice_is_whole(self) -> Self:
        if (self.advice == "defective") is not bool(self.defects):
            raise wrong_field("defects", "defects_of_advice", "答复不符合的，应当列明全部问题；其他答复不列问题")
        if (self.advice == "transfer") is (self.organ is None):
            raise wrong_field("organ", "organ_of_advice", "答复应移送的，应当写明有权受理的行政机关；其他答复不写")
        return self


def unknown_lines(question: Question, lines: Collection[str]) -> list[FieldError]:
    """What the question names though the list of the item does not have it."""
    return [
        FieldError(f"/lines/{number}", "material_unlisted", "材料清单中没有这一项，请核对序号")
        for number, line in enumerate(question.lines)
        if line not in lines
    ]


def lines_of_others(answer: Confirmation, own: Collection[str]) -> list[FieldError]:
    """Of a joint request each department judges the lines that serve its own items, and no field of the form."""
    return [
        FieldError(f"/defects/{number}/{defect.named_in}", "line_of_others", OF_OTHERS)
        for number, defect in enumerate(answer.defects)
        if defect.target not in own
    ]


OF_OTHERS = "这一项不属于本部门事项的材料，由其他部门核对"


def unknown_defects(answer: Confirmation, lines: Collection[str], fields: Collection[str]) -> list[FieldError]:
    """What the answer names though neither the list nor the form has it. Whether a notice may ask for it is judged when
    the window gives the notice.
    """
    return [
        FieldError(f"/defects/{number}/{defect.named_in}", *UNKNOWN[defect.named_in])
        for number, defect in enumerate(answer.defects)
        if defect.target not in {*lines, *fields}
    ]


UNKNOWN = {
    "line": ("material_unlisted", "材料清单中没有这一项，请核对序号"),
    "field": ("field_unlisted", "本件的申请表没有这一栏，请核对"),
}


def asked_too_late(case: Case, today: date) -> bool:
    """Whether the term of the acceptance is over, so that no time is left to answer within it."""
    due = case.due("acceptance")
    return due is None or today > due


def open_questions(case: Case) -> list[OpenTask]:
    """One; of a joint request one for each department that has not answered."""
    return [task for task in case.open_tasks if task.kind == QUESTION]


def question_warning(case: Case) -> list[tuple[str, str]]:
    """For whoever accepts before every department has answered: the acceptance ends what was asked."""
    waiting = len(open_questions(case))
    says = f"还有{waiting}个部门没有答复窗口的征询；受理之后不再等待其答复"
    return [("question_open", says)] if waiting else []


def without_question(case: Case) -> Case:
    """The case once its open questions need no answer any more."""
    for task in open_questions(case):
        case = once_answered(case, task.no)
    return case


def once_answered(case: Case, no: str) -> Case:
    """The case once this question is answered. The term ends with the last of them."""
    after = case.without_task(no)
    if open_questions(after):
        return after
    clocks = {kind: clock for kind, clock in case.clocks.items() if kind != "confirmation"}
    return after.model_copy(update={"clocks": clocks, "silence_told": False})


def named_advice(case: Case) -> dict[str, JsonValue]:
    """For the event of what the window does: the answer that it had, if the department has given one since the receipt,
    or else the question that was open.
    """
    open_ones, advised = open_questions(case), case.advised
    if open_ones:
        others: dict[str, JsonValue] = {"others": [one.no for one in open_ones[1:]]} if open_ones[1:] else {}
        return {"asked": {"task": open_ones[0].no, "answered": False, **others}}
    if advised is None or case.received_at is None or advised.at < case.received_at:
        return {}
    return {"asked": {"task": advised.task, "answered": True, "advice": advised.advice}}


def silent_matters(case: Case, today: date) -> list[str]:
    """What the supervisors hear of when a question ends unanswered after its term, unless the alarm has told them."""
    due = case.due("confirmation")
    return [SILENT] if due is not None and today > due and not case.silence_told else []
