"""Handing over a result after a default of the commitment it rests on was recorded. Pure.

The decision stands until it is revoked (行政许可法8, 69), so the result is handed over all the same; but who hands it
over says that the default was seen, and on what ground. A repair of the credit does not end this: whether the decision
is revoked is decided apart.
"""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.cases.model import Case
from chalicelib.cases.model.pledge import HandedOver, HandoverGround
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, wrong_field
from chalicelib.http.bodies import Part

POINTER = "/after_default"


class AfterDefault(Part):
    """承诺已认定不实的，送达的依据；部门已书面答复的，写明文号或者卷宗号。"""

    ground: HandoverGround
    reference: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE] | None,
        Field(description="部门答复的文号或者卷宗号，不写个人信息"),
    ] = None

    @model_validator(mode="after")
    def _an_answer_has_a_reference(self) -> Self:
        if (self.ground == "department_replied") is not (self.reference is not None):
            raise wrong_field("reference", "reply_reference", "部门已书面答复的，应当写明文号或者卷宗号；其他情形不填")
        return self


GROUNDS: Mapping[HandoverGround, str] = {
    "not_revoked": "准予的决定没有撤销",
    "department_replied": "部门已书面答复",
}


def ground_of(said: HandedOver) -> str:
    """What the service record says of a result that is handed over after a default."""
    reference = f"（{said.reference}）" if said.reference else ""
    return f"本件的告知承诺已认定不实，领取前已经查看；仍然送达的依据：{GROUNDS[said.ground]}{reference}。"


def handed_over_after(case: Case, said: AfterDefault | None) -> HandedOver | None:
    """What the case records of the confirmation. 409 where a default was recorded and nothing is said of it, 422 where
    something is said of a default that is none.
    """
    recorded = case.outcome == "grant" and case.pledge is not None and case.pledge.outcome == "broken"
    if not recorded:
        if said is None:
            return None
        message = "本件没有认定承诺不实，请删去这一项"
        raise problems.Invalid(errors=[FieldError(POINTER, "no_default_recorded", message)])
    if said is None:
        raise problems.Conflict(
            code="default_recorded",
            title="本件的告知承诺已认定不实，送达前请确认并写明依据",
            detail="准予的决定在撤销之前继续有效，可以送达。请先查看核查结果；仍要送达的，在 after_default 中写明依据",
        )
    return HandedOver(ground=said.ground, reference=said.reference)
