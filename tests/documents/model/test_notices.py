"""Every document says what the law and the field lists demand of it."""

from datetime import date

import pytest
from pydantic import ValidationError

from chalicelib.directory.model import Remedies
from chalicelib.documents.model.decisions import refusal_decision
from chalicelib.documents.model.kinds import ENDINGS, DocumentKind
from chalicelib.documents.model.notice import NoticeData, NoticeTable
from chalicelib.documents.model.service import Service, ServiceMode, service_record
from tests.documents.model.examples import EVERY_NOTICE, a_case, a_correction, an_acceptance, formal

REQUIRED = {
    DocumentKind.RECEIPT_VOUCHER: [
        "2026年11月23日09时05分",
        "林小梅",
        "原件",
        "电子",
        "不代表申请已被受理",
        "五个工作日",
    ],
    DocumentKind.ACCEPTANCE_NOTICE: [
        "申请日期：2026年11月20日",
        "受理日期：2026年11月23日",
        "7KQ2M9XA",
        "0662-0000000",
    ],
    DocumentKind.CORRECTION_NOTICE: ["平面布局图", "未标明功能区", "标明后重新上传", "管理办法", "林小梅", "重新提交"],
    DocumentKind.NO_PERMIT_NEEDED_NOTICE: ["不受理", "销售食用农产品", "第三十二条第一款第一项"],
    DocumentKind.NON_ACCEPTANCE_DECISION: ["不予受理", "阳春市市场监督管理局", "经营场所位于阳春市", "第一款第二项"],
    DocumentKind.GRANT_DECISION: ["准予行政许可", "热食类食品制售", "五年", "十个工作日", "第三十八条第一款"],
    DocumentKind.REFUSAL_DECISION: ["1. 场所布局", "2. 未配备", "第三十八条第二款", "阳江市江城区人民法院"],
    DocumentKind.FILING_NOTICE: ["现予备案", "企业投资项目备案证", "备案内容"],
    DocumentKind.FILING_REFUSAL: ["现不予备案", "项目属于核准管理的范围。", "行政复议"],
    DocumentKind.DECISION_CORRECTION: ["阳市监准字〔2026〕1号", "“甲公司”更正为“乙公司”", "其他内容不变"],
    DocumentKind.DEFERRAL_COMMITMENT: ["制度文本", "5个工作日内补齐", "不作出准予的决定", "12个月内不得再容缺受理"],
    DocumentKind.PLEDGE_COMMITMENT: ["场所符合消防技术标准", "自准予决定之日起20个工作日内核查", "信用修复之前"],
    DocumentKind.PLEDGE_KEPT_NOTICE: ["承诺内容属实", "消防设施完好有效", "不需要再办理手续"],
    DocumentKind.RECTIFICATION_NOTICE: [
        "2名工作人员（张一、李二）在东风路1号现场核查",
        "2026年12月8日前（含当日）完成整改",
    ],
    DocumentKind.PLEDGE_DEFAULT_NOTICE: ["疏散通道堆放杂物", "已记入信用记录", "拟撤销上述决定", "陈述、申辩"],
    DocumentKind.DEFERRAL_NOTICE: [
        *("容缺受理通知书", "受理日期：2026年11月23日", "容缺材料补齐期限：2026年11月30日", "制度文本"),
        *("不作出准予的决定", "12个月内", "《广东省优化营商环境条例》第三十二条"),
    ],
    DocumentKind.FEE_NOTICE: ["城市道路占用费", "0.50元/平方米·日", "85×16", "680.00元", "10880.00元", "第三十七条"],
    DocumentKind.FEE_REFUND: ["P20261124001", "680.00元", "缴费通知书已经撤销", "原路退回"],
    DocumentKind.JOINT_FEE_NOTICE: [
        "YMB-01J0000000-1131",
        "423.45元",
        "123.45元",
        "第二十一条",
        "YMB-01J0000000-11的缴款",
    ],
    DocumentKind.RENEWAL_NOTICE: [
        *("食品经营许可证（YMP010001）", "没有作出是否准予延续的决定", "第五十条第二款"),
        *("自2026年11月24日起视为准予延续，有效期至2031年11月23日", "十个工作日内"),
    ],
    DocumentKind.PARTY_NOTICE: [
        *("海岸花园业主委员会", "阳江市江城区海滨路8号", "油烟排放口与住宅相邻"),
        *("陈述和申辩", "要求听证的权利", "五日（以工作日计算，不含法定节假日）内", "不收取费用"),
    ],
    DocumentKind.HEARING_RIGHT_NOTICE: [
        "陈述和申辩",
        "要求听证的权利",
        "五日（以工作日计算，不含法定节假日）内",
        "不收取费用",
        "第四十七条",
    ],
    DocumentKind.FEE_ANNULMENT: ["YM-01J0000000", "计费的数量不正确", "现予撤销", "予以退还"],
    DocumentKind.COLLECTION_NOTICE: ["统一出件窗口", "9:00-12:00", "2026年12月7日前（含当日）", "有效身份证件"],
    DocumentKind.SERVICE_RECORD: [
        "准字〔2026〕1号",
        "直接送达",
        "09时05分",
        "陈海生",
        "员工",
        "陈志强",
        "第八十七条",
    ],
    DocumentKind.SPECIAL_PROCEDURE_NOTICE: [
        *("特别程序告知书", "听证", "《中华人民共和国行政许可法》第四十五条", "《娱乐场所管理条例》第十条"),
        *("开始日期：2026年11月23日", "计划结束日期：2026年12月7日（暂定", "10个工作日", "不计入办理期限"),
        *("没有另行书面告知", "设立娱乐场所依法应当举行听证。"),
    ],
    DocumentKind.EXTENSION_NOTICE: [
        *("延长办理期限告知书", "原届满日：2026年12月21日", "延长后届满日：2027年1月5日（暂定", "10个工作日"),
        *("批准人：本部门负责人", "情况复杂，需要进一步核实。", "《中华人民共和国行政许可法》第四十二条第一款"),
        *("承诺于2026年12月2日前办结", "公开说明理由"),
    ],
    DocumentKind.JOINT_EXTENSION_NOTICE: [
        *("延期办理通知书", "批准人：本级人民政府负责人", "批准文号：阳府批〔2026〕7号", "不能在法定期限内全部办结"),
        *("经本级人民政府负责人批准（阳府批〔2026〕7号）", "第四十二条第二款", "各自的期限不因联办期限延长而改变"),
    ],
    DocumentKind.TERMINATION_NOTICE: ["终止办理", "书面撤回申请", "退还"],
    DocumentKind.JOINT_ACCEPTANCE_NOTICE: [
        *("联合办理，共3个事项", "公司设立登记", "阳江市消防救援大队", "6个工作日", "“公司设立登记”办成之日"),
        *("2026年12月31日（暂定）", "届满日届时可在办理进度中查询"),
        *("联办法定期限：2027年1月26日（暂定", "第二十六条第二款", "7KQ2M9XA", "不再要求提交"),
    ],
    DocumentKind.JOINT_SUPPLEMENT_NOTICE: [
        *(
            "户外招牌设置审批",
            "5个工作日",
            "补充受理",
            "“户外招牌设置审批”自2026年11月24日起受理",
            "联办的期限不因此重新计算，仍为2027年1月26日（暂定",
            "第四十二条第二款",
        ),
    ],
    DocumentKind.JOINT_REINSTATEMENT_NOTICE: [
        *("“食品经营许可核发”：2026年11月23日作出的《", "〔2026〕1号）", "恢复办理", "2026年12月3日"),
        *("因此终止的“烟草专卖零售许可证核发”随之恢复办理", "行政复议法》第六十四条", "不需要重新提交"),
    ],
    DocumentKind.SESSION_CONCLUSION: ["经联合审查，结论为通过", "补强三层梁", "2026年12月9日前", "第二十六条第二款"],
    DocumentKind.SESSION_NOTICE: [
        *("审查轮次：第1轮", "时间：2026年11月26日09时30分", "阳江市江城区示例路1号项目现场", "规划条件核实"),
        *("不少于2名工作人员", "竣工图（SHA-256 9f86d081884c7d65…）", "2026年11月30日前（含当日）提出意见"),
        *("不视为同意", "到场配合查验", "第三十四条第三款"),
    ],
    DocumentKind.DEPARTMENT_OPINION: [
        *("审查意见：有条件同意", "此前的意见为“同意”", "闭门器松动", "修复三层东侧防火门的闭门器"),
        *("审查标准：《建设工程消防设计审查验收管理暂行规定》第三十条", "不是对申请人的决定"),
    ],
    DocumentKind.SESSION_RECORD: [
        *("2026年11月26日09时30分", "张一、李二", "王三、赵四", "没有到场", "逐层核对竣工图，情况属实。"),
        *("阳江市人民防空办公室没有到场，仍应当依据记录提出意见", "三层东侧防火门（SHA-256 9f86d081884c7d65…）"),
    ],
    DocumentKind.SESSION_MINUTES: [
        *("部门意见不一致", "王三、赵四", "不同意", "疏散宽度不足。", "核对了疏散宽度的计算依据。"),
        *("2026年12月1日（暂定", "确认或者修改自己的意见", "不改变其他部门的意见"),
    ],
    DocumentKind.JOINT_CONCLUSION_NOTICE: [
        *("除“银行预约开户”以外，各事项均已办毕", "“银行预约开户”是可选事项，仍在办理"),
        *("部分办成", "消防安全检查", "不予", "见各决定书"),
    ],
    DocumentKind.FOREWARNING: [
        *("撤销行政许可", "房屋租赁合同系伪造", "出租人的询问笔录", "第六十九条第二款"),
        *("可以陈述、申辩，也可以要求举行听证", "2026年11月30日前（含当日）", "听证不收取费用"),
    ],
    DocumentKind.BAR_LIFTED_NOTICE: [
        *(
            "阳府复决〔2026〕12号",
            "证据不足",
            "警告和申请限制同时失效",
            "行政复议法》第六十四条",
            "〔2026〕1号）",
            "可以申请“食品经营许可”",
        ),
    ],
    DocumentKind.RESTORATION_NOTICE: [
        *(
            "于2026年11月23日作出《撤回行政许可决定书》（阳市监食撤回字〔2026〕1号），撤回",
            "阳江市人民政府于2026年12月18日以行政复议决定（阳府复决〔2026〕12号）撤销",
        ),
        *(
            "恢复效力，有效期限不变，至2031年11月23日（含当日）",
            "《中华人民共和国行政复议法》第六十四条",
        ),
    ],
    DocumentKind.REVOCATION_DECISION: [
        *("YMP01441700202611230001", "现决定撤销该行政许可", "第六十九条第二款", "房屋租赁合同系伪造", "听证"),
        *("利益不受保护", "第七十九条", "2029年11月23日（含当日）", "交回证照原件"),
    ],
    DocumentKind.WITHDRAWAL_DECISION: [
        *("现决定撤回该行政许可", "第八条第二款", "客观情况发生重大变化", "饮用水水源一级保护区", "依法给予补偿"),
    ],
    DocumentKind.CANCELLATION_DECISION: [
        *("现决定注销该行政许可", "第七十条第三项", "法人或者其他组织依法终止"),
    ],
}
# Only a licence is known to them (行政许可法8, 50, 69, 70, 78), so that they name it whatever the case is.
OF_LICENCES = {
    *(DocumentKind.FOREWARNING, DocumentKind.BAR_LIFTED_NOTICE, DocumentKind.RESTORATION_NOTICE),
    DocumentKind.RENEWAL_NOTICE,
    *ENDINGS,
}


UNSIGNED = {
    *(DocumentKind.FEE_NOTICE, DocumentKind.FEE_ANNULMENT, DocumentKind.FEE_REFUND, DocumentKind.JOINT_FEE_NOTICE),
    *(DocumentKind.COLLECTION_NOTICE, DocumentKind.SERVICE_RECORD),
    *(DocumentKind.SESSION_NOTICE, DocumentKind.DEPARTMENT_OPINION),
}
# Signed by everybody who was there, whatever the case is.
SIGNED_BY_DEPARTMENTS = {DocumentKind.SESSION_RECORD, DocumentKind.SESSION_MINUTES}
# Written by departments to one another.
AMONG_DEPARTMENTS = {DocumentKind.SESSION_NOTICE, DocumentKind.DEPARTMENT_OPINION, *SIGNED_BY_DEPARTMENTS}
# These and what is written to a neighbour speak to somebody else than the applicant.
TO_OTHERS = {*AMONG_DEPARTMENTS, DocumentKind.PARTY_NOTICE}


# The applicant's own word, to the organ.
DECLARED = {DocumentKind.DEFERRAL_COMMITMENT, DocumentKind.PLEDGE_COMMITMENT}


def said(notice: NoticeData) -> str:
    """Everything the document says, facts as label：value."""
    cells = [cell for row in notice.table.rows for cell in row] if notice.table else []
    boxed = [f"{fact.label}：{fact.value}" for fact in notice.facts]
    rest = [*notice.paragraphs, *cells, *notice.closing, *notice.basis, notice.remedies or ""]
    return "\n".join([notice.title, *boxed, *rest])


def test_every_kind_has_a_builder_and_a_row_here():
    assert set(EVERY_NOTICE) == set(REQUIRED) == set(DocumentKind)


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_says_what_it_must(kind: DocumentKind):
    case = a_case()
    notice = EVERY_NOTICE[kind](case)
    text = said(notice)
    assert notice.kind is kind
    assert notice.title == ("拟撤销行政许可告知书" if kind is DocumentKind.FOREWARNING else kind.title())
    assert (notice.organ, notice.addressee)[kind in DECLARED] == case.organ
    assert [
        field for field in (case.case_number, case.item, case.applicant, *REQUIRED[kind]) if field not in text
    ] == []


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.law("15.4")
def test_a_document_carries_number_date_and_the_organs_seal(kind: DocumentKind):
    printed = EVERY_NOTICE[kind](a_case()).printable()
    assert printed["number"] == "阳市监×字〔2026〕1号"
    assert printed["issued_text"] == "2026年11月23日"
    seal = {"id": "YJ-SCJG-SP-01", "organ": "阳江市市场监督管理局", "name": "行政审批专用章"}
    assert printed["seal"] == (None if kind in DECLARED else seal)


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.law("0")
def test_the_licensing_law_is_cited_for_licences_only(kind: DocumentKind):
    text = said(EVERY_NOTICE[kind](a_case(regime="confirmation", item="工伤认定")))
    assert ("行政许可" in text) is (kind in OF_LICENCES)


DISPUTED = {
    DocumentKind.REFUSAL_DECISION,
    DocumentKind.FILING_REFUSAL,
    DocumentKind.NON_ACCEPTANCE_DECISION,
    DocumentKind.NO_PERMIT_NEEDED_NOTICE,
    DocumentKind.DECISION_CORRECTION,
    DocumentKind.PLEDGE_DEFAULT_NOTICE,
    DocumentKind.FEE_NOTICE,
    *ENDINGS,
}


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.law("3.1", "15.11")
def test_remedies_stand_where_a_right_is_denied_and_nowhere_else(kind: DocumentKind):
    remedies = EVERY_NOTICE[kind](a_case()).remedies
    if kind not in DISPUTED:
        assert remedies is None
        return
    title = EVERY_NOTICE[kind](a_case()).title
    assert f"自收到本{title[-3:]}之日起" in (remedies or "")
    assert remedies is not None
    assert "六十日内" in remedies
    assert "向阳江市人民政府申请行政复议" in remedies
    assert "六个月内" in remedies
    assert "人民法院提起行政诉讼" in remedies


def test_receipt_and_acceptance_are_two_documents_and_only_one_names_a_due_date():
    receipt, acceptance = (
        EVERY_NOTICE[kind](a_case()) for kind in (DocumentKind.RECEIPT_VOUCHER, DocumentKind.ACCEPTANCE_NOTICE)
    )
    assert "决定期限" not in said(receipt)
    assert "决定期限：2026年12月7日" in said(acceptance)
    assert "将于2026年12月7日前（含当日）作出决定" in said(acceptance)


def test_an_acceptance_tells_excluded_time_statutory_term_and_provisional_dates():
    plain = said(an_acceptance())
    assert "不计入办理期限" not in plain
    assert "第四十五条" not in plain
    assert "暂定" not in plain
    late = {"statutory_due": date(2027, 1, 5), "statutory_provisional": True}
    full = said(an_acceptance(excluded=["专家评审，预计5个工作日"], **late))
    assert "所需时间依法不计入办理期限：专家评审，预计5个工作日" in full
    assert "第四十五条" in full
    assert "法定期限：2027年1月5日（暂定，以国家公布的节假日安排为准）" in full
    assert "决定期限：2026年12月7日\n" in full + "\n"
    assert "决定期限：2026年12月7日（暂定" in said(an_acceptance(provisional=True))


def test_an_immediate_item_is_decided_on_the_day():
    text = said(an_acceptance(limit=None, due=date(2026, 11, 23), on_the_spot=True))
    assert "本事项为即办件，将于2026年11月23日当日作出决定" in text
    assert "承诺办理期限" not in text


def test_a_promise_of_the_same_day_does_not_make_an_item_one_decided_on_the_spot():
    """即办件 is a kind of item (GB/T 39046 A.6), a promise of 0 workdays under a condition is not."""
    text = said(an_acceptance(limit=None, due=date(2026, 11, 23), condition="“采用告知承诺方式办理”为“是”"))
    assert "本件申请表中“采用告知承诺方式办理”为“是”，承诺受理当日办结，将于2026年11月23日当日作出决定" in text
    assert "即办件" not in text


def test_an_acceptance_without_a_promise_names_the_days_of_the_law_alone():
    text = said(an_acceptance(limit=None, due=None, statutory_due=date(2026, 12, 21)))
    assert "将于法定期限2026年12月21日前（含当日）作出决定" in text
    assert "决定期限：2026年12月21日" in text
    assert "承诺" not in text
    assert "作出决定" not in said(an_acceptance(limit=None, due=None))


def test_a_correction_lists_every_gap_with_all_its_columns():
    notice = a_correction(gaps=25)
    assert notice.table is not None
    assert notice.table.columns == ("序号", "材料名称", "存在问题", "补正要求", "依据")
    assert notice.table.rows[24] == ("25", "材料25", "缺陷25", "补法25", "办法第25条")
    assert len(notice.table.rows) == 25
    assert "共25项" in said(notice)


def test_nothing_to_correct_and_no_reason_to_refuse_make_no_document():
    with pytest.raises(ValidationError, match="rows"):
        a_correction(gaps=0)
    with pytest.raises(ValueError, match="reasons"):
        refusal_decision(a_case(), formal(), accepted_on=date(2026, 11, 23), reasons=[], remedies=Remedies("市政府"))


def test_a_service_record_before_service_is_left_to_sign():
    service = Service("窗口", ServiceMode.DIRECT, ["陈志强"])
    notice = service_record(a_case(), formal(), service, documents=[("领取通知书", "1")])
    blank = {fact.label for fact in notice.facts if not fact.value.strip()}
    assert blank == {"送达时间", "签收人", "备注"}
    assert "请签收" in said(notice)


@pytest.mark.parametrize("kind", DocumentKind)
def test_who_has_a_guardian_is_addressed_through_the_guardian(kind: DocumentKind):
    """民法典 23, 参照民事诉讼法 60, 88: the guardian is named and served, the person stays the applicant."""
    child = {"applicant": "林小宝", "kind": "自然人", "item": "残疾人证", "paper": True}
    alone, guarded = (EVERY_NOTICE[kind](a_case(**child, **more)) for more in ({}, {"guardian": "林示例"}))
    if kind not in {*DECLARED, *TO_OTHERS}:
        assert (alone.addressee, guarded.addressee) == ("林小宝", "林小宝（法定代理人：林示例）")
    boxed = {fact.label: fact.value for fact in guarded.facts}
    assert (boxed["申请人"], boxed["法定代理人"]) == ("林小宝", "林示例")
    assert guarded.paragraphs == alone.paragraphs  # 你 is the child
    assert not any("法定代理人" in fact.label for fact in alone.facts)
    assert not any(label.startswith("申请人") for label in guarded.signatures)
    assert len(guarded.signatures) == len(alone.signatures)
    assert boxed.get("受送达人") in (None, guarded.addressee)


def test_a_number_not_yet_assigned_says_so():
    pending = EVERY_NOTICE[DocumentKind.GRANT_DECISION](a_case()).model_copy(update={"formalities": formal(None)})
    assert pending.printable()["number"] == "编号待编"


def test_the_digest_follows_every_word_and_survives_storage():
    notice = a_correction()
    stored = NoticeData.model_validate_json(notice.model_dump_json())
    assert stored.printable() == notice.printable()
    changed = notice.model_copy(update={"addressee": "别人"})
    assert changed.printable()["digest"] != notice.printable()["digest"]


def test_a_table_has_one_cell_per_column():
    with pytest.raises(ValidationError, match="one cell per column"):
        NoticeTable(columns=("甲", "乙"), widths=(1, 1), rows=(("一",),))


@pytest.mark.parametrize("kind", sorted({*DocumentKind} - {DocumentKind.SERVICE_RECORD} - TO_OTHERS))
def test_a_document_speaks_to_a_person_or_to_an_organisation(kind: DocumentKind):
    person, organisation = (said(EVERY_NOTICE[kind](a_case(kind=who))) for who in ("自然人", "企业法人"))
    assert "（单位）" not in person + organisation
    assert "你单位" not in person
    if kind in DECLARED:
        assert ("本人" in person, "本单位" in organisation, "你" in person + organisation) == (True, True, False)
    elif kind is not DocumentKind.TERMINATION_NOTICE or "你" in person:
        assert "你" in person
        assert "你单位" in organisation


@pytest.mark.parametrize("kind", DocumentKind)
def test_only_paper_has_lines_to_sign_on(kind: DocumentKind):
    """A service record that is printed before the service is paper whatever the case is."""
    assert bool(EVERY_NOTICE[kind](a_case(paper=False)).signatures) is (kind in SIGNED_BY_DEPARTMENTS)
    printed = EVERY_NOTICE[kind](a_case(paper=True)).signatures
    assert bool(printed) is (kind not in UNSIGNED)


@pytest.mark.parametrize(
    ("regime", "granted", "refused"),
    [
        ("license", "准予行政许可决定书", "不予行政许可决定书"),
        ("confirmation", "行政确认决定书", "不予确认决定书"),
        ("benefit", "行政给付决定书", "不予给付决定书"),
        ("filing", "备案通知书", "不予备案通知书"),
        ("public_service", "办理结果通知书", "不予办理通知书"),
        ("other", "办理决定书", "不予办理决定书"),
    ],
)
def test_a_decision_is_called_what_the_law_of_its_item_calls_it(regime: str, granted: str, refused: str):
    case = a_case(regime=regime)
    yes, no = EVERY_NOTICE[DocumentKind.GRANT_DECISION](case), EVERY_NOTICE[DocumentKind.REFUSAL_DECISION](case)
    assert (yes.title, no.title) == (granted, refused)
    # A filing is received and no decision (企业投资项目核准和备案管理条例13); a service is no administrative act.
    assert ("决定" in "".join(yes.paragraphs)) is (regime not in {"filing", "public_service"})


def test_a_statute_may_have_words_of_its_own():
    case = a_case(regime="confirmation", decision_words=("认定工伤", "不予认定工伤"))
    yes, no = EVERY_NOTICE[DocumentKind.GRANT_DECISION](case), EVERY_NOTICE[DocumentKind.REFUSAL_DECISION](case)
    assert (yes.title, no.title) == ("认定工伤决定书", "不予认定工伤决定书")
    assert "现决定认定工伤。" in yes.paragraphs[0]
    assert "现决定不予认定工伤。" in no.paragraphs[0]


@pytest.mark.parametrize("kind", DocumentKind)
def test_who_is_no_organ_is_not_called_one(kind: DocumentKind):
    text = said(EVERY_NOTICE[kind](a_case(regime="public_service", we="本单位")))
    assert "本机关" not in text
