"""事项目录: items, their forms and lists of materials. This is what other rooms may use, besides `catalogue.model`."""

from chalicelib.catalogue.checklists import ChecklistLine, checklist
from chalicelib.catalogue.forms import (
    RESIDENT_ID_CARD,
    CheckedForm,
    Form,
    PersonalIdentity,
    check_form,
    form_of,
    validate_form,
)
from chalicelib.catalogue.store import load_item

__all__ = [
    "RESIDENT_ID_CARD",
    "CheckedForm",
    "ChecklistLine",
    "Form",
    "PersonalIdentity",
    "check_form",
    "checklist",
    "form_of",
    "load_item",
    "validate_form",
]
