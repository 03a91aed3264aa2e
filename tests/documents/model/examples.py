"""One case of a food business and one of every document it could need."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from chalicelib.directory.model import Remedies
from chalicelib.documents.model.adverse import (
    Foretold,
    Lifting,
    bar_lifted_notice,
    bar_told,
    forewarning,
    heard_words,
    revocation_follows,
)
from chalicelib.documents.model.clock_notices import (
    Extension,
    LastDay,
    Procedure,
    extension_notice,
    special_procedure_notice,
)
from chalicelib.documents.model.decisions import (
    Corrected,
    What,
    Wrong,
    decision_correction,
    grant_decision,
    refusal_decision,
)
from chalicelib.documents.model.deferrals import Promise, deferral_commitment, deferral_notice
from chalicelib.documents.model.fees import (
    BillRow,
    Charge,
    Fee,
    JointBill,
    Refund,
    fee_annulment,
    fee_notice,
    fee_refund,
    joint_fee_notice,
)
from chalicelib.documents.model.joint import (
    JointTerms,
    MemberDue,
    MemberEnd,
    MemberTerm,
    joint_acceptance,
    joint_conclusion,
    joint_supplement,
)
from chalicelib.documents.model.joint_reinstated import RefusalUndone, joint_reinstatement
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, Giver, LabelledValue, NoticeData, Seal
from chalicelib.documents.model.parties import ToldParty, hearing_right_notice, party_notice
from chalicelib.documents.model.pledges import (
    Found,
    OnSite,
    Word,
    default_notice,
    kept_notice,
    pledge_commitment,
    rectification_notice,
)
from chalicelib.documents.model.receipt import Acceptance, ReceivedMaterial, acceptance_notice, receipt_voucher
from chalicelib.documents.model.refused_intake import (
    Asked,
    Gap,
    correction_notice,
    no_permit_needed_notice,
    non_acceptance_decision,
)
from chalicelib.documents.model.renewals import Renewed, renewal_notice
from chalicelib.documents.model.restored import Restoring, restoration_notice
from chalicelib.documents.model.result_ends import (
    NO_PROTECTION,
    Ending,
    Granted,
    cancellation_decision,
    revocation_decision,
    withdrawal_decision,
)
from chalicelib.documents.model.service import (
    Service,
    ServiceMode,
    collection_notice,
    service_record,
    termination_notice,
)
from chalicelib.documents.model.sessions import DepartmentSaid, Filing, session_conclusion
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.ecertificate import make_identifier
from tests.documents.model.session_examples import of_sessions

CST = timezone(timedelta(hours=8))
GRANTED = DocumentKind.GRANT_DECISION
DAY, LATER = date(2026, 11, 23), date(2026, 12, 31)
MOMENT = datetime(2026, 11, 23, 9, 5, tzinfo=CST)
REVIEWED = Remedies("阳江市人民政府")
SEAL = Seal(id="YJ-SCJG-SP-01", organ="阳江市市场监督管理局")
WORD = Word("场所符合消防技术标准和管理规定。", ["建设工程消防验收/备案文件"], "《消防法》第十五条", "20个工作日")
VERIFIED = Found("现场核查，消防设施完好有效。", DAY, "《消防法》第十五条")
ON_SITE = OnSite(DAY, "东风路1号", ("张一", "李二"), "通道内有纸箱。")
FOUND = Found("疏散通道堆放杂物。", DAY, "《消防法》第十五条", on_site=ON_SITE)
PROMISED = Promise(["从业人员健康管理等制度文本"], 5, 12, "《广东省优化营商环境条例》第三十二条")


def filed(case: CaseFacts) -> CaseFacts:
    """The same case, of an item that is a filing."""
    basis = ("《企业投资项目核准和备案管理条例》第十三条",)
    return case.model_copy(update={"regime": "filing", "item_basis": basis})


def a_case(**changes: Any) -> CaseFacts:
    fields: dict[str, Any] = {
        "case_number": "11441700YM0000123B3440125901000202611230001",
        "item": "食品经营许可",
        "applicant": "阳江市海陵湾餐饮管理有限公司",
        "organ": "阳江市市场监督管理局",
        "applied_on": date(2026, 11, 20),
        "window_phone": "0662-0000000",
        "item_basis": ("《中华人民共和国食品安全法》第三十五条",),
    }
    return CaseFacts(**(fields | changes))


GIVEN = Giver(
    name="阳江示例餐饮有限公司", how="2026年11月24日09时05分以陈示例的实名账号（实名等级4级）登录，在提交申请时确认"
)


def formal(number: str | None = "阳市监×字〔2026〕1号") -> Formalities:
    return Formalities(number=number, issued=DAY, seal=SEAL, sample=True)


RESULT = Granted("食品经营许可证", "YMP01441700202611230001", DAY)
A_PROCEDURE = Procedure(
    label="听证",
    basis="《行政许可法》第四十五条",
    needed_by="《娱乐场所管理条例》第十条",
    reason="设立娱乐场所依法应当举行听证",
    begins=DAY,
    until=date(2026, 12, 7),
    workdays=10,
    total=10,
    due=date(2027, 1, 5),
    provisional=True,
)
AN_EXTENSION = Extension(
    length="10个工作日",
    basis="《行政许可法》第四十二条第一款",
    reason="情况复杂，需要进一步核实",
    before=LastDay(date(2026, 12, 21)),
    after=LastDay(date(2027, 1, 5), provisional=True),
    approver="本部门负责人",
    promised=LastDay(date(2026, 12, 2)),
)

A_JOINT_EXTENSION = AN_EXTENSION._replace(
    length="15个工作日",
    basis="《行政许可法》第四十二条第二款",
    approver="本级人民政府负责人",
    approval="阳府批〔2026〕7号",
)


def an_acceptance(case: CaseFacts | None = None, **changes: Any) -> NoticeData:
    fields: dict[str, Any] = {"accepted_on": DAY, "limit": "10个工作日", "due": date(2026, 12, 7)} | changes
    accepted = Acceptance(**fields)
    return acceptance_notice(case or a_case(), formal(), accepted, query_code="7KQ2M9XA", contact="13800000000")


def a_correction(gaps: int = 2, **asked_more: Any) -> NoticeData:
    listed = [Gap(f"材料{n}", f"缺陷{n}", f"补法{n}", f"办法第{n}条") for n in range(1, gaps + 1)]
    asked = Asked(listed, resubmit="登录网上办事大厅重新提交", answer_by=date(2027, 1, 5), **asked_more)
    return correction_notice(a_case(), formal(), asked, received_on=DAY, officer="林小梅", phone="13800000000")


def a_certificate(**changes: Any) -> CertificateData:
    fields: dict[str, Any] = {
        "title": "食品经营许可证",
        "number": "JY24417020000001",
        "identifier": make_identifier("11100000000013338W032", "11441700YM0000123B", "JY24417020000001"),
        "holder": "阳江市海陵湾餐饮管理有限公司",
        "holder_code": "91441700MA00000000",
        "facts": (LabelledValue(label="主体业态", value="餐饮服务经营者"),),
        "organ": "阳江市市场监督管理局",
        "issued": DAY,
        "valid_from": DAY,
        "valid_until": date(2031, 11, 22),
        "seal": SEAL,
        "sample": True,
    }
    return CertificateData(**(fields | changes))


EVERY_NOTICE: dict[DocumentKind, Callable[[CaseFacts], NoticeData]] = {
    DocumentKind.RECEIPT_VOUCHER: lambda case: receipt_voucher(
        case,
        formal(),
        received_at=MOMENT,
        receiver="林小梅",
        materials=[ReceivedMaterial("食品经营许可申请书", "原件", "3页", "电子")],
        query_code="7KQ2M9XA",
    ),
    DocumentKind.ACCEPTANCE_NOTICE: lambda case: acceptance_notice(
        case, formal(), Acceptance(DAY, "10个工作日", date(2026, 12, 7)), query_code="7KQ2M9XA"
    ),
    DocumentKind.CORRECTION_NOTICE: lambda case: correction_notice(
        case,
        formal(),
        Asked(
            [Gap("平面布局图", "未标明功能区", "标明后重新上传", "《食品经营许可和备案管理办法》")],
            resubmit="登录网上办事大厅重新提交",
            answer_by=date(2027, 1, 5),
            provisional=True,
        ),
        received_on=DAY,
        officer="林小梅",
    ),
    DocumentKind.NO_PERMIT_NEEDED_NOTICE: lambda case: no_permit_needed_notice(
        case, formal(), reason="销售食用农产品不需要取得许可。", remedies=REVIEWED
    ),
    DocumentKind.NON_ACCEPTANCE_DECISION: lambda case: non_acceptance_decision(
        case,
        formal(),
        reason="经营场所位于阳春市。",
        competent_organ="阳春市市场监督管理局",
        remedies=REVIEWED,
    ),
    DocumentKind.SPECIAL_PROCEDURE_NOTICE: lambda case: special_procedure_notice(case, formal(), A_PROCEDURE),
    DocumentKind.EXTENSION_NOTICE: lambda case: extension_notice(case, formal(), AN_EXTENSION),
    DocumentKind.JOINT_EXTENSION_NOTICE: lambda case: extension_notice(case, formal(), A_JOINT_EXTENSION),
    DocumentKind.GRANT_DECISION: lambda case: grant_decision(
        case, formal(), accepted_on=DAY, what=What("食品经营许可证", term="五年"), content="准予从事热食类食品制售。"
    ),
    DocumentKind.REFUSAL_DECISION: lambda case: refusal_decision(
        case,
        formal(),
        accepted_on=DAY,
        reasons=["场所布局不符合要求。", "未配备食品安全管理人员。"],
        remedies=REVIEWED,
        court="阳江市江城区人民法院",
    ),
    DocumentKind.FILING_NOTICE: lambda case: grant_decision(
        filed(case), formal(), accepted_on=DAY, what=What("企业投资项目备案证")
    ),
    DocumentKind.FILING_REFUSAL: lambda case: refusal_decision(
        filed(case), formal(), accepted_on=DAY, reasons=["项目属于核准管理的范围"], remedies=REVIEWED
    ),
    DocumentKind.DECISION_CORRECTION: lambda case: decision_correction(
        case,
        formal(),
        Corrected(
            GRANTED.title(licence=case.licence),
            "阳市监准字〔2026〕1号",
            DAY,
            [Wrong("申请人的姓名（名称）", "甲公司", "乙公司")],
        ),
        reason="名称登记有误。",
        remedies=REVIEWED,
    ),
    DocumentKind.DEFERRAL_COMMITMENT: lambda case: deferral_commitment(case, formal(), PROMISED, GIVEN),
    DocumentKind.DEFERRAL_NOTICE: lambda case: deferral_notice(
        EVERY_NOTICE[DocumentKind.ACCEPTANCE_NOTICE](case), PROMISED, date(2026, 11, 30), provisional=False
    ),
    DocumentKind.PLEDGE_COMMITMENT: lambda case: pledge_commitment(case, formal(), WORD, GIVEN),
    DocumentKind.PLEDGE_KEPT_NOTICE: lambda case: kept_notice(case, formal(), VERIFIED),
    DocumentKind.RECTIFICATION_NOTICE: lambda case: rectification_notice(case, formal(), FOUND, date(2026, 12, 8)),
    DocumentKind.PLEDGE_DEFAULT_NOTICE: lambda case: default_notice(case, formal(), FOUND, REVIEWED),
    DocumentKind.FEE_NOTICE: lambda case: fee_notice(
        case,
        formal(),
        Fee(
            "YM-01J0000000",
            "占用费/挖掘修复费",
            "《城市道路管理条例》第三十七条",
            [
                Charge("城市道路占用费", 50, "平方米·日", "85×16", 68_000),
                Charge("城市道路挖掘修复费", 12_000, "平方米", "85", 1_020_000),
            ],
            1_088_000,
            before_issue=True,
        ),
        REVIEWED,
    ),
    DocumentKind.RENEWAL_NOTICE: lambda case: renewal_notice(
        case,
        formal(),
        Renewed("食品经营许可证", "YMP010001", date(2026, 11, 23), date(2026, 11, 24), date(2031, 11, 23)),
    ),
    DocumentKind.PARTY_NOTICE: lambda case: party_notice(
        case,
        formal(),
        ToldParty("海岸花园业主委员会", "阳江市江城区海滨路8号", "油烟排放口与住宅相邻。", "统一出件窗口"),
    ),
    DocumentKind.HEARING_RIGHT_NOTICE: lambda case: hearing_right_notice(case, formal(), "统一出件窗口"),
    DocumentKind.FEE_ANNULMENT: lambda case: fee_annulment(
        case, formal(), "YM-01J0000000", "《城市道路管理条例》第三十七条", "计费的数量不正确", paid=True
    ),
    DocumentKind.FEE_REFUND: lambda case: fee_refund(
        case, formal(), Refund("YM-01J0000000", "P20261124001", "2026年11月24日", 68_000, "缴费通知书已经撤销", None)
    ),
    DocumentKind.JOINT_FEE_NOTICE: lambda case: joint_fee_notice(
        case,
        formal(),
        JointBill(
            "YMB-01J0000000-1131",
            [
                BillRow("食品经营许可", "阳江市市场监督管理局", "YM-01J1", "《食品安全法》第三十五条", 30_000),
                BillRow(
                    "排水许可", "阳江市住房和城乡建设局", "YM-01J2", "《城镇排水与污水处理条例》第二十一条", 12_345
                ),
            ],
            "YMB-01J0000000-11",
        ),
    ),
    DocumentKind.FOREWARNING: lambda case: forewarning(
        case,
        formal(),
        Foretold(
            "撤销行政许可",
            revocation_follows(case, "《中华人民共和国行政许可法》第七十九条", 3, fraud=True),
            "申请时提交的房屋租赁合同系伪造",
            ["出租人的询问笔录", "房屋登记信息"],
            "《中华人民共和国行政许可法》第六十九条第二款",
            date(2026, 11, 30),
            "统一出件窗口",
        ),
    ),
    DocumentKind.BAR_LIFTED_NOTICE: lambda case: bar_lifted_notice(
        case,
        formal(),
        Lifting(
            DAY,
            "《不予行政许可决定书》（阳市监食不准字〔2026〕1号）",
            None,
            "阳江市人民政府",
            "行政复议决定",
            "阳府复决〔2026〕12号",
            "复议机关认为证据不足，撤销了原决定",
            "《中华人民共和国行政复议法》第六十四条",
            [case.item],
        ),
    ),
    DocumentKind.RESTORATION_NOTICE: lambda case: restoration_notice(
        case,
        formal(),
        Restoring(
            *(RESULT.title, RESULT.number, "withdrawn"),
            DAY,
            "阳江市人民政府",
            date(2026, 12, 18),
            "行政复议决定",
            "阳府复决〔2026〕12号",
            "复议机关认为据以撤回的事实不清、证据不足",
            ("《中华人民共和国行政复议法》第六十四条",),
            date(2031, 11, 23),
            "《撤回行政许可决定书》（阳市监食撤回字〔2026〕1号）",
        ),
    ),
    DocumentKind.REVOCATION_DECISION: lambda case: revocation_decision(
        case,
        formal(),
        RESULT,
        Ending(
            "被许可人以欺骗手段取得行政许可",
            "第六十九条第二款",
            "申请时提交的房屋租赁合同系伪造",
            ["出租人的询问笔录", "房屋登记信息"],
            heard_words("heard", "未提出新的证据，不予采纳", date(2026, 11, 12), date(2026, 11, 20)),
            NO_PROTECTION,
            bar_told(case, "《中华人民共和国行政许可法》第七十九条", date(2029, 11, 23)),
        ),
        REVIEWED,
    ),
    DocumentKind.WITHDRAWAL_DECISION: lambda case: withdrawal_decision(
        case,
        formal(),
        RESULT,
        Ending(
            "准予行政许可所依据的客观情况发生重大变化，为了公共利益的需要",
            "第八条第二款",
            "该地段已划为饮用水水源一级保护区",
            ["保护区划定的批复"],
            heard_words("waived", None, date(2026, 11, 12)),
            "由此给公民、法人或者其他组织造成财产损失的，依法给予补偿。补偿方案另行送达。",
        ),
        REVIEWED,
    ),
    DocumentKind.CANCELLATION_DECISION: lambda case: cancellation_decision(
        case, formal(), RESULT, Ending("法人或者其他组织依法终止", "第七十条第三项", "已办理注销登记"), REVIEWED
    ),
    DocumentKind.COLLECTION_NOTICE: lambda case: collection_notice(
        case,
        formal(),
        granted=True,
        results=["食品经营许可证"],
        place="统一出件窗口",
        hours="工作日9:00-12:00",
        collect_by=date(2026, 12, 7),
    ),
    DocumentKind.SERVICE_RECORD: lambda case: service_record(
        case,
        formal(),
        Service("统一出件窗口", ServiceMode.DIRECT, ["陈志强"], MOMENT, "陈海生", "员工"),
        documents=[(DocumentKind.GRANT_DECISION.title(licence=case.licence), "阳市监准字〔2026〕1号")],
    ),
    DocumentKind.TERMINATION_NOTICE: lambda case: termination_notice(
        case, formal(), reason="申请人于2026年11月22日书面撤回申请。", ended_on=DAY, materials_returned=True
    ),
    DocumentKind.JOINT_ACCEPTANCE_NOTICE: lambda case: joint_acceptance(
        case,
        formal(),
        JointTerms(DAY, None, date(2027, 1, 26), provisional=True),
        [
            MemberTerm("公司设立登记", "阳江市市场监督管理局", "当日", "受理之日", MemberDue(DAY)),
            MemberTerm(
                "户外招牌设置审批", "阳江市城市管理和综合执法局", "30日", "受理之日", MemberDue(LATER, provisional=True)
            ),
            MemberTerm("消防安全检查", "阳江市消防救援大队", "6个工作日", "“公司设立登记”办成之日"),
        ],
        query_code="7KQ2M9XA",
    ),
    DocumentKind.JOINT_SUPPLEMENT_NOTICE: lambda case: joint_supplement(
        case,
        formal(),
        [
            MemberTerm(
                "户外招牌设置审批",
                "阳江市城市管理和综合执法局",
                "5个工作日",
                "2026年11月24日补充受理",
                MemberDue(date(2026, 12, 1)),
                date(2026, 11, 24),
            )
        ],
        statutory=MemberDue(date(2027, 1, 26), provisional=True),
    ),
    DocumentKind.JOINT_REINSTATEMENT_NOTICE: lambda case: joint_reinstatement(
        case,
        formal(),
        [
            MemberTerm(
                "食品经营许可核发",
                "阳江市市场监督管理局",
                "7个工作日",
                "2026年11月24日恢复办理",
                MemberDue(date(2026, 12, 3)),
            )
        ],
        [MemberTerm("烟草专卖零售许可证核发", "阳江市烟草专卖局", "10个工作日", "“食品经营许可核发”办成之日")],
        [
            RefusalUndone(
                "食品经营许可核发",
                "《不予办理决定书》（阳市监食不准字〔2026〕1号）",
                DAY,
                "阳江市人民政府",
                "行政复议决定",
                "阳府复决〔2026〕15号",
                "《中华人民共和国行政复议法》第六十四条",
            )
        ],
    ),
    DocumentKind.SESSION_CONCLUSION: lambda case: session_conclusion(
        case,
        formal(),
        [
            DepartmentSaid("阳江市自然资源局", "规划核实", "同意"),
            DepartmentSaid("阳江市住房和城乡建设局", "消防验收", "有条件同意", ("补强三层梁",)),
        ],
        kind="联合审查",
        conclusion="通过",
        reason="各部门意见一致",
        filing=Filing("房屋建筑工程竣工验收备案", date(2026, 12, 9)),
    ),
    DocumentKind.JOINT_CONCLUSION_NOTICE: lambda case: joint_conclusion(
        case,
        formal(),
        [
            MemberEnd("公司设立登记", "阳江市市场监督管理局", "准予", DAY),
            MemberEnd("消防安全检查", "阳江市消防救援大队", "不予", DAY),
            MemberEnd("银行预约开户", "阳江市商业银行", "专窗办理中", None),
        ],
        how="部分办成",
        running=["银行预约开户"],
    ),
    **of_sessions(formal),
}
