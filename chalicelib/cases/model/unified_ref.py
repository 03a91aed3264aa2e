"""That several departments give opinions on a case, and how their session stands (行政许可法26(2), first way). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from chalicelib.cases.model.record import Record

OPINION = "opinion"
CONVENE = "convene"
RECTIFYING, TO_RECTIFY = "rectifying", "待整改"
RECTIFY_OVER = "整改期限已满，待作出结论"
SessionState = Literal["not_convened", "collecting", "rectifying", "concluded"]
SessionConclusion = Literal["pass", "rectify", "refuse"]
CONCLUSIONS: Mapping[SessionConclusion, str] = {"pass": "通过", "rectify": "整改", "refuse": "不通过"}  # nosec B105


class UnifiedRef(Record):
    """Of a unified item's case: the version of the scheme that says who takes part, and how far the session is. The
    session itself, with every opinion, is a row of its own.
    """

    scheme: str
    version: int
    departments: Annotated[tuple[str, ...], Field(description="those that the answers concern")]
    state: SessionState = "not_convened"
    conclusion: SessionConclusion | None = None
    rectify_by: Annotated[date | None, Field(description="the last day to put right what was found")] = None
    rectify_over: Annotated[bool, Field(description="that day has passed, and it was told")] = False
    silence_told: Annotated[bool, Field(description="the supervisors know of the departments that are late")] = False
    silence_counts: Annotated[bool, Field(description="a published rule takes silence for no objection")] = False
    silence_counted: Annotated[bool, Field(description="that rule has been applied in this round")] = False

    @property
    def passed(self) -> bool:
        return self.state == "concluded" and self.conclusion == "pass"

    @property
    def to_rectify(self) -> str:
        return RECTIFY_OVER if self.rectify_over else TO_RECTIFY

    def moved_to(self, state: SessionState, **changes: Any) -> "UnifiedRef":
        return self.model_copy(update={"state": state, "rectify_by": None, "rectify_over": False, **changes})
