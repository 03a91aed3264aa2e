"""What a cell may hold: one sign for each answer, with what it stands for."""

from collections.abc import Mapping
from typing import NamedTuple


class Outcome(NamedTuple):
    """`status` and `code` are those of the answer; where `condition` is told, that of the condition that failed.

    `hides`: the answer must be that of an id that does not exist.
    """

    status: int
    code: str = ""
    says: str = ""
    condition: str = ""
    hides: bool = False


DONE, DENIED, LOGIN, HIDDEN, EMPTY, LEFT = "✓", "✗", "登", "无", "空", "册"
OUTCOMES: Mapping[str, Outcome] = {
    DONE: Outcome(200, says="办成，或者看到（200、201、202）"),
    EMPTY: Outcome(200, says="清单中没有所列的任何一件"),
    LOGIN: Outcome(401, "token_missing", "没有登录"),
    DENIED: Outcome(403, "permission_missing", "岗位没有这一权限"),
    HIDDEN: Outcome(404, says="如同不存在：答复和读取次数与不存在的编号一样", hides=True),
    LEFT: Outcome(403, "not_in_register", "已经离岗，或者不在登记册中"),
    "部": Outcome(403, "staff_of_department", "部门人员由平台管理员登记"),
    "区": Outcome(403, "region_elsewhere", "在其他地区任职"),
    "缺": Outcome(403, "not_authorised", "部门没有授权文书", "no_letter"),
    "期": Outcome(403, "not_authorised", "授权文书已经到期", "letter_expired"),
    "撤": Outcome(403, "not_authorised", "授权文书已被撤销", "letter_revoked"),
    "有": Outcome(403, "not_authorised", "有受理委托书，应由窗口受理", "letter_in_force"),
    "权": Outcome(403, "not_authorised", "授权书没有授予这一权限", "power_not_granted"),
    "繁": Outcome(403, "not_authorised", "复杂事项由部门负责人决定", "complex_needs_leader"),
    "上": Outcome(403, "not_authorised", "上级机关决定的办件，由该机关更正结果", "decided_above"),
    "府": Outcome(403, "not_authorised", "联办期限由本级人民政府负责人批准延长", "extension_by_government"),
    "门": Outcome(403, "not_authorised", "一个部门的期限由该部门负责人批准延长", "extension_by_department"),
    "员": Outcome(403, "not_authorised", "承诺件由审查员受理", "accepted_by_officer"),
    "未": Outcome(403, "not_authorised", "办件没有移送部门", "case_not_transferred"),
    "受": Outcome(403, "not_authorised", "同一人受理的，不得决定", "same_person_accepted"),
    "决": Outcome(403, "not_authorised", "同一人决定的，不得核对", "same_person_decided"),
    "窗": Outcome(403, "not_authorised", "办件属于其他窗口，由该窗口办理", "case_of_other_window"),
    "同": Outcome(403, "same_person", "同一人办过前面的环节"),
    "途": Outcome(403, "purpose_unfit", "查看目的与岗位、窗口或者环节不符"),
    "经": Outcome(403, "operator_unauthorised", "经办人没有写明单位的委托"),
    "委": Outcome(403, "authorisation_not_in_force", "委托已经取消或者到期"),
    "级": Outcome(403, "identity_level_too_low", "实名等级不够，写明提高的办法"),
    "主": Outcome(403, "principal_only", "只有本人或者单位本身可以办理"),
    "方": Outcome(403, "agent_only", "应由受托人办理"),
    "代": Outcome(422, "invalid_fields", "此项只能由本人办理，不能代办", "on_behalf_unsuited"),
    "个": Outcome(422, "invalid_fields", "单位只能委托经办人，个人只能委托代理人", "kind_unsuited"),
    "保": Outcome(422, "invalid_fields", "保管人不在本地区的登记册中", "custodian_of_other_department"),
    "印": Outcome(422, "invalid_fields", "不是本部门的印章", "seal_unknown"),
    "域": Outcome(422, "directory_invalid", "只能导入本地区和下级地区的机构"),
    "外": Outcome(404, "item_not_found", "事项不属于本部门或者本地区（事项本身是公开的）"),
    "领": Outcome(409, "task_not_claimed", "任务没有认领，或者不是本人认领"),
    "己": Outcome(409, "task_claimed_by_caller", "任务已由本人认领"),
    "答": Outcome(409, "task_answered", "任务已经答复"),
    "审": Outcome(409, "precheck_not_open", "没有待答复的预审请求"),
    "问": Outcome(409, "question_open", "已经征询，部门尚未答复"),
    "费": Outcome(422, "fee_not_charged", "该事项不收费"),
    "款": Outcome(422, "invalid_fields", "该办件没有这一笔缴费", "payment_unknown"),
    "告": Outcome(404, "notice_not_found", "该办件没有一次性告知"),
    "改": Outcome(409, "sheet_changed", "填写的内容已经变化，应重新查看后再确认"),
    "单": Outcome(404, "fee_not_found", "该办件没有缴费通知书"),
    "联": Outcome(404, "no_joint_request", "本件不是联办申请，也不是其成员事项"),
    "项": Outcome(404, "project_not_found", "没有这个项目，或者没有可以查看的联办申请"),
    "停": Outcome(404, "payment_unknown", "没有停放这一笔缴费"),
    "签": Outcome(401, "signature_invalid", "没有支付机构的签名"),
    "诺": Outcome(409, "commitment_not_chosen", "申请表没有选择告知承诺方式"),
    "核": Outcome(409, "nothing_to_verify", "没有依照告知承诺准予，没有承诺需要核查"),
    "修": Outcome(409, "nothing_to_repair", "没有尚未修复的告知承诺失信记录"),
    "解": Outcome(409, "nothing_to_lift", "没有仍然有效的虚假认定"),
    "先": Outcome(409, "told_above", "由作出决定的上级机关事前告知"),
    "复": Outcome(409, "nothing_to_restore", "证照没有被终止效力，不需要恢复"),
    "听": Outcome(409, "procedure_not_open", "没有正在进行的这种特别程序"),
    "延": Outcome(409, "extension_without_law", "专门规定没有规定延长"),
    "移": Outcome(409, "case_transferred", "办件已经移送部门"),
    "序": Outcome(409, "act_out_of_order", "办件所处环节不能办理"),
}
