"""事前告知: before something is decided against somebody, the facts are told, and what is said to them is heard. Pure.

行政许可法7 gives the right to state one's case and to defend oneself; 36 and 47 give applicants and others five days to
ask for a hearing. No term stands there for what is decided against the holder himself: the same five workdays are
given at least.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.record import Record
from chalicelib.clock.deadline import CalendarDate
from chalicelib.clock.kinds import KINDS
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS

Against = Literal["falsehood", "revocation", "withdrawal"]
AGAINST: Mapping[Against, str] = {
    "falsehood": "认定隐瞒有关情况或者提供虚假材料",
    "revocation": "撤销行政许可",
    "withdrawal": "撤回行政许可",
}
Said = Literal["heard", "silent", "waived"]
TERM = KINDS["hearing_request"]
Reference = Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]


class Forewarning(Record):
    """What was told last: what is intended, on which ground, and until which day something may be said to it.
    `document` is the 告知书, which has the facts and the evidence. `members` are those of a joint request whose
    materials are held to be false.
    """

    against: Against
    ground: str
    told_at: AwareDatetime
    until: date
    document: str
    members: Annotated[tuple[str, ...], Field(description="联办申请的哪些成员事项；不是联办申请的为空")] = ()


class FactsTold(Record):
    """The facts and the evidence of the notice. The decision prints these, and no others."""

    facts: str = Field(repr=False)
    evidence: tuple[str, ...] = Field(repr=False)

    def digest(self, secret: bytes, case_id: str) -> str:
        """Sentences may be personal: the chain has a keyed digest of them, the documents the words."""
        return blind_index(secret, case_id, self.facts, *self.evidence)


class Heard(BaseModel, defer_build=True):
    """告知之后听取陈述、申辩的情况。"""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    response: Annotated[
        Said, Field(description="heard 已听取陈述、申辩；silent 期满没有提出；waived 书面放弃陈述、申辩和听证")
    ]
    answer: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS] | None,
        Field(repr=False, description="对陈述、申辩的复核意见：采纳与否及其理由；response 为 heard 时填写"),
    ] = None
    hearing_held_on: Annotated[CalendarDate | None, Field(description="要求听证并已举行的，听证之日")] = None
    reference: Annotated[Reference, Field(repr=False, description="听取意见的记录在卷宗中的出处")]

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """Sentences may be personal and short, so that the chain has keyed digests of them only."""
        told: dict[str, JsonValue] = {"response": self.response}
        if self.hearing_held_on:
            told["hearing_held_on"] = str(self.hearing_held_on)
        return told | {"heard_digest": blind_index(secret, case_id, self.reference, self.answer or "")}


def falsehood_warning(warned: Forewarning | None) -> list[tuple[str, str]]:
    """For the window that accepts what its department holds to be false."""
    says = "部门已经书面告知申请人，拟认定本件申请隐瞒有关情况或者提供虚假材料；受理之后由部门在决定时处理"
    return [("falsehood_forewarned", says)] if warned and warned.against == "falsehood" else []


def heard_faults(
    warned: Forewarning | None, told_of: FactsTold | None, against: Against, ground: str, heard: Heard, today: date
) -> list[FieldError]:
    """What keeps the decision back: nothing was told of it, the days to answer run, or it contradicts itself."""
    if warned is None or told_of is None or (warned.against, warned.ground) != (against, ground):
        words = f"尚未以同一理由就“{AGAINST[against]}”事前告知当事人，不能作出决定；请先出具告知书"
        return [FieldError("/heard", "not_forewarned", words)]
    told = warned.told_at.date()
    if (heard.answer is not None) is not (heard.response == "heard"):
        words = "听取了陈述、申辩的，写明复核意见（采纳与否及其理由）；其他情形不填"
        return [FieldError("/heard/answer", "heard_answer", words)]
    if heard.hearing_held_on and (heard.response != "heard" or not told < heard.hearing_held_on <= today):
        words = f"听证应当在告知之日（{told}）之后、今天以前举行，并且听取了陈述、申辩"
        return [FieldError("/heard/hearing_held_on", "heard_hearing", words)]
    if heard.response == "silent" and today <= warned.until:
        words = f"陈述、申辩和要求听证的期限至{warned.until}（含当日），尚未届满"
        return [FieldError("/heard/response", "heard_awaited", words)]
    return []
