"""A result that does not agree with itself is put right by who decided: the department, or the organ above."""

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.access.policy import Permission
from chalicelib.cases.api import shared
from chalicelib.cases.model.acts import CORRECT_RESULT
from chalicelib.cases.model.form_changes import FieldValues
from chalicelib.catalogue.model.faces import FaceValues
from chalicelib.catalogue.model.validity import Stated
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.correct_result import correct_result as correct
from chalicelib.issuance.api.receipts import CorrectResultReceipt

api = Api(__name__, tag="tasks")


class ResultCorrection(Part):
    """Why the result is made anew, and what of the form was wrong; `face` and `validity`: what the decision stated
    wrongly of the result.
    """

    reason: Annotated[str, StringConstraints(min_length=2, max_length=500, strip_whitespace=True), PARAGRAPHS]
    fields: FieldValues = Field(default_factory=dict[str, JsonValue])
    face: FaceValues = Field(default_factory=dict[str, JsonValue])
    validity: Stated | None = None


@api.act(
    "/cases/{case_id}/result/correct",
    CORRECT_RESULT,
    by=Permission.DECIDE,
    body=ResultCorrection,
    answer=CorrectResultReceipt,
)
def correct_result(call: Call[ResultCorrection, None], case_id: str) -> Answer:
    return _corrected(call, case_id)


@api.act(
    "/cases/{case_id}/result/correct-reported",
    CORRECT_RESULT,
    by=Permission.DECIDE_REPORTED,
    body=ResultCorrection,
    answer=CorrectResultReceipt,
)
def correct_reported_result(call: Call[ResultCorrection, None], case_id: str) -> Answer:
    return _corrected(call, case_id)


def _corrected(call: Call[ResultCorrection, None], case_id: str) -> Answer:
    body = call.body
    receipt = correct(
        call.platform, call.caller, case_id, body.reason, body.fields, face=body.face, validity=body.validity
    )
    return shared.done(CorrectResultReceipt, receipt)
