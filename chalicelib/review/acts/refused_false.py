"""不予行政许可 as the application was false (行政许可法78): what the finding adds to the refusal."""

from typing import NamedTuple, Self

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.false_found import Barring, found_false, told_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.documents.model.adverse import found_of, refused_for_falsehood
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store.drafts import Letterhead, document_no


class RefusedFalse(NamedTuple):
    """The case as it is decided; `barring` is None of every other decision."""

    begun: Begun
    case: Case
    barring: Barring | None = None

    @classmethod
    def of(cls, begun: Begun, after: Case, barring: Barring | None) -> Self:
        return cls(begun, after.model_copy(update={"falsehood": barring.falsehood}) if barring else after, barring)

    @property
    def told(self) -> dict[str, JsonValue]:
        return told_of(self.barring) if self.barring else {}

    @property
    def recorded(self) -> dict[str, JsonValue]:
        """For the event."""
        if self.barring is None:
            return {}
        case = self.begun.case
        return {"false_finding": self.barring.for_the_chain(case.chain_key, case.id)}

    def in_words(self, head: Letterhead, decision: NoticeData) -> NoticeData:
        """The refusal, which says what was found, that it warns, and until when it bars."""
        if self.barring is None:
            return decision
        found = found_of(self.barring.finding, self.barring.falsehood, self.barring.warned, self.barring.facts)
        return refused_for_falsehood(head.facts, decision, found)


def finding_of(begun: Begun, said: FalseFinding | None) -> Barring | None:
    """422 unless the person was told and heard."""
    if said is None:
        return None
    no = document_no(begun.case.seq + 1, DocumentKind.REFUSAL_DECISION)
    return found_false(begun, said, no, "/falsehood")
