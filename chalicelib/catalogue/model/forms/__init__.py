"""The application form of an item: its schema for people and programs, and the check of what was filled in. Pure."""

from chalicelib.catalogue.model.forms.applicant import PersonalIdentity
from chalicelib.catalogue.model.forms.check import check_form, validate_form
from chalicelib.catalogue.model.forms.representation import with_derived
from chalicelib.catalogue.model.forms.schema import form_of

__all__ = [
    "PersonalIdentity",
    "check_form",
    "form_of",
    "validate_form",
    "with_derived",
]
