"""咨询: questions before an application, at the desk and at departments, and the knowledge base."""

from chalicelib.access.actor import Role
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission

PLACE = "咨询"
POLICIES = (
    Policy(
        "questions_are_read",
        "咨询台、被转交的部门和督办人员查看本地区的咨询；部门只看转交本部门的，督办人员看逾期未答复的",
        "规则二(一)1、一(三)2，R17、R18、R74",
        (Role.GUIDE, Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.SUPERVISOR),
        permissions=(Permission.READ_CONSULTATIONS,),
    ),
    Policy(
        "department_answers_questions",
        "部门答复转交本部门的咨询，提供审批前服务",
        "规则一(二)2、二(一)1、一(三)2，R18、R45、R74",
        (Role.OFFICER, Role.CHIEF_REPRESENTATIVE),
        permissions=(Permission.ANSWER_CONSULTATIONS,),
    ),
    Policy(
        "department_keeps_knowledge",
        "事项编辑人员编制、更新和撤下本部门的业务咨询知识库条目",
        "规则一(二)5、一(三)2，R17、R49、R74",
        (Role.ITEM_EDITOR,),
        permissions=(Permission.KEEP_KNOWLEDGE,),
    ),
)
