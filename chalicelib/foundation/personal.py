"""Which attributes of which rows hold personal data. They reach the table encrypted, in the one attribute `SEALED`.

A row whose attributes are not named here is stored as it is. `tests/faults/test_canaries.py` plays whole stories
and looks for what people typed in every row.
"""

from collections.abc import Mapping

from chalicelib.foundation import consultation_keys, keys, register_keys
from chalicelib.foundation.keys import Key

SEALED = "sealed"
NOTHING: frozenset[str] = frozenset()

# What the case itself has of people. It stands in HOLDER; in cases from before HOLDER it stands in META.
OF_PEOPLE = frozenset(
    {
        *("salt", "applicant_parts", "applicant_name", "guardian_name", "guardianship", "agents", "ward"),
        *("decision_reasons", "absences", "interested", "face", "hold_reason", "prechecks", "hearings"),
        *("facts_told", "parties"),
    }
)

# Who speaks for a department: officials, but their telephones are their own.
OF_CONTACTS = frozenset({"contacts"})

# Rows of a case by their sort key, or by what it begins with.
OF_CASE: Mapping[str, frozenset[str]] = {
    keys.HOLDER: OF_PEOPLE,
    keys.META: OF_PEOPLE,
    keys.FORM: frozenset({"form"}),
    keys.EARLIER_FORM: frozenset({"form"}),
    keys.MATERIAL: frozenset({"file_name"}),
    keys.SESSION: frozenset({"given", "place", "record", "minutes", "reason"}),
    keys.TASK: frozenset({"answer", "answer_salt", "handed_over", "question"}),
    keys.NOTICE: frozenset({"gaps"}),
    keys.DOCUMENT: frozenset({"rewritten", "reason"}),
    keys.DOCUMENT_TEXT: frozenset({"data"}),
}

# Who has let whom act, by name and number.
OF_AUTHORISATION: Mapping[str, frozenset[str]] = {keys.GRANT: frozenset({"principal", "agent", "relationship"})}


# What somebody has asked, and who: a question tells of its asker's life.
OF_CONSULTATION: Mapping[str, frozenset[str]] = {
    consultation_keys.ASKED: frozenset({"text", "visitor", "reply", "forward_reason"})
}

# Rows of the register of staff: name and telephone.
OF_STAFF: Mapping[str, frozenset[str]] = {register_keys.MEMBER: frozenset({"person"})}


def personal(key: Key) -> frozenset[str]:
    """The attributes of the row with this key that are encrypted."""
    if keys.is_of_case(key):  # as most rows are
        return OF_CASE.get(key.sk) or OF_CASE.get(keys.kind_of_row(key.sk), NOTHING)
    if keys.is_of_authorisation(key):
        return OF_AUTHORISATION.get(key.sk, NOTHING)
    if consultation_keys.is_of_consultation(key):
        return OF_CONSULTATION.get(key.sk, NOTHING)
    if register_keys.is_of_contacts(key):
        return OF_CONTACTS
    return OF_STAFF.get(keys.kind_of_row(key.sk), NOTHING) if register_keys.is_of_staff(key) else NOTHING
