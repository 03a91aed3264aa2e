"""提出咨询: somebody asks online, or at the consultation desk, about an item or in general (R17, R45, R74).

A plain question goes to the desk. Advice before an application (审批前服务) goes to the department at once.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from chalicelib.access.actor import Role, account_of
from chalicelib.access.policy import require_region
from chalicelib.catalogue.store import InForce, in_force
from chalicelib.consultations.model.acts import ASK
from chalicelib.consultations.model.consultation import Consultation, ConsultationKind, ConsultationState, Visitor
from chalicelib.consultations.store import consultations
from chalicelib.directory.store.departments import has_department
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.identifiers import Telephone, has_telephone_shape
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import A_NAME, PARAGRAPHS
from chalicelib.http.bodies import Part

Words = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]
ItemCode = Annotated[str, StringConstraints(min_length=1, max_length=20)]
DepartmentId = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class NewConsultation(Part):
    """要问什么。审批前服务（advice）须写明事项或者部门，直接转给部门。"""

    kind: ConsultationKind = "question"
    item: Annotated[ItemCode | None, Field(description="所问的事项")] = None
    department: Annotated[DepartmentId | None, Field(description="审批前服务没有对应事项时，所问的部门")] = None
    text: Annotated[Words, Field(description="问题；请不要填写证件号码等个人信息")]


def _callable(phone: str) -> str:
    """Forms take any telephone (R9); here it is all that an answer can be told by."""
    if not has_telephone_shape(phone):
        raise PydanticCustomError("telephone_format", "应为可以回拨的电话号码，如 13800000000")
    return phone


class NewVisitor(Part):
    """到场群众需要回复的，留下称呼和电话。"""

    name: Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True), A_NAME]
    phone: Annotated[Telephone, AfterValidator(_callable)]


class VisitorConsultation(NewConsultation):
    """咨询台为到场群众登记的咨询。"""

    visitor: Annotated[NewVisitor | None, Field(description="需要回复的留下；不留的只能当面反馈")] = None


@act
def open_consultation(platform: Platform, caller: Caller, wanted: NewConsultation) -> Receipt:
    """The account or the desk asks. Invalid for an item or a department that is not there."""
    division, calendar = platform.settings.division, platform.calendar
    at_desk = caller.actor.role is Role.GUIDE
    if at_desk:
        require_region(caller.actor, division)
    item = _item(platform, wanted, caller)
    department = _department(platform, wanted, item)
    visitor = wanted.visitor if isinstance(wanted, VisitorConsultation) else None
    asked = Consultation(
        id=consultations.new_id(caller),
        number=consultations.next_number(platform, caller.at.date()),
        division=division,
        kind=wanted.kind,
        item=wanted.item,
        item_name=item.name if item else None,
        department=department,
        text=wanted.text,
        asker="" if at_desk else account_of(caller.actor),
        visitor=Visitor(**visitor.model_dump()) if visitor else None,
        asked_at=caller.at,
        came_at=caller.at,
    )
    state = ConsultationState.AT_DEPARTMENT if wanted.kind == "advice" else ConsultationState.AT_DESK
    after = asked.moved(state, calendar)
    return consultations.commit(platform, caller, ASK, None, after, {"kind": wanted.kind, "item": wanted.item})


def _item(platform: Platform, wanted: NewConsultation, caller: Caller) -> InForce | None:
    if wanted.item is None:
        return None
    found = in_force(platform.table, platform.settings.division, [wanted.item], caller.at)
    if wanted.item not in found:
        raise Invalid(errors=[FieldError("/item", "item_unknown", "没有这个事项，请从事项目录中选择")])
    return found[wanted.item]


def _department(platform: Platform, wanted: NewConsultation, item: InForce | None) -> str | None:
    """The department whose answer it needs: that of the item, or the one that was named."""
    if wanted.kind == "question":
        if wanted.department is not None:
            raise Invalid(
                errors=[FieldError("/department", "department_unsuited", "业务咨询由咨询台转交部门，请删除此项")]
            )
        return None
    department = item.department if item else wanted.department
    if department is None:
        raise Invalid(errors=[FieldError("/item", "item_or_department", "审批前服务须写明事项，或者写明部门")])
    if item and wanted.department not in (None, department):
        raise Invalid(errors=[FieldError("/department", "department_of_item", "该事项由其他部门办理，请删除此项")])
    require_department(platform, department, "/department")
    return department


def require_department(platform: Platform, department: str, pointer: str) -> None:
    if not has_department(platform.table, platform.settings.division, department):
        raise Invalid(errors=[FieldError(pointer, "department_unknown", "没有这个部门，请从部门名册中选择")])
