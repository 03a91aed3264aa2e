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
        "directory_is_read",
        "中心管理人员、政务服务管理局和平台管理员查看机构人员和授权名册",
        "规则一(二)2，R59、R89",
        (Role.CENTRE_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR),
        permissions=(Permission.READ_DIRECTORY,),
    ),
    Policy(
        "administrator_manages",
        "平台管理员导入和维护机构人员、事项目录和系统配置，不办理办件",
        "R41、R59、R93",
        (Role.ADMINISTRATOR,),
        permissions=(Permission.ADMINISTER, Permission.MANAGE_DIRECTORY),
    ),
)
