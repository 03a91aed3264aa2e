"""What the supervisors are told of by itself."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission, same_region
from chalicelib.cases.model.fee_order import PaymentState
from chalicelib.cases.model.supervision import MATTERS, REFUND, Liable, Matter
from chalicelib.cases.store.records import load_cases
from chalicelib.cases.store.supervision import matters
from chalicelib.catalogue.model.life import KIND_WORDS
from chalicelib.catalogue.store.life import filings
from chalicelib.catalogue.store.pending_filings import PendingFiling, pending, today_of
from chalicelib.directory.model.filing import FilingState, filing_of
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.letters import list_unfiled
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="supervision")
MOST_LETTERS = 100
MOST_FILINGS = 100


class MatterAnswer(BaseModel, defer_build=True):
    case_id: str
    number: str | None = None
    item: str
    item_name: str
    department: str
    matter: Annotated[str, OpenList("督办事由", MATTERS)]
    matter_label: Annotated[str, Field(description="事由的中文名称")]
    liable: Annotated[Liable, Field(description="由谁负责：办件的部门，参加联合审查的部门，上级机关，或者送达的窗口")]
    organ_above: Annotated[str | None, Field(description="上级机关的名称；与上级机关无关的为 null")] = None
    participants: Annotated[list[str], Field(description="参加联合审查、逾期未提出意见的部门；其他事由没有")]
    at: AwareDatetime
    seq: Annotated[int, Field(description="办件事件链中的序号")]
    refund: Annotated[PaymentState | None, Field(description="应退的缴费退到哪一步；其他事由没有")] = None


class ItemFilingAnswer(BaseModel, defer_build=True):
    """一项已发布、尚未备案的事项变动：已逾期，或者即将到期."""

    item: str
    item_name: str
    department: str
    kind: Annotated[str, OpenList("事由", KIND_WORDS)]
    kind_label: str
    version: int
    seq: Annotated[int, Field(description="备案时填写的事件序号")]
    published_at: AwareDatetime
    due: Annotated[date, Field(description="应当备案的最后一日")]
    workdays_waiting: Annotated[int, Field(description="已等待的工作日数")]
    overdue: Annotated[bool, Field(description="已逾期；false 为即将到期")]


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
    """`item_filings` and `letters` stand on the first page only."""

    matters: list[MatterAnswer]
    item_filings: Annotated[
        list[ItemFilingAnswer],
        Field(description="逾期或者即将逾期未备案的事项变动，先发布的在前，最多 100 项；只在第一页列出"),
    ]
    letters: Annotated[
        list[UnfiledLetter],
        Field(description="逾期或者即将到期未备案的授权文书，等待最久的在前；只在第一页，最多 100 份"),
    ] = []
    next_cursor: str | None = None


@api.get(
    "/supervision",
    Permission.SUPERVISE,
    "督办事项：再次告知、逾期受理、事项变动和授权文书逾期未备案等",
    query=Paging,
    answer=MatterList,
)
def list_matters(call: Call[None, Paging]) -> Answer:
    settings = call.platform.settings
    scope = f"supervision {call.actor.sub}"
    after = unseal(call.platform, scope, call.query.cursor)
    own = same_region(call.actor, settings.division)
    wanted = own and after is None
    with pressing_filings(call.platform, wanted=wanted) as pressing, unfiled_letters(call, wanted=wanted) as unfiled:
        found, more = matters(call.platform.table, settings.division, limit=call.query.limit, after=after)
        filings_waiting, letters = [_filing(one) for one in pressing()], unfiled()
    seen = found if own else []
    refunds = refunds_of(call.platform, seen)
    rows = [
        MatterAnswer(**matter.model_dump(), matter_label=MATTERS[matter.matter], refund=refunds.get(matter.seen_as))
        for matter in seen
    ]
    cursor = seal(call.platform, scope, more if seen else None)
    body = MatterList(matters=rows, item_filings=filings_waiting, letters=letters, next_cursor=cursor)
    return Answer(body, headers=link(settings, "/v1/supervision", {"limit": call.query.limit}, cursor))


def refunds_of(platform: Platform, seen: list[Matter]) -> dict[tuple[str, int], PaymentState | None]:
    """How far the return of each payment is, as its case has it now."""
    owed = [matter for matter in seen if matter.matter == REFUND]
    cases = load_cases(platform.table, [*dict.fromkeys(matter.case_id for matter in owed)]) if owed else []
    fees = {case.id: case.fee for case in cases}
    return {one.seen_as: fee.refund_of(one.at) for one in owed if (fee := fees.get(one.case_id))}


@contextmanager
def pressing_filings(platform: Platform, *, wanted: bool) -> Generator[Callable[[], list[PendingFiling]]]:
    """Notices to the bureau that are overdue or nearly so, of those that have waited longest; read while the block
    runs. None is read unless `wanted`.
    """
    if not wanted:
        yield list[PendingFiling]
        return
    table, division = platform.table, platform.settings.division
    with (
        meanwhile(lambda: filings(table, division, "pending", limit=MOST_FILINGS, after=None)) as page,
        meanwhile(lambda: load_directory(table, division)) as directory,
    ):

        def told() -> list[PendingFiling]:
            today = today_of(platform, directory.result())
            found = [pending(row, today) for row in page.result().items]
            return [one for one in found if one.waiting.state != "waiting"]

        yield told


def _filing(found: PendingFiling) -> ItemFilingAnswer:
    row, waiting = found
    return ItemFilingAnswer(
        item=row["code"],
        item_name=row["name"],
        department=row["department"],
        kind=row["kind"],
        kind_label=KIND_WORDS[row["kind"]],
        version=row["version"],
        seq=row["seq"],
        published_at=row["published_at"],
        due=waiting.due,
        workdays_waiting=waiting.waited,
        overdue=waiting.state == "overdue",
    )


@contextmanager
def unfiled_letters(call: Call[None, Paging], *, wanted: bool) -> Generator[Callable[[], list[UnfiledLetter]]]:
    """Letters of authority whose term of filing is over or about to end; read while the block runs, if `wanted`."""
    if not wanted:
        yield list[UnfiledLetter]
        return
    table, division = call.platform.table, call.platform.settings.division
    with meanwhile(lambda: list_unfiled(table, division, limit=MOST_LETTERS).letters) as waiting:
        yield lambda: _pressing_letters(call, [kept.record for kept in waiting.result()])


def _pressing_letters(call: Call[None, Paging], letters: list[Letter]) -> list[UnfiledLetter]:
    if not letters:
        return []
    platform, today = call.platform, call.caller.at.date()
    directory = load_directory(platform.table, platform.settings.division)
    found = [(letter, filing_of(letter, directory, today, platform.calendar)) for letter in letters]
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
