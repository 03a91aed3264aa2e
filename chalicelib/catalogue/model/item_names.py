"""What the fields of an item's record are called, and the words that names of several parts share. Pure."""

from collections.abc import Mapping

# A basis may be written in any of these ways; see `citations`.
BASIS = "法律名称和条文，如《社会保险经办条例》第十条；也可写作 社会保险经办条例第10条 或者 社会保险经办条例10"
CONDITION = "条件，如 age<18 或者 vending==true && beds>=20；变量为申请表栏目或者 derives 的标识"
STANDING = "核对情况：VERIFIED 已核对原文，MEMORY 未核对，ILLUSTRATIVE 示例，SYNTHETIC 虚构"
UNIT = "单位：workday 工作日，calendar_day 日"
FACE_SOURCE = "来源：申请表栏目的标识、applicant.name 等申请人信息、system 平台得出、decision 由决定填写"

# By their names in the file: the first words are the name, more follows after a colon.
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
    "safety": "公共安全、人身健康、生命财产安全：直接关系的事项，提供虚假材料后限制再次申请，行政许可法78、79",
    "tolerance": "容缺受理：广东省优化营商环境条例32",
    "commitment": "告知承诺：优化营商环境条例40、44",
    "opening": "申请人范围",
    "mended_defects": "已纠正的错漏",
}
