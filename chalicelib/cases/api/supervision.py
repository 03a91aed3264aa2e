"""What the supervisors are told of by itself."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission, same_region
from chalicelib.cases.model.supervision import MATTERS
from chalicelib.cases.store.supervision import matters
from chalicelib.foundation.open_lists import OpenList
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="supervision")


class MatterAnswer(BaseModel, defer_build=True):
    case_id: str
    number: str | None = None
    item: str
    item_name: str
    department: str
    matter: Annotated[str, OpenList("督办事由", MATTERS)]
    matter_label: Annotated[str, Field(description="事由的中文名称")]
    at: AwareDatetime
    seq: Annotated[int, Field(description="办件事件链中的序号")]


class MatterList(BaseModel, defer_build=True):
    matters: list[MatterAnswer]
    next_cursor: str | None = None


@api.get("/supervision", Permission.SUPERVISE, "督办事项：再次告知、逾期受理等", query=Paging, answer=MatterList)
def list_matters(call: Call[None, Paging]) -> Answer:
    settings = call.platform.settings
    scope = f"supervision {call.actor.sub}"
    after = unseal(call.platform, scope, call.query.cursor)
    found, more = matters(call.platform.table, settings.division, limit=call.query.limit, after=after)
    seen = found if same_region(call.actor, settings.division) else []
    rows = [MatterAnswer(**matter.model_dump(), matter_label=MATTERS[matter.matter]) for matter in seen]
    cursor = seal(call.platform, scope, more if seen else None)
    body = MatterList(matters=rows, next_cursor=cursor)
    return Answer(body, headers=link(settings, "/v1/supervision", {"limit": call.query.limit}, cursor))
