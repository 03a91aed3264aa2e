"""申请人: everybody acts on the own cases, and on no others."""

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "申请人"
PRECHECK = ("ask_precheck", "withdraw_precheck")
POLICIES = (
    Policy(
        "applicant_opens_case",
        "实名认证的个人或者企业新建申请",
        "行政许可法29，R14",
        (Role.APPLICANT,),
        acts=("create_application",),
    ),
    Policy(
        "applicant_acts_on_own_case",
        "申请人填写、提交、补正、撤回本人的办件",
        "行政许可法29、31、32，R14",
        (Role.APPLICANT,),
        acts=(
            "save_form",
            "add_material",
            "confirm_sheet",
            "remove_material",
            "submit",
            "query_sharing",
            "supplement",
            "fill_papers",
            "change_answers",
            "withdraw",
            *PRECHECK,
        ),
        conditions=(Condition.OWN_CASE,),
    ),
    Policy(
        "agent_acts_for_principal",
        "代理人凭有效的委托，在委托的范围内替委托人填写、提交、补正、撤回",
        "民法典161、165；行政许可法29",
        (Role.APPLICANT,),
        acts=(
            "save_form",
            "add_material",
            "confirm_sheet",
            "remove_material",
            "submit",
            "query_sharing",
            "supplement",
            "fill_papers",
            "change_answers",
            "withdraw",
            *PRECHECK,
        ),
        conditions=(Condition.AS_AGENT,),
    ),
    Policy(
        "applicant_reads_own_cases",
        "申请人查看本人的办件、文书、证照和查阅记录，导出本人信息；实名等级不到 3 级的，只限本账号填写的办件",
        "个人信息保护法44、45；行政许可法30",
        (Role.APPLICANT,),
        permissions=(Permission.APPLY,),
    ),
)
