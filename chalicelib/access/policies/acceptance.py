"""受理: the windows of the hall, and a department to which a window has transferred a case."""

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies.policy_row import Policy

PLACE = "受理"
POLICIES = (
    Policy(
        "window_opens_case",
        "综合受理窗口人员为到场的申请人登记申请，出具收件凭证；收件不需要委托书",
        "规则二(二)，R24、R28、R33",
        (Role.COUNTER_CLERK,),
        acts=("receive_walk_in",),
        conditions=(Condition.IN_REGISTER, Condition.HOLDS_POST, Condition.AT_POINT),
    ),
    Policy(
        "window_checks_identity",
        "综合受理窗口人员查验到场人的证件，提高其网上草稿的实名等级；不能查看草稿的内容",
        "规则二(二)，R27；个人信息保护法6",
        (Role.COUNTER_CLERK,),
        acts=("check_identity",),
        conditions=(Condition.IN_DIVISION, Condition.IN_REGISTER, Condition.HOLDS_POST),
    ),
    Policy(
        "window_receives",
        "综合受理窗口人员收取材料、当场更正申请表、代收补正、登记撤回；收取材料不需要委托书",
        "行政许可法32(1)，R24、R28、R33",
        (Role.COUNTER_CLERK,),
        acts=("add_scan", "correct_form", "supplement", "withdraw", "correct_writing_at_window"),
        conditions=(Condition.IN_DIVISION, Condition.IN_REGISTER, Condition.HOLDS_POST),
    ),
    Policy(
        "window_queries_sharing",
        "综合受理窗口人员对数据共享未取得的材料再次查询；能够共享的材料不要求申请人提交",
        "国务院令第716号第七条，R8",
        (Role.COUNTER_CLERK,),
        acts=("query_sharing",),
        conditions=(Condition.IN_DIVISION, Condition.IN_REGISTER, Condition.HOLDS_POST),
    ),
    Policy(
        "window_accepts_by_letter",
        "综合受理窗口人员凭部门的受理委托书，以部门名义受理、一次性告知补正或者不予受理",
        "规则一(二)6、三(一)3，R32、R33、R57；行政许可法24、32",
        (Role.COUNTER_CLERK,),
        acts=("accept", "correct", "reject"),
        conditions=(
            Condition.IN_DIVISION,
            Condition.IN_REGISTER,
            Condition.HOLDS_POST,
            Condition.AT_POINT,
            Condition.NOT_TRANSFERRED,
            Condition.LETTER_TO_ACCEPT,
            Condition.LETTER_TO_ISSUE_DOCUMENTS,
            Condition.TRAINED,
        ),
        letter="accept",
    ),
    Policy(
        "window_transfers",
        "没有有效的受理委托书时，窗口收件后移送部门，由部门受理；受理期限自收件起连续计算",
        "规则一(二)6，R33；行政许可法32(4)",
        (Role.COUNTER_CLERK,),
        acts=("transfer",),
        conditions=(
            Condition.IN_DIVISION,
            Condition.IN_REGISTER,
            Condition.HOLDS_POST,
            Condition.NOT_TRANSFERRED,
            Condition.NO_LETTER_TO_ACCEPT,
        ),
    ),
    Policy(
        "officer_accepts_transferred",
        "部门审查员对窗口移送的办件，以本部门的职权受理、一次性告知补正或者不予受理",
        "行政许可法32，R33",
        (Role.OFFICER,),
        acts=("accept", "correct", "reject"),
        conditions=(Condition.IN_DEPARTMENT, Condition.IN_REGISTER, Condition.HOLDS_POST, Condition.TRANSFERRED),
    ),
    Policy(
        "chief_answers_transferred",
        "首席代表对窗口移送的办件，以本部门的职权一次性告知补正或者不予受理",
        "行政许可法32，R33",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("correct", "reject"),
        conditions=(
            Condition.IN_DEPARTMENT,
            Condition.IN_REGISTER,
            Condition.HOLDS_POST,
            Condition.STAFF_TYPE_DECIDES,
            Condition.TRANSFERRED,
        ),
    ),
    Policy(
        "chief_accepts_transferred",
        "首席代表受理窗口移送的即办件；承诺件由审查员受理，使受理和决定不在同一岗位",
        "行政许可法32，R1、R33",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("accept",),
        conditions=(
            Condition.IN_DEPARTMENT,
            Condition.IN_REGISTER,
            Condition.HOLDS_POST,
            Condition.STAFF_TYPE_DECIDES,
            Condition.TRANSFERRED,
            Condition.ON_THE_SPOT,
        ),
    ),
)
