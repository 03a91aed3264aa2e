"""监督: who sees how cases go, and works on none of them."""

from chalicelib.access.actor import Role
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "监督"
POLICIES = (
    Policy(
        "hall_reads_cases",
        "窗口人员、中心管理人员、本级人民政府负责人查看本区划收件后的办件",
        "规则二(二)、二(四)，R1、R91",
        (Role.COUNTER_CLERK, Role.ISSUING_CLERK, Role.CENTRE_MANAGER, Role.GOVERNMENT_LEADER),
        permissions=(Permission.READ_CASES,),
    ),
    Policy(
        "bureau_supervises",
        "政务服务管理局督办本区划和下级区划的办件，查看查阅记录，不办理办件",
        "规则二(四)、二(五)，R91、R92；行政许可法72",
        (Role.SUPERVISOR,),
        permissions=(Permission.SUPERVISE, Permission.READ_CASES),
    ),
    Policy(
        "auditor_verifies",
        "审计人员核验办件链和查阅日志",
        "规则二(三)、四(三)，R55、R88",
        (Role.AUDITOR,),
        permissions=(Permission.AUDIT,),
    ),
)
