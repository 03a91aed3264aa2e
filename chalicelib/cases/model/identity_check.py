"""窗口核验身份: a clerk has seen in person who is to submit a draft, which counts as the highest level (G6). Pure."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime

from chalicelib.access.actor import Actor, blind_index
from chalicelib.cases.model.record import Record
from chalicelib.consents.model.authorisation import acting_person
from chalicelib.foundation.identity_documents import owner_parts

# The platform's own bound: long enough to go home and add what is missing, too short to be forgotten.
HOLDS_FOR = timedelta(hours=24)
Relation = Literal["applicant", "legal_representative", "agent", "guardian"]


class IdentityCheck(Record):
    """Whom a clerk has seen for this draft: `person` is a keyed digest of the document. It counts for the submission of
    this draft only, until `until`.
    """

    relation: Relation
    person: str
    at: AwareDatetime
    until: AwareDatetime

    def holds_for(self, actor: Actor, key: bytes, case_id: str, now: datetime) -> bool:
        """Whether this is who was seen: the person whose account it is, or the agent. With the account of a company,
        which names no person, it is the legal representative.
        """
        person = acting_person(actor)
        if person is None or now > self.until:
            return False
        if person.kind == "company":
            return self.relation == "legal_representative"
        return blind_index(key, case_id, *person.owner_parts) == self.person


def person_seen(key: bytes, case_id: str, document: tuple[str, str, str | None]) -> str:
    """The digest of a document by its kind, number and country; a renewed pass has the same."""
    return blind_index(key, case_id, *owner_parts(*document))
