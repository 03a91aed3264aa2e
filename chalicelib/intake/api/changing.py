"""Other answers of an accepted joint request, by the applicant or at the window."""

from typing import Annotated

from pydantic import Field, JsonValue
from typing_extensions import TypeAliasType

from chalicelib.access.policy import Permission
from chalicelib.cases.api import shared
from chalicelib.cases.model.joint_acts import CHANGE_ANSWERS, CONFIRM_HELD
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.change_answers import change_answers as change
from chalicelib.intake.acts.confirm_held import HeldAtWindow
from chalicelib.intake.acts.confirm_held import confirm_held as confirm
from chalicelib.intake.api.receipts import ChangeAnswersReceipt, ConfirmHeldReceipt
from chalicelib.intake.model.signing import Signing

own = Api(f"{__name__}.own", tag="applications")
api = Api(__name__, tag="cases")

ChangedValues = TypeAliasType(
    "ChangedValues",
    Annotated[
        dict[Annotated[str, Field(max_length=64)], JsonValue],
        Field(min_length=1, max_length=99, description="变更的情形，以及因此才需要填写的栏目，以栏目名为键"),
    ],
)


class AnswersChange(Part):
    """联办方案中决定办理哪些事项的问题的新答案，以及因此才需要填写的栏目。"""

    answers: ChangedValues


class AnswersChangeAtWindow(AnswersChange):
    """并附到场签名确认的人。"""

    presented_by: Signing


@own.act(
    "/applications/{case_id}/answers",
    CHANGE_ANSWERS,
    by=Permission.APPLY,
    for_agents=True,
    body=AnswersChange,
    answer=ChangeAnswersReceipt,
)
def change_answers(call: Call[AnswersChange, None], case_id: str) -> Answer:
    return shared.done(ChangeAnswersReceipt, change(call.platform, call.caller, case_id, call.body.answers))


@api.act(
    "/cases/{case_id}/answers",
    CHANGE_ANSWERS,
    by=Permission.RECEIVE,
    body=AnswersChangeAtWindow,
    answer=ChangeAnswersReceipt,
)
def change_answers_at_window(call: Call[AnswersChangeAtWindow, None], case_id: str) -> Answer:
    body = call.body
    receipt = change(call.platform, call.caller, case_id, body.answers, body.presented_by)
    return shared.done(ChangeAnswersReceipt, receipt)


@api.act("/cases/{case_id}/members/{node}/held", CONFIRM_HELD, body=HeldAtWindow, answer=ConfirmHeldReceipt)
def confirm_held(call: Call[HeldAtWindow, None], case_id: str, node: str) -> Answer:
    receipt = confirm(call.platform, call.caller, case_id, node, call.body)
    return shared.done(ConfirmHeldReceipt, receipt)
