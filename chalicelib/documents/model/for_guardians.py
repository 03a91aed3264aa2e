"""Which documents a guardian is given once the ward has come of age (民法典17, 39). Pure."""

from datetime import date

from chalicelib.access.actor import Identity
from chalicelib.cases.model import Case
from chalicelib.cases.model.guardianship import JUDGMENT
from chalicelib.documents.model.kinds import GRANTS, REFUSALS, DocumentKind

CERTIFICATE = "certificate"
RESULTS = frozenset({CERTIFICATE, *(kind.value for kind in (*GRANTS, *REFUSALS, DocumentKind.DECISION_CORRECTION))})


def guardian_is_given(case: Case, identity: Identity | None, document: tuple[str, date], on: date) -> bool:
    """Whether the account of this person, or an agent of this person, still is given the document, told by its kind and
    the day on which it was made.

    What was given out while the ward was a minor stays with the guardian. A result is collected by whoever has the
    right on the day: the person, unless the guardian took it before.
    """
    ward = case.ward
    proof = case.guardianship.proof if case.guardianship else None
    if ward is None or ward.grown_on is None or on < ward.grown_on or proof == JUDGMENT or ward.is_person(identity):
        return True
    kind, made_on = document
    if kind not in RESULTS:
        return made_on < ward.grown_on
    return case.delivered_at is not None and case.delivered_at.date() < ward.grown_on
