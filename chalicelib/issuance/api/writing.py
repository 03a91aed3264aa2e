"""Another writing of a name that cannot be printed: at the window before acceptance, by who decides after it."""

from chalicelib.cases.api import shared
from chalicelib.cases.model.writing_acts import CORRECT_WRITING, CORRECT_WRITING_AT_WINDOW
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.correct_writing import correct_writing as correct
from chalicelib.issuance.api.receipts import CorrectWritingAtWindowReceipt, CorrectWritingReceipt
from chalicelib.issuance.model.writing import Writing

api = Api(__name__, tag="cases")


class WritingCorrection(Writing, Part):
    """The name as it stands, how it is written from now on, and the applicant's consent to that."""


@api.act("/cases/{case_id}/writing/correct", CORRECT_WRITING, body=WritingCorrection, answer=CorrectWritingReceipt)
def correct_writing(call: Call[WritingCorrection, None], case_id: str) -> Answer:
    receipt = correct(call.platform, call.caller, case_id, CORRECT_WRITING, call.body)
    return shared.done(CorrectWritingReceipt, receipt)


@api.act(
    "/cases/{case_id}/form/writing",
    CORRECT_WRITING_AT_WINDOW,
    body=WritingCorrection,
    answer=CorrectWritingAtWindowReceipt,
)
def correct_writing_at_window(call: Call[WritingCorrection, None], case_id: str) -> Answer:
    receipt = correct(call.platform, call.caller, case_id, CORRECT_WRITING_AT_WINDOW, call.body)
    return shared.done(CorrectWritingAtWindowReceipt, receipt)
