"""What each value of a closed list means. A list has a name, which is the component that fields with it refer to.

The values themselves are those of the types in the rooms; `make check` says where a list here is not what a type has.
"""

from collections.abc import Mapping, Sequence

from chalicelib.http.documentation.clock_vocabulary import CLOCK_VOCABULARY
from chalicelib.http.documentation.consultation_vocabulary import CONSULTATION_VOCABULARY
from chalicelib.http.documentation.joint_vocabulary import JOINT_VOCABULARY
from chalicelib.http.documentation.meanings import Meaning, Meanings, Value
from chalicelib.http.documentation.payment_vocabulary import PAYMENT_VOCABULARY
from chalicelib.http.documentation.register_vocabulary import REGISTER_VOCABULARY

PROCEDURES: Meanings = {
    "hearing": "听证",
    "expert_review": "专家评审",
    "inspection_test": "检验、检测、检疫、鉴定",
    "tender": "招标、拍卖",
    "exam": "考试、考核",
    "interested_party": "告知利害关系人",
    "quantity_limit": "数量限制",
    "public_notice": "公示",
    "consultation": "征求意见",
    "assessment": "技术评估",
    "government_approval": "报人民政府批准",
    "awaiting_conclusion": "等待有关结论",
}
VOCABULARY: Mapping[str, Meanings] = {
    **REGISTER_VOCABULARY,
    **PAYMENT_VOCABULARY,
    **CLOCK_VOCABULARY,
    **CONSULTATION_VOCABULARY,
    **JOINT_VOCABULARY,
    "AbsenceGround": {
        "shared": "通过数据共享或者电子证照取得",
        "looked_up": "共享查询没有取得，本部门自行核实",
        "on_paper": "窗口已收存纸质材料并经审查",
    },
    "Advice": {"conforms": "符合", "defective": "不符合，列明问题", "transfer": "应移送其他机关"},
    "AnswerKind": {
        "boolean": "是或者否",
        "integer": "整数",
        "choice": "选项之一",
        "text": "文字",
        "structured": "多项、表格、人员、数值等",
    },
    "ApplicantKind": {
        "自然人": Meaning("个人", "PERSON"),
        "企业法人": Meaning("企业", "COMPANY"),
        "其他组织": Meaning("个体工商户、社会团体等", "ORGANISATION"),
    },
    "ApplicationChannel": {"web": "网页", "mobile": "手机", "kiosk": "自助终端", "counter": "窗口"},
    "AskedProcedure": {
        **PROCEDURES,
        "site_visit": "现场踏勘、现场核查，计入期限",
        "collective_discussion": "集体讨论，计入期限",
    },
    "SpecialProcedure": PROCEDURES,
    "DeadLetterPlace": {
        "materials": "材料校验",
        "callbacks": "部门回调",
        "documents.fifo": Meaning("文书编号", "DOCUMENTS"),
        "renderings": "文书印制",
        "replays": "死信重放",
        "trials": "试运行文书印制",
        "sharing": "数据共享查询",
        "joint": "联办推进",
        "stream-failures": Meaning("数据流失败", "STREAM_FAILURES"),
        "outbox": "停放的后续动作",
        "alarms": "停放的定时提醒",
    },
    "DeliveryReason": {"refused": "对方拒收", "exhausted": "已按计划重试，次数用尽"},
    "DeliveryState": {
        "pending": "尚未发送",
        "delivered": "已送达",
        "retrying": "等待重试",
        "failed": "不再自动发送",
        "disabled": "回调地址已停用",
        "obsolete": "任务已结束，不再需要",
    },
    "SharingFailure": {
        "no_record": "没有查到记录",
        "expired": "证照已过有效期",
        "timeout": "没有在规定时间内答复",
        "unreachable": "暂时无法连接",
        "refused": "没有同意提供",
        "unusable": "返回的文件不能使用",
        "holder_unknown": "表单没有写明持有人的号码",
    },
    "Observation": {"missing": "缺少", "amend": "建议修改", "fine": "没有发现问题"},
    "NoticeState": {"awaited": "等待补正", "lapsed": "逾期未补正", "answered": "已补正", "ended": "已撤回"},
    "PrecheckState": {
        "asked": "等待答复",
        "answered": "已答复",
        "withdrawn": "已撤回",
        "expired": "过期未答复",
        "submitted": "答复以前已提交",
    },
    "MaterialKind": {
        "certificate": "证照、证明及其复印件",
        "report": "第三方出具的报告",
        "statement": "申请人自己制作",
        "form": "系统生成的申请表",
    },
    "MaterialLevel": {
        "A": "由行政机关签发并通过数据共享取得，直接使用，不再要求纸质材料",
        "B": "窗口已与原件核对一致",
        "C": "上传的证照、证明，尚未与原件核对",
        "D": "申请人自己制作、填写，对真实性负责；第三方出具的报告也是，但须核对原件",
    },
    "OriginalState": {"never_asked": "不要求出示原件", "awaited": "原件尚未核对，请出示", "seen": "原件已经核对"},
    "SharingState": {"asked": "正在查询", "obtained": "已取得", "failed": "未取得"},
    "RenditionState": {
        "preparing": "正在加注标记，稍后再来",
        "ready": "已加注标记",
        "impossible": "不能加注标记，原因见 reason",
    },
    "DocumentState": {
        "preparing": "正在编号和制作",
        "ready": "可以下载",
        "held": "有字库未收的字，待处理",
        "pending": "证照待核对，仅发证窗口可见",
        "superseded": "已被更正后的版本取代，仅发证窗口可见",
        "erased": "保管期限已满，内容已销毁",
    },
    "EventRole": {
        "applicant": "申请人",
        "counter_clerk": "综合受理窗口人员",
        "issuing_clerk": "综合发证窗口人员",
        "officer": "部门审查员",
        "chief_representative": "首席代表",
        "supervisor": "督办人员",
        "administrator": "系统管理员",
        "department_system": "部门业务系统",
        "department_leader": "部门负责人（分管领导）",
        "government_leader": "本级人民政府负责人",
        "centre_manager": "政务服务中心管理人员",
        "auditor": "审计人员",
        "item_editor": "事项编辑人员",
        "item_approver": "机构编制委员会办公室事项审定人员",
        "legal_reviewer": "法制机构事项审查人员",
        "superior_organ": "上级机关承办人",
        "superior_leader": "上级机关负责人",
        "guide": "咨询导办人员",
        "machine": "平台自动办理",
    },
    "FileState": {
        "requested": "等待上传",
        "checking": "正在校验",
        "ready": "已通过校验",
        "refused": "未通过校验，理由见 reason",
        "removed": "已由申请人删除",
    },
    "FileType": {
        "application/pdf": Meaning("PDF 文件", "PDF"),
        "image/jpeg": Meaning("JPEG 图像", "JPEG"),
        "image/png": Meaning("PNG 图像", "PNG"),
    },
    "KeptFileType": {
        "application/pdf": Meaning("PDF 文件", "PDF"),
        "image/jpeg": Meaning("JPEG 图像", "JPEG"),
        "image/png": Meaning("PNG 图像", "PNG"),
        "text/plain": Meaning("由平台按填写的内容打印、经申请人确认的文本", "TEXT"),
    },
    "IdentityDocument": {
        "居民身份证": Meaning("18 位公民身份号码", "RESIDENT_ID_CARD"),
        "港澳台居民居住证": Meaning("18 位", "RESIDENCE_PERMIT"),
        "港澳居民来往内地通行证": Meaning("回乡证", "HONG_KONG_MACAU_PERMIT"),
        "台湾居民来往大陆通行证": Meaning("台胞证", "TAIWAN_PERMIT"),
        "外国人永久居留身份证": Meaning("五星卡", "FOREIGNER_PERMANENT_RESIDENT"),
        "护照": Meaning("各国护照", "PASSPORT"),
    },
    "Outcome": {"grant": "准予", "refuse": "不予"},
    "PaperForm": {"原件": Meaning("收取原件", "ORIGINAL"), "复印件": Meaning("收取与原件核对一致的复印件", "COPY")},
    "GuardianshipProof": {
        "户口簿": Meaning("居民户口簿", "HOUSEHOLD_REGISTER"),
        "出生医学证明": Meaning("出生医学证明", "BIRTH_CERTIFICATE"),
        "指定监护文书": Meaning("居民委员会、村民委员会、民政部门或者人民法院指定监护人的文书", "APPOINTMENT"),
        "人民法院判决书": Meaning("认定成年人无民事行为能力或者限制民事行为能力的判决", "COURT_JUDGMENT"),
        "政务数据共享": Meaning("通过政务数据共享核验", "SHARED_DATA"),
    },
    "QuestionReason": {
        "completeness": "材料是否齐全",
        "form": "是否符合法定形式",
        "competence": "是否属于本部门职权",
    },
    "Regime": {
        "license": "行政许可",
        "confirmation": "行政确认",
        "benefit": "行政给付",
        "filing": "备案",
        "public_service": "公共服务",
        "other": "其他行政权力",
    },
    "RejectionGround": {
        "no_permit_needed": "依法不需要许可",
        "not_this_organ": "不属于本机关职权",
        "barred": "申请人在限制再次申请的期间（行政许可法第七十八条、第七十九条）",
    },
    "Relation": {
        "applicant": "本人",
        "legal_representative": "法定代表人（负责人）",
        "agent": "代理人，持授权委托书",
        "guardian": "监护人（法定代理人）",
    },
    "RequestChannel": {"web": "网页", "mobile": "手机", "kiosk": "自助终端"},
    "SigningKeyUse": {"exports": "签署办件证据包", "heads": "签署每日存证"},
    "TaskState": {"open": "待认领", "claimed": "已认领", "answered": "已答复", "cancelled": "已取消"},
    "Unit": {"workday": "工作日", "day": "自然日"},
    "RenewalUnit": {"workday": "工作日", "day": "自然日", "month": "个月"},
    "VerifiedState": {
        "pending": "尚未送达或者尚未生效",
        "valid": "有效",
        "expired": "已过有效期",
        "superseded": "已被更正后的版本取代",
        "withdrawn": "已撤回",
        "revoked": "已撤销",
        "revoked_as_penalty": "已吊销",
        "cancelled": "已注销",
        "changed": "已变更、换发，由新的证照取代",
        "renewed": "已延续，由新的证照取代",
    },
    "MatchedDigest": {"content": "证照内容（二维码中的 sha）", "file": "证照的 PDF 文件"},
    "AnnulledBy": {"reconsideration": "行政复议", "court": "行政诉讼", "superior": "上级机关纠正", "own": "自行撤销"},
    "Window": {
        "社会民生": Meaning("社会民生窗口", "LIVELIHOOD"),
        "登记注册": Meaning("登记注册窗口", "REGISTRATION"),
        "生产经营": Meaning("生产经营窗口", "BUSINESS"),
        "投资建设": Meaning("投资建设窗口", "INVESTMENT"),
        "移送部门": Meaning("收件转送：没有受理委托书，等待部门受理", "TRANSFERRED"),
        "出件": Meaning("综合发证窗口", "ISSUING"),
    },
    "NoticeId": {
        "agent": "委托代办告知书（委托人）",
        "agency": "受托代办告知书（受托人）",
        "share": "个人信息共享告知书",
    },
    "WritingSource": {
        "public_code_point": "同一个字的公开编码，只替换无法印制的字",
        "latin_transcription": "证件上的拉丁字母写法",
    },
}


# Lists that are enumerations in their rooms, where each value has its label.
ENUMERATIONS: Mapping[str, Meanings] = {
    "AuthorisationState": {
        "offered": "待受托人接受",
        "active": "有效",
        "pending": "已接受，尚未到生效日期",
        "expired": "已到期",
        "unanswered": "到期未接受",
        "declined": "受托人未接受",
        "revoked": "已终止",
    },
    "Purpose": {
        "acceptance": "受理审查",
        "identity": "核验身份",
        "correction": "数据更正",
        "review": "部门审批",
        "issue": "制证送达",
        "papers": "文书查阅和送交",
        "complaint": "投诉核查",
        "supervision": "监督检查",
        "audit": "审计核验",
        "agency": "受托代办",
    },
    "Status": {
        "draft": "草稿",
        "submitted": "已收件，待受理",
        "correcting": "待补正材料",
        "reporting": "初审完毕，待上报",
        "reported": "已上报，上级机关审批中",
        "in_progress": "已受理，各部门办理中",
        "concluded": "各部门均已办毕",
        "terminated": "终止办理",
        "lapsed": "逾期未补正",
        "in_review": "已受理，部门审查中",
        "deciding": "待决定",
        "decided": "已决定，制作结果中",
        "comparing": "结果核对中",
        "delivering": "待领取",
        "delivered": "已送达",
        "closed": "已办结",
        "rejected": "不予受理",
        "withdrawn": "已撤回",
    },
}


def words_of(values: Sequence[str]) -> Mapping[str, str]:
    """What people call these values, for a refusal that lists them: those of the list that has just them. If there is
    none, those of the lists that have all of them. Where such lists differ, nothing is told. Of values that are Chinese
    already nothing more is told.
    """
    if any(not value.isascii() for value in values):
        return {}
    lists = [told for told in (*VOCABULARY.values(), *ENUMERATIONS.values()) if {*values} <= {*told}]
    lists = [told for told in lists if {*values} == {*told}] or lists
    found = {value: {meaning(told, value).words for told in lists} for value in values}
    return {value: next(iter(words)) for value, words in found.items() if len(words) == 1}


def meaning(values: Meanings, value: Value) -> Meaning:
    found = values[value]
    return found if isinstance(found, Meaning) else Meaning(found)
