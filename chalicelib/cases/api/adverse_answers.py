"""What applicant, window and department see of a false application, of what it bars, and of the ends of a result."""

from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.acts.barred import StandingBar, passed_over, standing_bars
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.annulled import ANNULLED_BY, AnnulledBy, AnnulledDecision, Annuller
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.falsehood import Ground
from chalicelib.cases.model.heard import Forewarning
from chalicelib.cases.model.parties import Answered
from chalicelib.cases.model.result_end import END_LABELS, EndState
from chalicelib.cases.model.status import Status
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation.platform import Platform

BEFORE_ACCEPTANCE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.CORRECTING, Status.LAPSED})


class BarredItem(BaseModel, defer_build=True):
    """联办申请中的一个成员事项，申请人在一定时间内不得再次申请。"""

    item: str
    until: Annotated[date, Field(description="至此日（含当日）")]


class FalsehoodAnswer(BaseModel, defer_build=True):
    """隐瞒、虚假材料或者以不正当手段取得的认定，以及由此产生的申请限制（行政许可法78、79）。"""

    ground: Annotated[
        Ground,
        Field(description="concealed 隐瞒；false_materials 虚假材料；deception 欺骗取得；bribery 贿赂等不正当手段取得"),
    ]
    found_at: Annotated[AwareDatetime, Field(description="认定的时间")]
    document: Annotated[str | None, Field(description="作出认定的决定书在办件中的编号；其他机关作出的为 null")]
    reference: Annotated[str | None, Field(description="其他机关作出认定的，决定书的文号")] = None
    article: str
    barred_until: Annotated[
        date | None, Field(description="至此日（含当日）不得再次申请本事项；没有限制或者已经解除的为 null")
    ] = None
    barred_items: Annotated[list[BarredItem], Field(description="联办申请：不得再次申请的成员事项，没有的为空")] = []
    lifted_at: Annotated[AwareDatetime | None, Field(description="原认定被撤销、解除限制的时间；没有解除的为 null")] = (
        None
    )


class ResultEndAnswer(BaseModel, defer_build=True):
    """证照效力的终止：撤回、撤销、吊销、注销，或者由变更、延续后的证照取代；决定书的，该决定被撤销。"""

    state: Annotated[EndState, Field(description="决定书被撤销的为 revoked")]
    label: str
    at: AwareDatetime
    words: Annotated[str, Field(description="理由，法律的原文；决定被撤销的，由谁以何种文书撤销")]
    article: Annotated[str | None, Field(description="行政许可法的条款；决定被撤销的，撤销所依据的条款，没有的为 null")]
    document: Annotated[str | None, Field(description="决定书在办件中的编号；由其他决定产生的为 null")] = None
    reference: Annotated[str | None, Field(description="其他机关的决定的文号、新证照的办件编号或者卷宗中的出处")] = None


class AnnulledAnswer(BaseModel, defer_build=True):
    """本件中被撤销的决定：何时登记，由谁、以何种文书撤销。"""

    document: Annotated[str | None, Field(description="被撤销的决定书在办件中的编号；其他机关作出的为 null")]
    at: Annotated[AwareDatetime, Field(description="登记的时间")]
    by: AnnulledBy
    organ: Annuller
    reference: Annotated[str, Field(description="撤销原决定的文书的文号")]


class ConcernedParty(BaseModel, defer_build=True):
    """一名利害关系人：告知书、送达和意见（行政许可法36、47）。"""

    no: Annotated[int, Field(description="序号，自 1 起")]
    document: Annotated[str, Field(description="告知书在办件中的编号")]
    served_on: Annotated[date | None, Field(description="送达之日；尚未送达的为 null")]
    until: Annotated[date | None, Field(description="陈述、申辩和要求听证的最后一日；尚未送达的为 null")]
    response: Annotated[Answered | None, Field(description="登记的意见；没有登记的为 null")]
    hearing_asked: Annotated[bool, Field(description="是否要求听证")]


class Adverse(BaseModel, defer_build=True):
    forewarned: Annotated[
        Forewarning | None, Field(description="最近一次事前告知：拟作出的决定，答复的最后一日；没有的为 null")
    ] = None
    parties: Annotated[list[ConcernedParty], Field(description="书面告知的利害关系人，不含姓名和地址；没有的为空")] = []
    falsehood: Annotated[FalsehoodAnswer | None, Field(description="虚假申请的认定；没有的为 null")] = None
    result_ends: Annotated[
        list[ResultEndAnswer], Field(description="证照效力的终止，按先后，最后一项为现在的状态；仍然有效的为空")
    ] = []
    annulled: Annotated[
        list[AnnulledAnswer], Field(description="本件中被撤销的决定（不予、撤销、撤回、吊销、注销等）；没有的为空")
    ] = []


class ApplicationBar(BaseModel, defer_build=True):
    """因此前的认定，申请人现在不得申请的事项。"""

    item: str
    until: Annotated[date, Field(description="限制的最后一日；次日起可以申请")]
    ground: Ground
    article: str
    decision: Annotated[str | None, Field(description="作出认定的决定书的文号；正在编号的为 null")]
    says: Annotated[str, Field(description="一句话说明")]


def adverse(case: Case) -> dict[str, Any]:
    found = case.falsehood
    told = None
    if found:
        lifted = found.lifted.at if found.lifted else None
        items = [{"item": item, "until": until} for item, until in found.barred_items.items()]
        told = {**found.model_dump(), "barred_until": found.barred_until, "barred_items": items, "lifted_at": lifted}
    parties = [one.model_dump(include=set(ConcernedParty.model_fields)) for one in case.parties]
    annulled = [one.model_dump(include=set(AnnulledAnswer.model_fields)) for one in _annulled(case)]
    shown = {"result_ends": ends_shown(case), "annulled": annulled}
    return {"parties": parties, "forewarned": case.forewarned, "falsehood": told, **shown}


def ends_shown(case: Case) -> list[dict[str, Any]]:
    return [{**end.model_dump(), "label": END_LABELS[end.state]} for end in case.result_ends]


def annulled_shown(case: Case, document: str) -> list[dict[str, Any]]:
    """That this decision of the case was annulled, as the end of a document."""
    return [
        {
            "state": "revoked",
            "label": "已被撤销",
            "at": one.at,
            "words": f"{one.organ}以{ANNULLED_BY[one.by].name}撤销",
            "article": ANNULLED_BY[one.by].article,
            "reference": one.reference,
        }
        for one in _annulled(case)
        if one.document == document
    ]


def _annulled(case: Case) -> list[AnnulledDecision]:
    return [*case.annulled_ends, *([case.annulled] if case.annulled else [])]


def application_bars(platform: Platform, found: CaseFile, item: ServiceItem) -> list[ApplicationBar]:
    """What bars this application today, until it is accepted."""
    if found.case.status not in BEFORE_ACCEPTANCE:
        return []
    bars = standing_bars(platform, found.case, item, found.form, platform.now().date())
    return [_told(bar) for bar in bars]


def bars_passed_over(platform: Platform, found: CaseFile) -> list[ApplicationBar]:
    """For who decides: what forbids a grant although silence has accepted the application."""
    item, today = item_of(platform, found.case), platform.now().date()
    return [_told(bar) for bar in passed_over(platform, found.case, item, found.form, today)]


def _told(bar: StandingBar) -> ApplicationBar:
    return ApplicationBar(**bar.told(), says=bar.says)
