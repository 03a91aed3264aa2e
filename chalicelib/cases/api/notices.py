"""一次性告知 as data, for the applicant and for people of the hall."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent, sight_of
from chalicelib.cases.acts.lookup import item_of, own_file, seen_file
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.correction import Notice, NoticedGap, NoticeState, lacking, state_of
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.masking import HIDDEN
from chalicelib.cases.store.notices import load_notices
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.checklists import conditional_lines
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

own = Api(f"{__name__}.own", tag="applications")
api = Api(__name__, tag="cases")


class NoticedGapAnswer(BaseModel, defer_build=True):
    """告知书中的一项：材料（line）或者申请表的一栏（field）。"""

    line: str | None = None
    field: str | None = None
    file: Annotated[str | None, Field(description="有问题的文件编号")] = None
    name: str
    value: Annotated[str | None, Field(description="告知时照写的表单栏目内容；材料和没有照写的为 null")] = None
    defect: Annotated[str, Field(description="存在的问题")]
    remedy: Annotated[str, Field(description="补正要求")]
    standard: Annotated[str, Field(description="受理标准")]
    basis: Annotated[str, Field(description="法律依据")]
    members: Annotated[tuple[str, ...], Field(description="联办申请中需要这一项材料的事项")] = ()


class OneTimeNotice(BaseModel, defer_build=True):
    """一份一次性告知书，作出时的内容，此后不变。"""

    number: Annotated[int, Field(description="本件的第几次告知；再次告知只限补正内容新出现的问题")]
    at: AwareDatetime
    document: Annotated[str, Field(description="告知书的文书编号")]
    state: NoticeState
    gaps: list[NoticedGapAnswer]
    workdays: Annotated[int, Field(description="补正期限，工作日")]
    answer_by: Annotated[date, Field(description="告知书写明的补正期限届满日；届满不等于不予受理，仍可以补正")]
    provisional: Annotated[bool, Field(description="告知时，届满日以前还有放假通知尚未公布的日子")] = False
    due: Annotated[date | None, Field(description="按现行放假安排计算的届满日；已经补正的为 null")] = None
    lacking: Annotated[list[str], Field(description="补正还缺的各项：材料序号，或者表单栏目的指针")]


class OneTimeNoticeAnswer(OneTimeNotice):
    """最近一次告知，和此前的各次。"""

    earlier: Annotated[list[OneTimeNotice], Field(description="此前的各次，按先后")] = []
    whole: Annotated[
        bool, Field(description="内容完整；未说明查看目的的为 false，文字为“***”，略去取决于个人情况的材料")
    ] = True


def no_notice() -> problems.NotFound:
    return problems.NotFound(code="notice_not_found", title="本件没有一次性告知")


@own.get(
    "/applications/{case_id}/notice", Permission.APPLY, "一次性告知的内容", for_agents=True, answer=OneTimeNoticeAnswer
)
def read_own_notice(call: Call[None, None], case_id: str) -> Answer:
    platform = call.platform
    with meanwhile(lambda: load_notices(platform.table, case_id)) as notices:
        found = own_file(platform, call.caller, case_id)
    if not notices.result():
        raise no_notice()
    record_agent(platform, call.caller, call.request_id, found.case, ["/notice"])
    return answer_of(platform, found, notices.result(), Sight.WHOLE)


@api.get(
    "/cases/{case_id}/notice",
    Permission.READ_CASES,
    "一次性告知的内容；说明查看目的的，完整显示",
    query=PurposeQuery,
    answer=OneTimeNoticeAnswer,
)
def read_notice(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    platform = call.platform
    with meanwhile(lambda: load_notices(platform.table, case_id)) as notices:
        found = seen_file(platform, call.caller, case_id)
    if not notices.result():
        raise no_notice()
    sight = sight_of(platform, asked_by(call), found.case, lambda: ["/notice"])
    return answer_of(platform, found, notices.result(), sight)


def answer_of(platform: Platform, found: CaseFile, notices: Sequence[Notice], sight: Sight) -> Answer:
    if not notices:
        raise no_notice()
    whole = sight is Sight.WHOLE
    untold = frozenset[str]() if whole else frozenset(conditional_lines(item_of(platform, found.case)))
    *earlier, last = [_shown(found, one, untold, whole=whole) for one in notices]
    answer = OneTimeNoticeAnswer.model_validate({**dict(last), "earlier": earlier, "whole": whole})
    return Answer(answer, etag=found.case.etag)


def _shown(found: CaseFile, notice: Notice, untold: frozenset[str], *, whole: bool) -> OneTimeNotice:
    case, state = found.case, state_of(found.case, notice)
    gaps = [gap.model_dump() | ({} if whole else _hidden(gap)) for gap in notice.gaps if gap.line not in untold]
    facts = notice.model_dump(exclude={"gaps"})
    due = case.due("supplement") if state in ("awaited", "lapsed") else None
    left = [one for one in lacking(case, notice, found.files) if one not in untold]
    return OneTimeNotice.model_validate({**facts, "gaps": gaps, "state": state, "due": due, "lacking": left})


def _hidden(gap: NoticedGap) -> dict[str, str]:
    """Instead of the words that may tell of the applicant."""
    return {"defect": HIDDEN, "remedy": HIDDEN, **({} if gap.value is None else {"value": HIDDEN})}
