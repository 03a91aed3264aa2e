"""What the supervisors are told of by itself."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission, same_region
from chalicelib.cases.model.supervision import MATTERS
from chalicelib.cases.store.supervision import matters
from chalicelib.directory.model.filing import FilingState, filing_of
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.letters import list_unfiled
from chalicelib.foundation.open_lists import OpenList
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="supervision")
MOST_LETTERS = 100


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


class UnfiledLetter(BaseModel, defer_build=True):
    """A letter of authority that is not filed with the bureau, and whose term is over or about to end (R72, R90)."""

    id: str
    number: Annotated[str, Field(description="文号")]
    department: str
    signed_on: date
    due_on: Annotated[date, Field(description="备案期限的最后一天")]
    workdays: Annotated[int, Field(description="签发以来的工作日数")]
    state: Annotated[FilingState, Field(description="即将到期，或者逾期")]


class MatterList(BaseModel, defer_build=True):
    """`letters` stand on the first page only."""

    matters: list[MatterAnswer]
    letters: Annotated[
        list[UnfiledLetter],
        Field(description="逾期或者即将到期未备案的授权文书，等待最久的在前；只在第一页，最多 100 份"),
    ] = []
    next_cursor: str | None = None


@api.get(
    "/supervision",
    Permission.SUPERVISE,
    "督办事项：再次告知、逾期受理、授权文书逾期未备案等",
    query=Paging,
    answer=MatterList,
)
def list_matters(call: Call[None, Paging]) -> Answer:
    settings = call.platform.settings
    scope = f"supervision {call.actor.sub}"
    after = unseal(call.platform, scope, call.query.cursor)
    found, more = matters(call.platform.table, settings.division, limit=call.query.limit, after=after)
    seen = found if same_region(call.actor, settings.division) else []
    rows = [MatterAnswer(**matter.model_dump(), matter_label=MATTERS[matter.matter]) for matter in seen]
    cursor = seal(call.platform, scope, more if seen else None)
    first = call.query.cursor is None and same_region(call.actor, settings.division)
    body = MatterList(matters=rows, letters=_unfiled(call) if first else [], next_cursor=cursor)
    return Answer(body, headers=link(settings, "/v1/supervision", {"limit": call.query.limit}, cursor))


def _unfiled(call: Call[None, Paging]) -> list[UnfiledLetter]:
    platform, division = call.platform, call.platform.settings.division
    waiting = list_unfiled(platform.table, division, limit=MOST_LETTERS).letters
    if not waiting:
        return []
    directory, today = load_directory(platform.table, division), call.caller.at.date()
    found = [(kept.record, filing_of(kept.record, directory, today, platform.calendar)) for kept in waiting]
    return [
        UnfiledLetter(
            **letter.model_dump(include={"id", "number", "department", "signed_on"}),
            due_on=filing.due,
            workdays=filing.workdays,
            state=filing.state,
        )
        for letter, filing in found
        if filing and filing.state != "waiting"
    ]
