"""One bill for a joint request: what all its members owe, and one payment for it. Nothing else is charged."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.model.access import may_see
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.see_bill import own_bill, seen_bill
from chalicelib.issuance.api.bill_answers import BillAnswer, bill_answer
from chalicelib.issuance.api.fee_answers import Fen
from chalicelib.issuance.store.provider import LINK_LASTS, provider_of

api = Api(__name__, tag="payments")


class BillLink(BaseModel, defer_build=True):
    url: Annotated[str, Field(description="支付机构的缴费页面")]
    until: AwareDatetime
    bill: Annotated[str, Field(description="统一缴费单号，支付机构凭此收款")]
    fen: Fen
    orders: Annotated[list[str], Field(description="一次缴清的缴费单号")]


@api.get(
    "/cases/{case_id}/bill",
    Permission.READ_CASES,
    "联办申请的统一缴费单：各成员事项的依据和金额",
    answer=BillAnswer,
)
def read_bill(call: Call[None, None], case_id: str) -> Answer:
    look, bill = seen_bill(call.platform, call.caller, case_id)
    answer = bill_answer(look, bill, lambda case: may_see(call.actor, case))
    return Answer(answer, etag=look.case.etag)


@api.get(
    "/applications/{case_id}/bill",
    Permission.APPLY,
    "本人联办申请的统一缴费单：各成员事项的依据和金额",
    for_agents=True,
    answer=BillAnswer,
)
def read_own_bill(call: Call[None, None], case_id: str) -> Answer:
    look, bill = own_bill(call.platform, call.caller, case_id, call.request_id)
    return Answer(bill_answer(look, bill, lambda _: True), etag=look.case.etag)


@api.search(
    "/applications/{case_id}/bill/pay",
    Permission.APPLY,
    "取得一次缴清统一缴费单的地址",
    for_agents=True,
    body=Nothing,
    answer=BillLink,
    problems=(problems.NotFound, problems.Conflict, problems.Unavailable),
)
def pay_bill(call: Call[Nothing, None], case_id: str) -> Answer:
    """The provider is told one number and one amount, and nothing of the applicant."""
    platform = call.platform
    _, bill = own_bill(platform, call.caller, case_id, call.request_id)
    covered = bill.together
    if not covered:
        raise problems.Conflict(code="fee_not_due", title="没有待缴的费用")
    wall, fen = platform.wall(), sum(one.order.fen for one in covered)
    link = provider_of(platform).link(bill.no, fen, wall)
    told = BillLink(url=link, until=wall + LINK_LASTS, bill=bill.no, fen=fen, orders=[one.order.no for one in covered])
    return Answer(told, headers={"Cache-Control": "no-store"})
