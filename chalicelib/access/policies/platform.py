"""平台: what the platform does by itself, and the rules that stand in events of former releases."""

from chalicelib.access.policies.policy_row import Policy

PLACE = "平台"
PLATFORM = Policy("platform", "法定期限届满、上一环节完成等事实发生时，由平台自动办理", "R8、R30", ())
OPERATOR = Policy(
    "operator", "运维人员以命令行办理保管期限届满的销毁和暂缓", "档案法实施条例19；个人信息保护法19、47", ()
)
# Events keep their policy for good, so an id that was given up is still explained.
FORMER = (
    Policy("own_case", "申请人办理本人的办件", "行政许可法29", ()),
    Policy("new_case", "依岗位权限新建办件", "R24", ()),
    Policy("post_in_division", "大厅岗位办理本区划的办件", "R1、R91", ()),
    Policy("post_in_department", "部门岗位办理本部门的办件", "R1、R54", ()),
)
POLICIES = (PLATFORM, OPERATOR, *FORMER)
