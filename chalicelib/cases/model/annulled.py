"""That a decision of a case was annulled: by whom, by which paper (行政复议法64, 行政诉讼法70). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.cases.model.record import Record
from chalicelib.foundation.validation import ONE_LINE

Way = Literal["reconsideration", "court", "superior", "own"]
AnnulledBy = Annotated[
    Way, Field(description="reconsideration 行政复议；court 行政诉讼；superior 上级行政机关纠正；own 原机关自行撤销")
]
Annuller = Annotated[
    Annotated[str, StringConstraints(min_length=2, max_length=60, strip_whitespace=True), ONE_LINE],
    Field(description="作出撤销决定的机关"),
]


class AnnullingPaper(NamedTuple):
    """How a notice calls the paper by which a decision was annulled, and what that rests on."""

    name: str
    article: str | None


ANNULLED_BY: Mapping[Way, AnnullingPaper] = {
    "reconsideration": AnnullingPaper("行政复议决定", "《中华人民共和国行政复议法》第六十四条"),
    "court": AnnullingPaper("人民法院的判决", "《中华人民共和国行政诉讼法》第七十条"),
    "superior": AnnullingPaper("上级行政机关的决定", "《中华人民共和国行政许可法》第六十条"),
    "own": AnnullingPaper("作出原决定的机关的决定", None),
}


class AnnulledDecision(Record):
    """`document` is the decision within its case, None where another organ took it, or the case is as old as that.
    `reference` is the number of the decision or judgement that has annulled it.
    """

    document: str | None = None
    at: AwareDatetime
    by: Way
    organ: str
    reference: Annotated[str, Field(repr=False)]


class Annulment(AnnulledDecision):
    """Of the refusal of a member of a joint request. `served_on` is the day on which the department got the paper."""

    served_on: date
