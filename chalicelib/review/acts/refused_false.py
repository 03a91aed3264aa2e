"""不予行政许可 as the application was false, or came while an earlier finding bars it (行政许可法78, 79): what that
adds to the refusal. Silence may have accepted it at a window meanwhile (32); that permits nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import JsonValue

from chalicelib.cases.acts.barred import StandingBar, passed_over
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.false_found import Barring, found_false, told_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.documents.model.adverse import found_of, refused_for_bar, refused_for_falsehood
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store.drafts import Letterhead, document_no
from chalicelib.foundation import problems

if TYPE_CHECKING:
    from chalicelib.review.acts.decide import Proofs


class RefusedFalse(NamedTuple):
    """The case as it is decided; `barring` is None of every other decision."""

    begun: Begun
    case: Case
    barring: Barring | None = None
    bars: Sequence[StandingBar] = ()

    @classmethod
    def of(cls, begun: Begun, after: Case, barring: Barring | None, bars: Sequence[StandingBar]) -> Self:
        after = after.model_copy(update={"falsehood": barring.falsehood}) if barring else after
        return cls(begun, after, barring, bars)

    @property
    def told(self) -> dict[str, JsonValue]:
        return told_of(self.barring) if self.barring else {}

    @property
    def recorded(self) -> dict[str, JsonValue]:
        """For the event."""
        barred: dict[str, JsonValue] = {"barred_by": [bar.number for bar in self.bars]} if self.bars else {}
        if self.barring is None:
            return barred
        case = self.begun.case
        return {**barred, "false_finding": self.barring.for_the_chain(case.chain_key, case.id)}

    def in_words(self, head: Letterhead, decision: NoticeData) -> NoticeData:
        """The refusal, which says what was found, that it warns, and until when it bars; or which bar it rests on."""
        if self.bars:
            decision = refused_for_bar(
                decision, [bar.says for bar in self.bars], [bar.found.article for bar in self.bars]
            )
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


def require_unforbidden(begun: Begun) -> None:
    """409 for a grant of what was applied for while a bar held, though silence has accepted it."""
    if bars := _passed_over(begun):
        raise problems.Conflict(
            code="application_barred",
            title=f"{'；'.join(bar.says for bar in bars)}；逾期视为受理的，仍然不得准予",
            more={"bars": [bar.told() for bar in bars]},
        )


def forbidding(begun: Begun, proofs: "Proofs") -> list[StandingBar]:
    """What the refusal says that it rests on. 409 where no bar was passed over."""
    if not proofs.barred:
        return []
    if bars := _passed_over(begun):
        return bars
    title = "本件不是在限制申请的期间提出、逾期视为受理的申请，不能以此为由不予许可"
    raise problems.Conflict(code="not_barred", title=title)


def _passed_over(begun: Begun) -> list[StandingBar]:
    return passed_over(begun.platform, begun.case, begun.item, begun.found.form, begun.caller.at.date())
