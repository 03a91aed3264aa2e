"""Documents that are hard to set, beside the ordinary ones: much to say, long names, rare characters.

`SAMPLES` has all of both by name, each with its template and the data of the template: what `make documents` draws.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, get_args

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import KINDS, Here, sheet_of
from chalicelib.catalogue.model.called import Named
from chalicelib.catalogue.store import content_hash
from chalicelib.directory.model import Regime, Remedies
from chalicelib.documents.model.decisions import What, grant_decision, refusal_decision
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, NoticeData
from chalicelib.documents.model.receipt import ReceivedMaterial, receipt_voucher
from chalicelib.documents.model.refused_intake import Asked, Gap, correction_notice
from chalicelib.documents.model.service import Service, ServiceMode, service_record
from chalicelib.issuance.model.certificate import CertificateData
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document
from tests.documents.model.examples import (
    DAY,
    EVERY_NOTICE,
    MOMENT,
    REVIEWED,
    a_case,
    a_certificate,
    an_acceptance,
    formal,
)
from tests.documents.model.session_examples import gone_ahead, rectification

VERIFY_AT = "https://hall.example/v1/certificates/verify"
LONG_NAME = "阳江市海陵岛经济开发试验区闸坡镇十里银滩旅游度假有限责任公司职工食堂与餐饮服务中心（闸坡分店）"
LONG_ORGAN = "阳江市海陵岛经济开发试验区住房城乡建设和自然资源综合行政执法管理局（城市管理局）"
LONG_ITEM = "在电力设施周围或者电力设施保护区内进行可能危及电力设施安全作业的审批（含爆破、吊装、打桩、钻探、开挖等）"
LAWS = ("电力", "安全生产", "城乡规划", "建筑")
BASIS = tuple(f"《中华人民共和国{law}法》第十{n}条" for n, law in zip("一二三四", LAWS, strict=True))
REASON = "申请人提交的场所平面布局图与现场核查情况不一致，加工操作区与就餐区没有有效隔离；"
RARE = "欧阳\U0002cc56䶮㛃\U00020164"  # 𬱖, 䶮, 㛃, 𠅤: names that old systems could not write
TWO = "陈海生、林小梅"
PERSON: Mapping[str, Any] = {"kind": "自然人", "applicant": "陈海生"}


NAMED = Named({raw["id"]: raw["name"] for raw in catalogue_of(CITY_DIVISION)["items"]})


class Sample(NamedTuple):
    template: str
    data: Mapping[str, Any]


def samples() -> Iterator[tuple[str, Sample]]:
    for kind in DocumentKind:
        yield kind.value, of(EVERY_NOTICE[kind](ordinary()))
        yield f"long-{kind.value}", of(EVERY_NOTICE[kind](long()))
    for name, notice in hard_notices():
        yield name, of(notice)
    for regime in get_args(Regime):
        yield f"granted-{regime}", of(granted(a_case(**PERSON, regime=regime)))
        yield f"refused-{regime}", of(refused(a_case(**PERSON, regime=regime), "场所布局不符合要求。"))
    yield "certificate", certified(a_certificate())
    yield "certificate-long", certified(a_certificate(holder=LONG_NAME, organ=LONG_ORGAN, facts=facts(6, 5)))
    yield "certificate-overleaf", certified(a_certificate(facts=facts(20, 12)))
    yield "result", certified(a_certificate(title="项目核准文件"), "result")
    yield "result-long", certified(a_certificate(title="项目核准文件", holder=LONG_NAME, facts=facts(12, 12)), "result")
    for kind in KINDS:
        sheet = sheet_of(published("YM-P01"), kind, Here("阳江市市场监督管理局", REVIEWED, ""), "", NAMED)
        yield f"sheet-{kind}", Sample("handbook", sheet.model_dump(mode="json") | {"sample": True})


def hard_notices() -> Iterator[tuple[str, NoticeData]]:
    yield "acceptance-deemed", an_acceptance(deemed=True, statutory_due=date(2026, 12, 21))
    yield (
        "acceptance-deemed-overdue",
        an_acceptance(
            a_case(applied_on=date(2026, 10, 20)),
            deemed=True,
            accepted_on=date(2026, 10, 20),
            due=date(2026, 11, 3),
            statutory_due=date(2026, 11, 17),
        ),
    )
    yield (
        "acceptance-with-procedures",
        an_acceptance(excluded=("听证（20个工作日）", "专家评审（30个工作日）"), provisional=True),
    )
    yield "notice-of-40-gaps", forty_gaps()
    yield "receipt-of-40-materials", many_materials()
    yield "to-be-put-right", rectification(ordinary(), formal())
    yield "gone-ahead", gone_ahead(ordinary(), formal())
    yield "refused-at-length", refused(ordinary(), REASON * 20, REASON * 35)
    yield "refused-a-word-without-end", refused(ordinary(), "a" * 300 + " https://example.com/" + "x" * 200)
    yield "granted-to-a-rare-name", granted(a_case(kind="自然人", applicant=RARE))
    yield "granted-to-two", granted(a_case(kind="自然人", applicant=TWO, paper=True))
    yield (
        "accepted-of-a-ward",
        EVERY_NOTICE[DocumentKind.ACCEPTANCE_NOTICE](
            a_case(kind="自然人", applicant="陈小海", guardian="陈大海", agent="林律师", agent_kind="agent", paper=True)
        ),
    )
    yield (
        "refused-by-a-company",
        EVERY_NOTICE[DocumentKind.NON_ACCEPTANCE_DECISION](
            a_case(**PERSON, regime="public_service", we="本单位", organ="广东电网有限责任公司阳江供电局")
        ),
    )
    yield (
        "service-to-sign",
        service_record(
            ordinary(),
            formal(),
            Service("统一出件窗口", ServiceMode.DIRECT, ["陈志强"]),
            documents=[("准予行政许可决定书", f"阳市监准字〔2026〕{n}号") for n in range(1, 5)],
        ),
    )


def of(notice: NoticeData) -> Sample:
    return Sample("notice", notice.printable())


def certified(certificate: CertificateData, template: str = "certificate") -> Sample:
    return Sample(template, certificate.printable(verify_at=VERIFY_AT))


def ordinary() -> CaseFacts:
    return a_case(kind="企业法人", paper=True)


def long() -> CaseFacts:
    return a_case(kind="企业法人", applicant=LONG_NAME, item=LONG_ITEM, organ=LONG_ORGAN, item_basis=BASIS, paper=True)


def granted(case: CaseFacts) -> NoticeData:
    return grant_decision(case, formal(), accepted_on=DAY, what=What("食品经营许可证", term="五年"), remedies=REVIEWED)


def refused(case: CaseFacts, *reasons: str, remedies: Remedies = REVIEWED) -> NoticeData:
    return refusal_decision(case, formal(), accepted_on=DAY, reasons=reasons, remedies=remedies)


def forty_gaps() -> NoticeData:
    gaps = [
        Gap(
            f"食品经营许可申请书第{n}页所附的经营场所平面布局图、设备布局、操作流程示意图",
            "未加盖公章；" * (1 + n % 7),
            "请加盖公章后重新上传清晰的扫描件。" * (1 + n % 4),
            "《食品经营许可和备案管理办法》第十三条第一款第三项",
        )
        for n in range(1, 41)
    ]
    asked = Asked(gaps, resubmit="登录网上办事大厅重新提交", answer_by=date(2027, 1, 5), provisional=True)
    return correction_notice(ordinary(), formal(), asked, received_on=DAY, officer="林小梅")


def many_materials() -> NoticeData:
    listed = [ReceivedMaterial(f"第{n}项材料：{LONG_ITEM}申请书", "原件", f"{n}页", "纸质") for n in range(1, 41)]
    return receipt_voucher(ordinary(), formal(), received_at=MOMENT, receiver="林小梅", materials=listed)


def facts(count: int, length: int) -> list[dict[str, str]]:
    return [{"label": f"经营项目{n}", "value": "热食类食品制售；" * length} for n in range(count)]


def published(code: str) -> ServiceItem:
    document = item_document(code)
    of_row = {"region": CITY_DIVISION, "version": 1, "content_hash": content_hash(document)}
    return ServiceItem.model_validate(dict(document) | of_row)


SAMPLES: Mapping[str, Sample] = dict(samples())
