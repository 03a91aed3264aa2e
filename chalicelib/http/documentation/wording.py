"""Chinese descriptions of the schemas, because people read these and docstrings are for developers."""

from collections.abc import Mapping
from typing import Any

# Keys are a schema, or a schema and a field.
WORDING: Mapping[str, str] = {
    "AttemptAnswer": "一次投递：时间、用时（毫秒）、HTTP 状态或没有答复的原因；message 为中文说明，投递成功时没有。",
    "CertificateAnswer": "电子证照的照面信息，供窗口人员与纸质结果核对。",
    "CodesAnswer": "实施编码（31 位）和基本编码（12 位）。",
    "CodesAnswer.label": "SYNTHETIC：为演示虚构",
    "Decision": "不予决定应说明理由（行政许可法38(2)）；准予决定可写明准予的内容。",
    "Defect": "材料清单中的一行（line）或者申请表中的一栏（field，指针）不符合要求之处，以及如何补正。",
    "DeliveryAnswer": "一个事件的投递情况；attempts 为最近十次。",
    "DocumentAnswer": "state：preparing 正在编号和制作，ready 可以下载，superseded 已被更正后的版本取代。",
    "EndpointAnswer": "本部门系统的回调地址；密钥不返回。",
    "EventAnswer": "事件链中的一环；hash 覆盖其余各项，包括 previous。",
    "Extension": "期限最长可延长多少（单位同期限本身），由谁批准（行政许可法42）。",
    "FormAnswer.label": "ILLUSTRATIVE：示例，非官方表格",
    "FormCorrection": "当场更正申请表：fields 为各栏正确的内容，presented_by 为到场签名确认的人。",
    "FormBody": "整份表单 {applicant, answers}，格式见事项的表单模式。",
    "ResultCorrection": "更正办理结果：reason 为更正理由，fields 为申请表中须一并更正的各栏。",
    "ItemAnswer": "一个事项的办事指南。",
    "LegalBasis": "法律条款；status 说明条文是已核对（VERIFIED）还是凭记忆（MEMORY）。",
    "Limits": "办件的各项届满日。provisional：其中有放假通知尚未公布的日子。",
    "LineAnswer": "材料清单的一行和已提交的文件；why 说明为何需要或不需要。",
    "MaterialAnswer": "公布的材料清单的一行；condition_text 为适用情形的中文说明。",
    "MaterialAnswer.tolerable_absence": "容缺：可以后补（广东省优化营商环境条例32）；示例，非官方",
    "NewApplication": "item 为事项编号，如 YM-P01；form 可以现在填写，也可以以后填写。",
    "NewFile": "line 为材料在清单中的两位序号，sha256 为文件内容摘要的 Base64 编码。",
    "Nothing": "没有字段。",
    "ProgressAnswer": "办理进度；provisional：到期日前有放假通知尚未公布的日子。",
    "Wanted": "要求申请人补正的一项材料，或者更正的一栏。",
    "Paper": "清单中一行的纸质材料。matches_original：窗口人员已将复印件与原件核对一致。",
    "PaperResult": "纸质结果上的内容。日期写作 2026-11-23；长期有效的，valid_until 为“长期”。",
    "Presented": "到场人的姓名和证件。seen：窗口人员已查验证件；letter_seen：已查验授权委托书。",
    "ProgressQuestion": "factor：申请人证件号码（身份证或统一社会信用代码）或手机号的后四位。",
    "PromisedLimit": "部门承诺的时限；0 个工作日即受理当日。",
    "QuestionAnswer": "/answers 下的一个字段；choices 为取值和说明。",
    "Recipient": "领取结果并签收的人。",
    "Registration": "登记回调地址。密钥由双方共同持有，登记后不再显示。",
    "Rejection": "ground：依法不需要许可，或不属于本机关职权（competent_organ 为有权机关）。",
    "Replay": "重新投放哪些：按编号一条、按种类一批，都不填则全部。",
    "Result": "申请人取得的结果。validity 为规定的文字，没有有效期的为 null。",
    "Signing": "到场办理并已签名的人：本人、法定代表人（负责人）或持授权委托书的代理人；seen：窗口人员已查验证件。",
    "SiteCheck": "对实质内容的现场核查，由两名以上工作人员进行（行政许可法34(3)），不停止计算期限。",
    "SpecialProcedure": "特别程序。stops_clock：是否不计入期限，法律未明确或分情形的为文字（行政许可法45）。",
    "StatutoryAnswer": "法定时限：start 为条文中的起算点，clock_starts_at 为对应的事件。",
    "StatutoryAnswer.excluded": "不计入期限的时间（行政许可法45）",
    "Supplement": "一次性告知书要求更正的申请表各栏的正确内容。",
    "TermUsed": "used、left、overdue 以 unit 计，截至查询当日；已结束的期限截至结束当日。",
    "Upload": "浏览器表单上传：15 分钟内将 fields 和随后的 file 以 POST 提交到 url。",
    "UpwardStep": "上报件经过的一级。",
    "WindowSupplement": "一次性告知书要求更正的申请表各栏的正确内容。",
    "WindowWithdrawal": "到窗口撤回申请：presented_by 为到场并签名的人，reason 可不填。",
    "Verification": "authentic：确由本平台签发，内容一致；只有此时才返回其余各项。",
}


def in_chinese(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas with the descriptions of `WORDING`. Others keep their own."""
    return {name: _worded(name, schema) for name, schema in schemas.items()}


def _worded(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    fields = schema.get("properties", {})
    worded = {field: _with(f"{name}.{field}", inner) for field, inner in fields.items()}
    return _with(name, schema) | ({"properties": worded} if worded else {})


def _with(key: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {**schema, **({"description": WORDING[key]} if key in WORDING else {})}
