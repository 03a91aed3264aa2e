"""What each field of an item's record is called, and how it is written where that is not obvious. Pure.

The list of differences takes its words from here, and the API's description of a draft. Keys are names in the file.
"""

from collections.abc import Mapping

# A basis may be written in any of these ways; see `citations`.
BASIS = "法律名称和条文，如《社会保险经办条例》第十条；也可写作 社会保险经办条例第10条 或者 社会保险经办条例10"
CONDITION = "条件，如 age<18 或者 vending==true && beds>=20；变量为申请表栏目或者 derives 的标识"
STANDING = "核对情况：VERIFIED 已核对原文，MEMORY 未核对，ILLUSTRATIVE 示例，SYNTHETIC 虚构"
UNIT = "单位：workday 工作日，calendar_day 日"
FACE_SOURCE = "来源：申请表栏目的标识、applicant.name 等申请人信息、system 平台得出、decision 由决定填写"

# The parts of the record by their names in the file: the first words are the name, more follows after a colon.
ITEM: Mapping[str, str] = {
    "id": "事项编号：如 YM-P01，发布后不变",
    "name": "事项名称",
    "theme": "主题",
    "dept": "实施部门：部门标识，如 food",
    "dept_name_rules": "2018 年规则中的部门名称",
    "dept_name_now": "部门现名",
    "category": "事项类型：如 行政许可",
    "category_code": "事项类型代码：GB/T 39046 附录 A.1，如 01",
    "handling_type": "办件类型",
    "handling_type_code_local": "办件类型代码：即办件 1，承诺件 2，上报件 3，联办件 4",
    "handling_type_code_GBT39046": "办件类型国标代码：GB/T 39046 附录 A.6，即办件 1，承诺件 2，其他 9",
    "exercise_level": "行使层级：GB/T 39046 附录 A.2，3 市级，4 县级",
    "service_objects": "服务对象",
    "handling_modes_GBT39046_A5": "办理形式：GB/T 39046 附录 A.5，1 窗口，2 网上，3 移动端，4 自助机，9 其他",
    "basic_code_SYNTHETIC": "基本编码：12 位数字",
    "implementing_code_SYNTHETIC": "实施编码：统一社会信用代码 18 位、行使层级 1 位、基本编码 12 位",
    "legal_basis": "设定依据",
    "statutory_limit": "法定时限",
    "promised_limit": "承诺时限",
    "materials": "申请材料",
    "fee": "收费",
    "result": "办理结果",
    "validity": "办理结果的有效期",
    "retention": "保管期限",
    "decision": "决定书用语",
    "special_procedures": "特别程序",
    "prerequisites": (
        "前置事项：事项编号，如 YM-I01；任何一项即可的写作 YM-I01|YM-I02，有条件的写作 YM-I01?filed_project==true"
    ),
    "upward_chain": "上报层级",
    "acceptance_window": "受理时段",
    "sub_items": "子项",
    "channel": "到现场次数和邮寄方式",
    "notes": "说明",
    "unverified": "尚未核对的内容",
    "grounds": "清单、渠道和前置事项的依据",
    "form_fields": "申请表",
    "derives": "由申请表得出的情形",
    "result_fields": "照面信息",
    "manual": "业务手册的环节",
    "special": "特别程序的细节",
    "complexity": "复杂程度",
    "identity_level": "办理所需的实名等级：2 至 5",
    "identity_levels": "单项操作所需的实名等级：键为 submit、supplement、withdraw，值为 2 至 5",
    "reviewing_organ": "复议机关",
    "remedies": "救济途径",
    "opening": "申请人范围",
    "mended_defects": "已纠正的错漏",
}
PARTS: Mapping[str, Mapping[str, str]] = {
    "LegalBasis": {
        "law": "法律名称：如 食品安全法；书名号可有可无",
        "article": "条文：如 35、第三十五条、8-13,17 或者 58(3)（第五十八条第三款）",
        "status": STANDING,
        "source": "出处",
    },
    "StatutoryLimit": {
        "value": "期限：法律没有规定的为空",
        "unit": UNIT,
        "start": "起算点：如 受理之日、收到申请之日",
        "source": f"依据：{BASIS}",
        "status": STANDING,
        "extension": "可以延长的期限",
        "short_track": "较短的期限",
        "suspension": "中止的规定",
        "excluded": "不计入期限的时间：行政许可法45",
        "note": "说明",
    },
    "Extension": {
        "value": "最多延长多少：单位同期限",
        "approver": "批准人",
        "once": "是否只能延长一次",
        "condition": "延长的情形：文字",
    },
    "ShortTrack": {"value": "期限：单位同法定时限", "condition": "情形：文字", "when": CONDITION},
    "PromisedLimit": {
        "value": "期限：0 个工作日即受理当日",
        "unit": UNIT,
        "status": STANDING,
        "condition": "情形：旧写法，如 commitment_route==true, else 6；新的写入 routes",
        "routes": "符合情形时的另一承诺",
    },
    "Route": {"condition": CONDITION, "value": "期限", "unit": UNIT},
    "Material": {
        "name": "材料名称",
        "originals": "原件份数",
        "copies": "复印件份数",
        "electronic_ok": "是否可提交电子材料",
        "source": "来源：applicant 申请人，gov_share 数据共享，system 系统生成，intermediary 中介服务",
        "necessity": "必要性：必要，非必要(情形)，非必要",
        "condition": f"适用情形：{CONDITION}",
        "legal_basis": f"设定依据：{BASIS}",
        "tolerable_absence": "是否可容缺",
        "acceptance_check": "审查要点",
        "e_certificate_type": "可代替的电子证照",
    },
    "Fee": {
        "charge": "是否收费：true、false，或者 conditional 视情形收费",
        "basis": f"依据：{BASIS}；不收费的可写明理由",
        "name": "收费项目",
        "condition": "收费的情形",
        "enforcement": "执行情况",
    },
    "Result": {
        "name": "结果名称",
        "kind": "结果类型",
        "validity": "有效期：旧写法，新的写入 validity",
        "renewal": "延续",
        "status": STANDING,
        "e_certificate": "是否制发电子证照",
    },
    "Renewal": {
        "days_before_expiry": "期满前多少日申请延续：分情形的为文字",
        "unit": "单位：workday 工作日，calendar 日",
        "source": f"依据：{BASIS}",
        "rule": "规定",
    },
    "Validity": {
        "kind": "种类：fixed 固定，range 有上下限，until_event 至某事止，none 没有期限，by_decision 由决定载明",
        "text": "规定的文字：如 5年",
        "decided_by": "由谁确定：rule 规定，decision 决定",
        "print": "怎样印出：until 印届满日，text 印文字，omit 不印",
        "min": "下限",
        "max": "上限",
        "default": "默认值",
        "unit": "单位：year 年，month 月，day 日",
        "optional": "由决定载明的，是否可以不填",
        "rules": "按情形确定的规则",
        "basis": f"依据：{BASIS}",
        "status": STANDING,
    },
    "ValidityRule": {
        "when": CONDITION,
        "value": "期限",
        "until_field": "届满日所在的申请表栏目",
        "document": "另一份文件：随其失效",
        "lapses_unless_started_within": "多久没有开工即失效",
        "unit": "单位：year 年，month 月，day 日",
        "basis": f"依据：{BASIS}",
        "extend_once_years": "可以延长一次的年数",
        "apply_before": "延长须在何时之前申请",
        "extend_times": "可以延长的次数",
        "extend_months": "每次延长的月数",
    },
    "Retention": {"years": "年数：办件结束后", "permanent": "是否永久保管", "basis": "依据：如 保管期限表的文号"},
    "DecisionWords": {"granted": "准予时的用语：如 认定工伤", "refused": "不予时的用语", "basis": f"依据：{BASIS}"},
    "SpecialProcedure": {
        "type": "程序：如 听证",
        "stops_clock": "是否不计入期限：法律未明确或分情形的为文字",
        "basis": f"依据：{BASIS}",
        "by": "由谁进行",
        "days": "期限",
        "unit": UNIT,
        "max_workdays": "最多多少个工作日",
        "mandatory": "是否必经",
        "participants": "参加人",
        "condition": "情形：文字",
    },
    "UpwardStep": {"level": "层级：同行使层级", "role": "做什么：如 审核", "limit": "期限"},
    "StepLimit": {"value": "期限", "unit": UNIT, "source": f"依据：{BASIS}"},
    "Channel": {"mail_in": "是否可邮寄申请", "mail_out": "是否可邮寄结果", "on_site_visits": "到现场次数"},
    "Grounds": {
        "prerequisites": "前置事项的依据：每个前置事项一项",
        "proofs": "证明材料在证明事项清单中的条目",
        "intermediaries": "中介服务材料在中介服务事项清单中的条目",
        "channel": f"只有一种申办渠道的依据：{BASIS}",
    },
    "PrerequisiteBasis": {"item": "前置事项的编号：如 YM-I01", "basis": f"依据：{BASIS}"},
    "ListedLine": {"material": "材料名称：与 materials 中的相同", "entry": "公布的清单中条目的编号：如 Z01"},
    "Section": {"title": "一节的标题", "fields": "栏目"},
    "FormField": {
        "key": "标识：如 premises_address，条件以它指称本栏",
        "title": "名称",
        "title_en": "英文名称",
        "type": "类型",
        "format": "号码的种类：resident_id 公民身份号码",
        "unit": "单位：如 平方米",
        "required": f"是否必填：true、false，或者{CONDITION}；条件不成立的不显示",
        "choices": '选项：取值和说明，如 {"own": "自有"}',
        "columns": "表格的列",
        "min": "下限：表格和人员为行数",
        "max": "上限：表格和人员为行数",
        "max_length": "最多多少字",
        "hint": "填写说明",
        "example": "填写样例",
        "shared_key": "共享字段的标识：与本栏标识相同；一张表单只填一次",
        "source": "来源：applicant 申请人填写，gov_share 数据共享，identity 登录信息，prior_result 前序结果",
        "sensitive": "是否遮盖：个人信息和敏感内容",
        "certificate_field": "所印的照面信息的标识",
        "only_for": "只向哪些申请人显示",
        "basis": f"依据：{BASIS}，或者所参照的申请表",
        "status": STANDING,
    },
    "Column": {"key": "标识", "title": "名称", "type": "类型"},
    "Derive": {
        "variable": "标识：条件以它指称这一情形",
        "kind": "类型：boolean、integer、choice",
        "from": "由哪些栏目得出：栏目的标识，或者 applicant.agent 等申请人信息",
        "rule": f"怎样得出：present 填写即为是，age_years 周岁，years_begun 年数，map 按对照表，或者{CONDITION}",
        "map": "对照表",
        "text": "说明",
        "basis": f"依据：{BASIS}",
        "status": STANDING,
    },
    "ResultField": {
        "key": "标识：如 number、issuer、valid_until",
        "title": "名称",
        "type": "类型",
        "from": FACE_SOURCE,
        "else_from": f"没有填写时的{FACE_SOURCE}",
        "required": "由决定填写的，是否必填",
        "format": "号码的种类：resident_id 公民身份号码",
        "unit": "单位：如 平方米",
        "fixed": "固定的文字",
    },
    "Stage": {
        "key": "标识",
        "title": "名称",
        "kind": (
            "种类：completeness 收件，review 审查，site_check 现场核查，committee 会商，"
            "special_procedure 特别程序，decision 决定"
        ),
        "role": "由谁办理：officer 审查员，chief_representative 首席代表，department_leader 部门负责人",
        "inner_workdays": "内部时限：工作日",
        "criteria": "审查标准：每项一条",
        "parallel_with": "与哪个环节同时进行：其标识",
        "when": CONDITION,
        "excluded_time": "是否不计入期限：行政许可法45",
    },
    "Special": {
        "kind": (
            "种类：hearing 听证，expert_review 专家评审，inspection_test 检验检测，tender 招标，exam 考试，"
            "interested_party 利害关系人，quantity_limit 数量限制，public_notice 公示，consultation 征求意见，"
            "assessment 评估，government_approval 政府批准，awaiting_conclusion 等待结论"
        ),
        "when": f"何时进行：always 一律，organ 由机关或者其适用的法律决定，或者{CONDITION}",
        "mandatory": "是否必经",
        "pausing": "是否不计入期限：art45 依行政许可法45，special_law 依专门法律，no 计入，unclear 未明确",
        "pausing_basis": f"不计入期限的依据：{BASIS}",
        "max_workdays": "最多多少个工作日",
        "text": "说明",
        "basis": f"依据：{BASIS}",
        "status": STANDING,
    },
    "Complexity": {"level": "程度：simple 简单，general 一般，complex 复杂", "reason": "理由"},
    "ReviewingOrgan": {
        "name": "复议机关：不能申请复议的为空",
        "basis": f"依据：{BASIS}",
        "status": STANDING,
        "text": "说明",
    },
    "Remedies": {"kind": "途径：复议+诉讼，投诉", "path": "向谁提出", "status": STANDING},
    "Opening": {"kinds": "申请人类型", "only_for": "只有一类申请人填写的栏目", "note": "说明"},
    "MendedDefect": {
        "what": "所纠正的位置：JSON 指针",
        "from": "原来的内容",
        "to": "现在的内容",
        "why": "理由",
        "basis": f"依据：{BASIS}",
        "status": STANDING,
    },
}


def name_of_field(name: str) -> str:
    """What a field of the record is called; `name` is that of the file. LookupError for one that has no name."""
    return ITEM[name].partition("：")[0]


def name_of_part(part: str, name: str) -> str:
    """What a field of a part is called, such as that of a material."""
    return PARTS[part][name].partition("：")[0]
