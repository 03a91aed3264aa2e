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
    Policy(
        "window_prechecks",
        "综合受理窗口人员应申请人的请求，在提交前对草稿的材料提出意见；不是受理，不计期限，不需要委托书",
        "规则二(一)2，R21",
        (),
    ),
    Policy(
        "window_takes_in",
        "综合受理窗口人员收取材料、代收补正、登记撤回；收取材料不需要委托书",
        "行政许可法32(1)，R24、R28、R33",
        (),
    ),
    Policy(
        "window_queries_sharing",
        "综合受理窗口人员对数据共享未取得的材料再次查询；能够共享的材料不要求申请人提交",
        "国务院令第716号第七条，R8",
        (),
    ),
    Policy(
        "window_takes_promised_papers",
        "综合受理窗口人员登记申请人补齐容缺材料的书面承诺，代收补齐的材料；是否容缺受理由受理人决定",
        "广东省优化营商环境条例32",
        (),
    ),
    Policy(
        "window_takes_commitment",
        "综合受理窗口人员登记申请人签署的告知承诺书；申请人不愿承诺的，按照一般程序提交材料",
        "国办发〔2020〕42号；优化营商环境条例40",
        (),
    ),
    Policy(
        "window_accepts_by_letter",
        "综合受理窗口人员凭部门的受理委托书，以部门名义受理、一次性告知补正或者不予受理",
        "规则一(二)6、三(一)3，R32、R33、R57；行政许可法24、32",
        (),
    ),
    Policy(
        "window_asks_department",
        "综合受理窗口人员受理前就材料是否齐全、是否符合法定形式、是否属于本部门职权征询部门；受理期限连续计算",
        "规则二(二)，R30、R43；行政许可法32",
        (),
    ),
    Policy(
        "window_transfers",
        "没有有效的受理委托书时，窗口收件后移送部门，由部门受理；受理期限自收件起连续计算",
        "规则一(二)6，R33；行政许可法32(4)",
        (),
    ),
    Policy("post_in_department", "部门岗位办理本部门的办件", "R1、R54", ()),
)
POLICIES = (PLATFORM, OPERATOR, *FORMER)
