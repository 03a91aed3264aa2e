"""利害关系人告知书 and 听证权利告知书: who is told of an application, and of which rights (行政许可法36, 46, 47)."""

from datetime import date
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    facts,
    notice,
    sentence,
)
from chalicelib.documents.model.service import ServiceMode

IN_SILENCE = "期满没有提出的，依法作出决定。"


class ToldParty(NamedTuple):
    """The party by name and address, what of the application concerns it, and where it answers."""

    name: str
    address: str
    matter: str
    place: str


def party_notice(case: CaseFacts, formalities: Formalities, told: ToldParty) -> NoticeData:
    """Written to the party, of an application of somebody else."""
    written = notice(
        DocumentKind.PARTY_NOTICE,
        case,
        formalities,
        facts=facts(利害关系人=told.name, 地址=told.address, 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.applicant}于{chinese_date(case.applied_on)}向{case.we}提出“{case.item}”申请。"
            "经审查，该申请直接关系你方的重大利益，现将有关事项和权利告知如下：",
            sentence(told.matter),
            *_rights(case, "你方", told.place),
        ),
        closing=(IN_SILENCE,),
        basis=basis(case, "第三十六条、第四十七条"),
        signatures=("利害关系人（签收）", "签收日期"),
    )
    return written.model_copy(update={"addressee": told.name})


def hearing_right_notice(case: CaseFacts, formalities: Formalities, place: str) -> NoticeData:
    """听证权利告知书: the applicant has the same right (第四十七条), and reads neither name nor address of anybody."""
    return notice(
        DocumentKind.HEARING_RIGHT_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，经审查，"
            f"直接涉及{case.you}与他人之间的重大利益，{case.we}已经书面告知利害关系人。现将有关权利告知如下：",
            *_rights(case, case.you, place),
        ),
        closing=(IN_SILENCE,),
        basis=basis(case, "第三十六条、第四十七条"),
        signatures=("申请人（签收）", "签收日期"),
    )


def _rights(case: CaseFacts, who: str, place: str) -> tuple[str, ...]:
    """The same for both of them. The days are workdays (第八十二条)."""
    return (
        f"{who}有权进行陈述和申辩，{case.we}听取{who}的意见。",
        f"{who}享有要求听证的权利，可以自收到本告知书之日起五日（以工作日计算，不含法定节假日）内提出听证申请；"
        "依法组织听证的，不收取费用。",
        f"请向{case.we}提出（{place}，电话{case.window_phone}），书面或者口头均可；口头提出的，{case.we}记录。",
    )


class ServedParty(NamedTuple):
    """How the notice has reached the party. `received_by` has signed for it, `server` has brought it."""

    name: str
    address: str
    mode: ServiceMode
    served_on: date
    received_by: str | None
    server: str


def party_service(case: CaseFacts, formalities: Formalities, served: ServedParty, number: str) -> NoticeData:
    """送达回证 of that notice. `number` is its 文号. A public notice goes to no address."""
    title, announced = DocumentKind.PARTY_NOTICE.title(), served.mode is ServiceMode.PUBLIC_NOTICE
    return notice(
        DocumentKind.SERVICE_RECORD,
        case.model_copy(update={"guardian": "", "agent": ""}),
        formalities,
        facts=facts(
            受送达人=served.name,
            送达地点=None if announced else served.address,
            送达方式=served.mode.value,
            送达日期=chinese_date(served.served_on),
            备注="自公告之日起经过三十日，视为送达" if announced else None,
            签收人=served.received_by,
            送达人=served.server,
        ),
        paragraphs=("下列文书已经送达：",),
        table=NoticeTable(columns=("序号", "文书名称", "文号"), widths=(1, 5, 5), rows=(("1", title, number),)),
        basis=(served.mode.basis,),
    ).model_copy(update={"addressee": served.name})
