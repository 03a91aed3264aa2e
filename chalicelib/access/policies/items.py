"""事项: drafted by the department, approved by its leader, consented to by 编办, filed with the bureau."""

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "事项"
POLICIES = (
    Policy(
        "editor_drafts_items",
        "事项编辑人员起草、修改本部门的事项",
        "规则一(二)4、三(一)4，R9、R58",
        (Role.ITEM_EDITOR,),
        permissions=(Permission.EDIT_ITEMS,),
    ),
    Policy(
        "leader_approves_items",
        "部门负责人审定本部门的事项",
        "规则一(二)4、三(一)4，R10、R58、R81",
        (Role.DEPARTMENT_LEADER,),
        permissions=(Permission.APPROVE_ITEMS,),
    ),
    Policy(
        "department_tries_items",
        "事项编辑人员和部门负责人在沙箱中试运行本部门尚未发布的事项，由本人扮演申请人、窗口和部门；沙箱中的办件、文号和证照不对外",
        "规则一(二)4，R9、R13、R58",
        (Role.ITEM_EDITOR, Role.DEPARTMENT_LEADER),
        permissions=(Permission.TRY_ITEMS,),
    ),
    Policy(
        "organ_office_consents",
        "机构编制委员会办公室同意后，事项方可发布",
        "规则一(二)1、三(一)4，R41、R42",
        (Role.ITEM_APPROVER,),
        permissions=(Permission.CONSENT_ITEMS,),
    ),
    Policy(
        "bureau_files_items",
        "政务服务管理局接收事项的备案",
        "规则一(二)4，R48、R58、R90",
        (Role.SUPERVISOR,),
        permissions=(Permission.FILE_ITEMS,),
    ),
    Policy(
        "law_is_reviewed",
        "法制审核人员对事项的暂停、取消、下放、拆分、合并作合法性审查，不起草也不审定",
        "规则一(二)1，R42",
        (Role.LEGAL_REVIEWER,),
        permissions=(Permission.REVIEW_LAW,),
    ),
    Policy(
        "items_are_read",
        "参与事项起草、审定、审查、备案和维护的人员查看事项的草稿、版本和办理记录",
        "规则一(二)4、三(一)4，R9、R58、R90",
        (
            Role.ITEM_EDITOR,
            Role.DEPARTMENT_LEADER,
            Role.ITEM_APPROVER,
            Role.LEGAL_REVIEWER,
            Role.SUPERVISOR,
            Role.ADMINISTRATOR,
        ),
        permissions=(Permission.READ_ITEMS,),
    ),
    Policy(
        "manuals_are_read",
        "大厅和部门的工作人员查看事项的业务手册，据以办理",
        "规则一(二)4、三(一)2，R47、R56",
        tuple(role for role in Role if role not in (Role.APPLICANT, *OF_ORGAN_ABOVE)),
        permissions=(Permission.READ_MANUALS,),
    ),
    Policy(
        "guide_explains_items",
        "咨询导办人员解答事项、材料和窗口，不办理办件",
        "规则一(三)3，R19",
        (Role.GUIDE,),
        permissions=(Permission.GUIDE,),
    ),
)
