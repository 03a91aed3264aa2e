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
    Policy(
        "window_receives",
        "综合受理窗口人员收取材料、当场更正申请表、代收补正、登记撤回；收取材料不需要委托书",
        "行政许可法32(1)，R24、R28、R33",
        (),
    ),
    Policy(
        "window_checks_originals",
        "综合受理窗口人员将上传的证照、第三方报告与原件核对；行政机关签发的电子材料和申请人自己的声明不要求出示原件",
        "规则一(三)4、二(二)，R27；广东省优化营商环境条例34；国办函〔2016〕108号",
        (),
    ),
    Policy("post_in_department", "部门岗位办理本部门的办件", "R1、R54", ()),
)
POLICIES = (PLATFORM, OPERATOR, *FORMER)
