"""The application form of an item: its schema for people and programs, and the check of what was filled in. Pure."""

from chalicelib.catalogue.model.forms.applicant import (
    APPLICANTS,
    CompanyApplicant,
    NaturalPerson,
    OrganisationApplicant,
    PersonalIdentity,
)
from chalicelib.catalogue.model.forms.check import CheckedForm, Mode, check_form, validate_form
from chalicelib.catalogue.model.forms.representation import with_derived
from chalicelib.catalogue.model.forms.schema import LABEL, Form, Question, form_of

__all__ = [
    "APPLICANTS",
    "LABEL",
    "CheckedForm",
    "CompanyApplicant",
    "Form",
    "Mode",
    "NaturalPerson",
    "OrganisationApplicant",
    "PersonalIdentity",
    "Question",
    "check_form",
    "form_of",
    "validate_form",
    "with_derived",
]
