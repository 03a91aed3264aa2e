"""Who has read the personal data of a case: for the person whom it is about, and for the supervisors."""

from typing import Annotated

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import Asked, require_reading
from chalicelib.cases.acts.lookup import own_case, seen_case
from chalicelib.cases.api.access_answers import AccessList, SupervisedAccessList, for_the_person, shown
from chalicelib.cases.model.disclosure import Part, Purpose
from chalicelib.cases.store.access_log import readings
from chalicelib.consents.acts.sides import in_own_name
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="applications")
supervision = Api(f"{__name__}.supervision", tag="supervision")


class SupervisedPaging(Paging):
    purpose: Annotated[
        Purpose | None,
        Field(description="查看目的，必填：complaint 投诉核查，supervision 监督检查；本次查看也记入查阅记录"),
    ] = None


@api.get(
    "/applications/{case_id}/access",
    Permission.APPLY,
    "谁查看过我的个人信息、何时、为何",
    query=Paging,
    answer=AccessList,
)
def read_own_access(call: Call[None, Paging], case_id: str) -> Answer:
    """个人信息保护法44, 45: the person knows of the handling of the own data, by post and organ."""
    in_own_name(call.caller)
    settings, case = call.platform.settings, own_case(call.platform, call.caller, case_id)
    scope = f"access {call.actor.sub} {case.id}"
    after = unseal(call.platform, scope, call.query.cursor)
    found, more = readings(call.platform.table, case.id, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, more)
    body = AccessList(readings=for_the_person(shown(call.platform, case.division, found)), next_cursor=cursor)
    return Answer(
        body, headers=link(settings, f"/v1/applications/{case_id}/access", {"limit": call.query.limit}, cursor)
    )


@supervision.get(
    "/supervision/cases/{case_id}/access",
    Permission.SUPERVISE,
    "办件个人信息的查阅记录，须说明查看目的",
    query=SupervisedPaging,
    answer=SupervisedAccessList,
)
def read_supervised_access(call: Call[None, SupervisedPaging], case_id: str) -> Answer:
    """Recorded as the other readings are: the person sees that the supervisors have looked."""
    settings, case = call.platform.settings, seen_case(call.platform, call.caller, case_id)
    asked = Asked(call.caller, call.query.purpose, call.request_id)
    scope = f"supervised access {call.actor.sub} {case.id}"
    after = unseal(call.platform, scope, call.query.cursor)
    require_reading(call.platform, asked, case, Part.ACCESS_LOG, ["/access"])
    found, more = readings(call.platform.table, case.id, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, more)
    body = SupervisedAccessList(readings=shown(call.platform, case.division, found), next_cursor=cursor)
    filters = {"limit": call.query.limit, "purpose": asked.purpose}
    return Answer(body, headers=link(settings, f"/v1/supervision/cases/{case_id}/access", filters, cursor))
