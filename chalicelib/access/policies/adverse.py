"""What a department decides against a person, and the ends of what it has granted; part of 审批 (`decision`)."""

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies.policy_row import OF_DEPARTMENT, Policy

POLICIES = (
    Policy(
        "department_forewarns",
        "首席代表或者部门负责人在认定隐瞒、虚假材料以及撤销、撤回行政许可以前，书面告知事实、证据和陈述、申辩、要求听证的权利",
        "行政许可法7、8、69、78",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("forewarn",),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES, Condition.TOLD_HERE),
    ),
    Policy(
        "department_hears_parties",
        "首席代表或者部门负责人书面告知利害关系人，登记告知书的送达和利害关系人的意见",
        "行政许可法36、46、47",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("tell_party", "serve_party", "hear_party"),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES),
    ),
    Policy(
        "department_lifts_bar",
        "认定隐瞒、虚假或者欺骗的决定被撤销的，首席代表或者部门负责人解除申请限制；终止证照效力的决定被撤销的，恢复效力",
        "行政许可法78、79；行政复议法64；行政诉讼法70",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("lift_bar", "restore_result"),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES, Condition.DECIDED_HERE),
    ),
    Policy(
        "department_annuls_refusal",
        "首席代表或者部门负责人登记本部门对联办成员事项的不予决定经复议、诉讼被撤销，该事项恢复办理",
        "行政复议法64；行政诉讼法70；行政许可法26(2)，R79",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("annul_refusal",),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES),
    ),
    Policy(
        "chief_ends_result",
        "首席代表凭授权书撤销、撤回、注销本部门准予的行政许可，登记证照被吊销或者取代",
        "规则一(二)3；行政许可法8、49、50、69、70",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("revoke_result", "withdraw_result", "cancel_result", "record_result_end"),
        conditions=(
            *OF_DEPARTMENT,
            Condition.STAFF_TYPE_DECIDES,
            Condition.DECIDED_HERE,
            Condition.NOT_COMPLEX,
            Condition.LETTER_TO_DECIDE,
        ),
        letter="decide",
    ),
    Policy(
        "leader_ends_result",
        "部门负责人以本部门的职权撤销、撤回、注销本部门准予的行政许可，登记证照被吊销或者取代",
        "行政许可法8、49、50、69、70",
        (Role.DEPARTMENT_LEADER,),
        acts=("revoke_result", "withdraw_result", "cancel_result", "record_result_end"),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES, Condition.DECIDED_HERE),
    ),
)
