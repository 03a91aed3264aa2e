"""数据共享: which lines of a case are asked of the organs that have them, and what became of it. Pure.

What can be obtained so must not be demanded (国务院令第716号第七条).

A line is asked once at the receipt. What was not obtained is recorded with its reason, and then the line may be handed
in and asked for as any other. Nobody waits for an answer but who grants or reports upward: what is still being asked
proves nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

from pydantic import AwareDatetime

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.citations import citation, citations

SharingState = Literal["asked", "obtained", "failed"]
SharingFailure = Literal["no_record", "expired", "timeout", "unreachable", "refused", "unusable", "holder_unknown"]
FAILURES: Mapping[SharingFailure, str] = {
    "no_record": "提供数据的机关没有查到记录",
    "expired": "查到的证照已过有效期",
    "timeout": "提供数据的机关没有在规定时间内答复",
    "unreachable": "数据共享平台暂时无法连接",
    "refused": "提供数据的机关没有同意提供",
    "unusable": "返回的文件无法打开或者与请求不符",
    "holder_unknown": "申请表没有写明该证照持有人的证件号码，无法查询",
}
# A question on its way is not asked a second time: of two that ask anew at once, the later is told.
ANSWERED_WITHIN = timedelta(hours=1)
BASIS = "《国务院关于在线政务服务的若干规定》第七条"


class SharedLine(Record):
    """One line. `asked` is the number of the event that asked, `file` the file that was obtained, `failure` why there
    is none.
    """

    asked: int
    state: SharingState = "asked"
    at: AwareDatetime
    failure: SharingFailure | None = None
    file: str | None = None

    @property
    def says(self) -> str:
        """For people."""
        match self.state:
            case "asked":
                return "正在通过数据共享查询，无需提交"
            case "obtained":
                return f"已通过数据共享取得，无需提交（{BASIS}）"
            case "failed":
                return f"{FAILURES[self.failure or 'unusable']}，未能通过数据共享取得，可以上传或者到窗口提交"


Sharing = Mapping[str, SharedLine]


def basis_to_ask(item: ItemDocument, line: ChecklistLine) -> str | None:
    """For pages: by what the applicant may be asked for a shared line that no organ has given. The article on sharing
    is none: it forbids asking. Then it is what the whole item rests on.
    """
    own = citations(line.legal_basis or "", [basis.law for basis in item.legal_basis])
    if own and BASIS not in own:
        return own
    return "；".join(citation(basis.law, basis.article) for basis in item.legal_basis) or None


NOT_AWAITED = "没有等到提供数据的机关答复，本件已不再接收材料"


def known_failure(code: str) -> SharingFailure:
    """The failure that this word stands for; what nobody knows is an answer that cannot be used."""
    return next((failure for failure in get_args(SharingFailure) if failure == code), "unusable")


def to_ask(lines: Iterable[ChecklistLine], sharing: Sharing, have: Collection[str]) -> list[str]:
    """The shared lines that concern this applicant, were not asked before, and of which no original was seen."""
    return [line.no for line in lines if line.shared and line.applies and line.no not in {*sharing, *have}]


def to_ask_again(sharing: Sharing, have: Collection[str], now: datetime) -> list[str]:
    """The lines without a result: those that failed, and those whose answer has not come in `ANSWERED_WITHIN`. Whose
    holder the form does not tell is not asked for again, until the form says more.
    """
    late = now - ANSWERED_WITHIN
    failed = {no for no, line in sharing.items() if line.state == "failed" and line.failure != "holder_unknown"}
    lost = failed | {no for no, line in sharing.items() if line.state == "asked" and line.at <= late}
    return sorted(no for no in lost if no not in have)


def asked(sharing: Sharing, lines: Iterable[str], event: int, at: AwareDatetime) -> dict[str, SharedLine]:
    """What is known once these lines are asked by this event."""
    return {**sharing, **{no: SharedLine(asked=event, at=at) for no in lines}}


def with_unanswered_given_up(sharing: Sharing, now: datetime) -> Sharing:
    """Questions without an answer in `ANSWERED_WITHIN` have failed: whoever acts on the case now does not wait."""
    late = {no for no, line in sharing.items() if line.state == "asked" and line.at <= now - ANSWERED_WITHIN}
    failed = {"state": "failed", "failure": "timeout", "at": now}
    return {no: line.model_copy(update=failed) if no in late else line for no, line in sharing.items()}


def awaits(sharing: Sharing, line: str, event: int) -> bool:
    """Whether the answer to this question is still awaited. A question that was repeated has a newer one."""
    known = sharing.get(line)
    return known is not None and known.state == "asked" and known.asked == event


def still_asked(sharing: Sharing) -> frozenset[str]:
    """The lines whose answer has not come."""
    return frozenset(no for no, line in sharing.items() if line.state == "asked")


def not_obtained(sharing: Sharing) -> frozenset[str]:
    """The lines that no organ has given: they may be handed in, and asked for."""
    return frozenset(no for no, line in sharing.items() if line.state == "failed")
