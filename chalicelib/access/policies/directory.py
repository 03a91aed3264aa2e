"""机构: letters are signed by departments and filed with the bureau; the centre runs the hall."""

from chalicelib.access.actor import Role
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "机构"
POLICIES = (
    Policy(
        "leader_signs_letters",
        "部门负责人签发、撤销本部门的受理委托书和授权书",
        "规则一(二)6、三(一)3、三(二)2，R57、R72",
        (Role.DEPARTMENT_LEADER,),
        permissions=(Permission.SIGN_LETTERS,),
    ),
    Policy(
        "bureau_files_letters",
        "政务服务管理局备案授权文书，确认非常驻部门",
        "规则一(二)1、三(二)2，R72、R83、R90",
        (Role.SUPERVISOR,),
        permissions=(Permission.FILE_LETTERS,),
    ),
    Policy(
        "centre_manages_hall",
        "政务服务中心管理人员维护大厅、窗口和窗口人员",
        "规则一(三)，R22、R23、R73",
        (Role.CENTRE_MANAGER,),
        permissions=(Permission.MANAGE_HALL,),
    ),
    Policy(
        "special_window_reports",
        "有自有系统的专窗由其系统或者政务服务中心登记每天的件数和状态，不登记办件；部门的系统只登记本部门的专窗",
        "规则二(一)5，R35",
        (Role.DEPARTMENT_SYSTEM, Role.CENTRE_MANAGER),
        permissions=(Permission.REPORT_WINDOW,),
    ),
    Policy(
        "directory_is_read",
        "中心管理人员、政务服务管理局和平台管理员查看机构人员和授权名册",
        "规则一(二)2，R59、R89",
        (Role.CENTRE_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR),
        permissions=(Permission.READ_DIRECTORY,),
    ),
    Policy(
        "registers_are_read",
        "中心管理人员、政务服务管理局和平台管理员查看进驻人员、授权文书和印章；部门负责人只看本部门的",
        "规则一(二)2、三(一)3、三(二)2，R57、R59、R71、R72",
        (Role.CENTRE_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DEPARTMENT_LEADER),
        permissions=(Permission.READ_REGISTERS,),
    ),
    Policy(
        "seal_uses_are_read",
        "保管印章的部门、政务服务管理局和审计人员查看印章使用记录；部门人员只看本部门的",
        "规则一(二)3(6)，R71",
        (
            Role.DEPARTMENT_LEADER,
            Role.CHIEF_REPRESENTATIVE,
            Role.OFFICER,
            Role.SUPERVISOR,
            Role.AUDITOR,
        ),
        permissions=(Permission.READ_SEAL_USES,),
    ),
    Policy(
        "authority_is_asked",
        "办理、管理、监督和审计人员查询谁可以凭哪份授权文书办理",
        "规则三(一)3、三(二)2，R33、R57、R72；行政许可法24",
        (
            Role.COUNTER_CLERK,
            Role.ISSUING_CLERK,
            Role.OFFICER,
            Role.CHIEF_REPRESENTATIVE,
            Role.DEPARTMENT_LEADER,
            Role.DEPARTMENT_SYSTEM,
            Role.GOVERNMENT_LEADER,
            Role.CENTRE_MANAGER,
            Role.SUPERVISOR,
            Role.AUDITOR,
            Role.ADMINISTRATOR,
        ),
        permissions=(Permission.ASK_AUTHORITY,),
    ),
    Policy(
        "posts_are_kept",
        "平台管理员登记调岗和培训；中心管理人员只调整窗口人员的窗口、岗位和培训",
        "规则一(二)2、一(二)6、三(三)1，R22、R51、R59",
        (Role.ADMINISTRATOR, Role.CENTRE_MANAGER),
        permissions=(Permission.KEEP_STAFF,),
    ),
    Policy(
        "administrator_manages",
        "平台管理员导入和维护机构人员、事项目录和系统配置，不办理办件",
        "R41、R59、R93",
        (Role.ADMINISTRATOR,),
        permissions=(Permission.ADMINISTER, Permission.MANAGE_DIRECTORY),
    ),
    Policy(
        "payments_and_numbers_are_looked_at",
        "督办人员和平台管理员查看缴费的逐日核对和文号登记",
        "R29、R70",
        (Role.SUPERVISOR, Role.ADMINISTRATOR),
        permissions=(Permission.READ_PAYMENT_DAYS, Permission.READ_NUMBERS),
    ),
)
