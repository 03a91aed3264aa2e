"""可能重复的办件: a hint for the window. Nothing is refused because of it."""

from pydantic import AwareDatetime, BaseModel

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.model import Status
from chalicelib.cases.model.access import may_see
from chalicelib.cases.store.duplicates import duplicates_of
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")


class PossibleDuplicate(BaseModel, defer_build=True):
    """同一持证主体、同一事项、尚未办结的另一件。"""

    id: str
    number: str | None = None
    status: Status
    status_label: str
    received_at: AwareDatetime | None = None


class PossibleDuplicates(BaseModel, defer_build=True):
    duplicates: list[PossibleDuplicate]


@api.get(
    "/cases/{case_id}/duplicates",
    Permission.READ_CASES,
    "可能重复的办件：同一人、同一事项、尚未办结；仅供核对，不影响受理",
    answer=PossibleDuplicates,
)
def list_duplicates(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    found = [one for one in duplicates_of(call.platform, case) if may_see(call.actor, one)]
    told = [PossibleDuplicate.model_validate({**one.model_dump(), "status_label": one.status.label}) for one in found]
    return Answer(PossibleDuplicates(duplicates=told), etag=case.etag)
