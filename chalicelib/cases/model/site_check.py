"""现场核查: a check of substance on site, for a review or for the verification of a commitment (行政许可法34(3))."""

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.model.case import Case
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import A_NAME, NO_DIGITS, ONE_LINE, PARAGRAPHS
from chalicelib.foundation.writing import comparable_person

Findings = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True), PARAGRAPHS]
Officer = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True), A_NAME, NO_DIGITS]


class SiteCheck(BaseModel, defer_build=True):
    """A check of substance on site needs two or more officers (行政许可法34(3)) and does not stop the clock.

    Officers are known by their names, so two of one name, in whatever writing, with whatever unit, title or note, are
    one. `at` is not in the future, and lies after what made the check necessary: before it there was nothing to check.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    at: AwareDatetime
    place: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]
    officers: Annotated[
        tuple[Officer, ...],
        Field(max_length=20, json_schema_extra={"minItems": 2}, description="核查人员，至少两名不同的人员"),
    ]
    findings: Findings

    @field_validator("officers")
    @classmethod
    def _two_officers(cls, officers: tuple[str, ...]) -> tuple[str, ...]:
        if len({comparable_person(officer) for officer in officers}) < 2:
            raise PydanticCustomError("site_check_officers", "现场核查应由两名以上工作人员进行（行政许可法第三十四条）")
        return officers


class Since(NamedTuple):
    """The moment before which there was nothing to check, with code and words of the error."""

    at: datetime | None
    code: str
    words: str


def since_acceptance(case: Case) -> Since:
    return Since(case.accepted_at, "site_check_before_acceptance", "现场核查的时间不能早于受理时间，请核对")


def since_grant(case: Case) -> Since:
    return Since(case.decided_at, "site_check_before_grant", "核查承诺的现场核查不能早于准予的时间，请核对")


def require_possible(check: SiteCheck | None, since: Since, now: datetime) -> None:
    """422 for a check that has not happened yet, or that was too early to be one of this case."""
    if check is None:
        return
    if since.at is not None and check.at < since.at:
        error = FieldError("/site_check/at", since.code, since.words)
    elif check.at > now:
        error = FieldError("/site_check/at", "site_check_in_future", "现场核查的时间不能晚于现在，请核对")
    else:
        return
    raise problems.Invalid(errors=[error])
