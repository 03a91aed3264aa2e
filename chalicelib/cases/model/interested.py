"""利害关系人: whom a grant concerns directly is told before it, and heard (行政许可法36, 47). Pure.

Who they are stands in the paper file, whose place is named; the case keeps when they were told and what came of it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.clock import counted
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.conditions import Answers, evaluate, parse
from chalicelib.catalogue.model.record import Special
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.deadline import CalendarDate
from chalicelib.clock.kinds import KINDS
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE

KIND = "interested_party"
# Five days to ask for a hearing (47). 36 names no term to state one's case: it is given the same.
TO_ASK = KINDS["hearing_request"]
Response = Literal["heard", "silent", "waived"]
RESPONSES: Mapping[Response, str] = {
    "heard": "已经陈述、申辩",
    "silent": "期满没有提出意见，也没有要求听证",
    "waived": "均已书面放弃陈述、申辩和听证",
}


class Interested(BaseModel, defer_build=True):
    """When applicant and interested parties were told of the matter and of their rights, and what they have said."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    told_on: Annotated[CalendarDate, Field(description="告知申请人、利害关系人之日")]
    response: Annotated[Response, Field(description="利害关系人的意见")]
    hearing_asked: Annotated[bool, Field(description="有人要求听证的，依听证笔录作出决定")] = False
    reference: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE],
        Field(repr=False, description="告知书和听取意见的记录在卷宗中的出处"),
    ]

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """The reference may be personal and short, so that the chain has a keyed digest of it only."""
        told: dict[str, JsonValue] = {"told_on": str(self.told_on), "response": self.response}
        digest = blind_index(secret, case_id, self.reference)
        return {**told, "hearing_asked": self.hearing_asked, "reference": digest}


def owed(item: ItemDocument, answers: Answers) -> Special | None:
    """By what interested parties have to be told of this licence: the item's own record says so always, or for these
    answers. Where the organ judges it, the organ alone knows.
    """
    if not item.is_licence:
        return None
    return next((one for one in item.special if one.kind == KIND and _concerns(one.when, answers)), None)


def interested_faults(
    item: ItemDocument,
    answers: Answers,
    said: Interested | None,
    *,
    days: tuple[date, date],
    held: bool,
    calendar: WorkCalendar,
) -> list[FieldError]:
    """What keeps a grant back. `days` are those of the receipt and of today, `held`: there are minutes of a hearing."""
    if said is None:
        rule = owed(item, answers)
        return [_untold(item, rule)] if rule else []
    received, today = days
    if not received <= said.told_on <= today:
        words = f"告知之日应在收件之日（{received}）至今天之间"
        return [FieldError("/interested/told_on", "interested_day", words)]
    if said.hearing_asked and said.response != "heard":
        words = "有人要求听证的，没有期满不提出意见，也没有放弃"
        return [FieldError("/interested/response", "interested_contradiction", words)]
    if said.hearing_asked and not held:
        words = f"有人要求听证，没有听证笔录不得作出决定（{TO_ASK.article}、第四十八条）"
        return [FieldError("/interested/hearing_asked", "hearing_not_held", words)]
    last = counted(said.told_on, TO_ASK.length or 0, TO_ASK.unit, TO_ASK.article, calendar).due
    if said.response != "waived" and today <= last:
        words = f"被告知之日起五日内可以陈述、申辩和要求听证，最后一日为{last}（{TO_ASK.article}）"
        return [FieldError("/interested/told_on", "interested_awaited", words)]
    return []


def _untold(item: ItemDocument, rule: Special) -> FieldError:
    basis = citations(rule.basis, [one.law for one in item.legal_basis]) or rule.basis
    words = f"本事项直接关系他人重大利益，准予以前应当告知利害关系人，听取其意见（{basis}），请填写 interested"
    return FieldError("/interested", "interested_untold", words)


def _concerns(when: str, answers: Answers) -> bool:
    return when == "always" or (when != "organ" and evaluate(parse(when), answers) is True)
