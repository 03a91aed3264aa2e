"""审批: officers review; the chief representative decides within the letter, the leader decides the rest."""

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "审批"
OF_DEPARTMENT = (Condition.IN_DEPARTMENT, Condition.IN_REGISTER, Condition.HOLDS_POST)
POLICIES = (
    Policy(
        "officer_reviews",
        "审查员认领、退回、接办和答复本部门的审查任务",
        "规则二(二)，R54；行政许可法34",
        (Role.OFFICER,),
        acts=("claim_task", "release_task", "take_over_task", "answer_task"),
        conditions=OF_DEPARTMENT,
    ),
    Policy(
        "system_reviews",
        "部门的业务系统认领、退回和答复本部门的审查任务，由部门对其操作负责",
        "规则二(三)，R54、R55",
        (Role.DEPARTMENT_SYSTEM,),
        acts=("claim_task", "release_task", "answer_task"),
        conditions=(Condition.IN_DEPARTMENT,),
    ),
    Policy(
        "chief_reassigns",
        "首席代表说明理由，改派本部门的审查任务",
        "规则一(二)3，R65、R67",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("reassign_task",),
        conditions=OF_DEPARTMENT,
    ),
    Policy(
        "chief_decides_on_the_spot",
        "首席代表凭授权书的权限一，直接决定即办件",
        "规则一(二)3(1)、三(二)2，R44、R65、R66、R72",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("decide",),
        conditions=(
            *OF_DEPARTMENT,
            Condition.STAFF_TYPE_DECIDES,
            Condition.ON_THE_SPOT,
            Condition.NOT_COMPLEX,
            Condition.LETTER_TO_DECIDE,
        ),
        letter="decide",
    ),
    Policy(
        "chief_decides_promised",
        "首席代表凭授权书决定承诺件中的简单事项和一般事项；受理该办件的人不得决定",
        "规则前言、一(二)3(2)、三(二)2，R1、R44、R65、R67、R72",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("decide",),
        conditions=(
            *OF_DEPARTMENT,
            Condition.STAFF_TYPE_DECIDES,
            Condition.PROMISED,
            Condition.NOT_COMPLEX,
            Condition.LETTER_TO_DECIDE,
            Condition.DID_NOT_ACCEPT,
        ),
        letter="decide",
    ),
    Policy(
        "leader_decides",
        "部门负责人以本部门的职权决定复杂事项、授权书未授权的事项和其他事项；受理该承诺件的人不得决定",
        "规则前言、一(二)3，R1、R44、R65；行政许可法34、38",
        (Role.DEPARTMENT_LEADER,),
        acts=("decide",),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES, Condition.DID_NOT_ACCEPT),
    ),
    Policy(
        "department_stops_clock",
        "首席代表或者部门负责人书面告知申请人依法需要的听证、检验检测、专家评审等所需时间，中止和恢复计时",
        "行政许可法45，R52",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("suspend", "resume"),
        conditions=OF_DEPARTMENT,
    ),
    Policy(
        "leader_extends",
        "部门负责人在法定期限届满前批准延长一次，将延长的期限和理由告知申请人",
        "行政许可法42(1)，R52",
        (Role.DEPARTMENT_LEADER,),
        acts=("extend",),
        conditions=OF_DEPARTMENT,
    ),
    Policy(
        "chief_charges",
        "首席代表凭授权书的权限五，按公布的标准开具缴费通知书，撤销有误的通知书，决定退费",
        "规则一(二)3(5)，R70、R72；行政许可法58、59",
        (Role.CHIEF_REPRESENTATIVE,),
        acts=("order_fee", "annul_fee", "refund_fee"),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES, Condition.LETTER_TO_CHARGE),
        letter="charge",
    ),
    Policy(
        "leader_charges",
        "部门负责人以本部门的职权，按公布的标准开具缴费通知书，撤销有误的通知书，决定退费",
        "规则一(二)3(5)，R70；行政许可法58、59",
        (Role.DEPARTMENT_LEADER,),
        acts=("order_fee", "annul_fee", "refund_fee"),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES),
    ),
    Policy(
        "department_corrects_result",
        "首席代表或者部门负责人更正核对不一致的办理结果；决定不变，另行制作",
        "R38",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("correct_result",),
        conditions=(*OF_DEPARTMENT, Condition.STAFF_TYPE_DECIDES),
    ),
    Policy(
        "department_corrects_writing",
        "首席代表或者部门负责人经本人同意，更正无法印制的姓名写法",
        "R28、R38",
        (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER),
        acts=("correct_writing",),
        conditions=OF_DEPARTMENT,
    ),
    Policy(
        "department_reads_tasks",
        "部门人员和部门的业务系统查看本部门的待办和办件",
        "规则二(二)，R54",
        (Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER, Role.DEPARTMENT_SYSTEM),
        permissions=(Permission.READ_TASKS, Permission.READ_CASES),
    ),
    Policy(
        "system_manages_callbacks",
        "部门的业务系统维护自己的回调地址，查看投递记录",
        "规则二(三)，R55",
        (Role.DEPARTMENT_SYSTEM,),
        permissions=(Permission.MANAGE_CALLBACKS,),
    ),
)
