"""What the acts that end a result have in common: the certificate it is about, its entry in the register, the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.heard import Against, FactsTold, Heard, heard_faults
from chalicelib.cases.model.result_end import NOT_VALID, EndState, Ground, ResultEnd
from chalicelib.cases.store.renewals import renewing_of
from chalicelib.documents.model.adverse import heard_words
from chalicelib.documents.model.result_ends import Granted
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.documents.store.vault import CERTIFICATE, Document
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.issuance.store import register


@dataclass(frozen=True)
class Ending:
    """An act that ends this certificate."""

    begun: Begun
    certificate: Document

    @property
    def case(self) -> Case:
        return self.begun.case

    @property
    def last(self) -> ResultEnd | None:
        ends = self.case.result_ends
        return ends[-1] if ends else None

    @property
    def head(self) -> Letterhead:
        return letterhead(self.begun.platform, self.case, self.begun.item, self.begun.caller.at, self.begun.directory)

    @property
    def granted(self) -> Granted:
        """As the decision that ends it names it."""
        decided = self.case.decided_at or self.begun.caller.at
        return Granted(self.certificate.title, self.certificate.number or "", decided.date())

    @property
    def renewed_by(self) -> Case | None:
        """The case that renews this result: under way, or granted and still valid."""
        found = renewing_of(self.begun.platform.table, self.case.id).case
        return None if found is None or (found.result_ends and found.result_ends[-1].state in NOT_VALID) else found

    def _warned(self, state: EndState) -> list[tuple[str, str]]:
        """The renewed licence has a case and a certificate of its own, which this decision does not touch."""
        found = self.renewed_by if state in NOT_VALID else None
        if found is None:
            return []
        if found.outcome != "grant":
            return [("renewal_open", f"该许可的延续申请（办件{found.number}）正在办理，请一并依法处理")]
        rest = "本决定只终止原证照的效力，延续后的许可也需要终止的，请对该办件另行作出决定"
        return [("renewed_since", f"该许可已经由办件{found.number}延续；{rest}")]

    def commit(
        self,
        state: EndState,
        ground: str | None,
        words: Ground,
        *,
        after: Case | None = None,
        document: Draft | None = None,
        reference: str | None = None,
        told: dict[str, JsonValue] | None = None,
        data: dict[str, JsonValue] | None = None,
    ) -> Receipt:
        """The case with this end, and the register, which tells it to everybody from this moment on."""
        begun, no = self.begun, document.no if document else None
        end = ResultEnd(
            state=state,
            at=begun.caller.at,
            ground=ground or state,
            words=words.words,
            article=words.article,
            document=no,
            reference=reference,
        )
        case = (after or self.case).model_copy(update={"result_ends": (*self.case.result_ends, end)})
        identifier = self.certificate.identifier or ""
        return begun.commit(
            case,
            both={"result_state": state, **({"ground": ground} if ground else {}), **(told or {})},
            data={"identifier": identifier, **({"reference": reference} if reference else {}), **(data or {})},
            answer={"number": case.number},
            document=document,
            warnings=self._warned(state),
            ops=[register.ended(identifier, end)],
        )


def begin_ending(platform: Platform, caller: Caller, row: CaseAct, case_id: str) -> Ending:
    """409 unless a licence was granted here whose certificate is made."""
    with meanwhile(lambda: vault.load(platform, case_id, CERTIFICATE)) as certificate:
        begun = begin(platform, caller, row, case_id)
    made = certificate.result()
    if not begun.item.is_licence:
        title = "本事项不是行政许可，不适用行政许可法的这一规定"
        raise problems.Conflict(code="not_a_licence", title=title)
    if begun.case.outcome != "grant" or made is None:
        raise problems.Conflict(code="nothing_granted", title="本件没有准予行政许可，没有可以终止效力的证照")
    return Ending(begun, made)


class ToldBefore(NamedTuple):
    """What a decision against the holder rests on: the facts and the evidence of the notice, and what was said to them.
    `heard` is how the decision tells of that.
    """

    facts: FactsTold
    heard: str
    recorded: dict[str, JsonValue]


def told_before(
    ending: Ending, against: Against, ground: str, heard: Heard, more: Sequence[FieldError] = ()
) -> ToldBefore:
    """422 unless the holder was told of it on this ground, and heard; `more` is what is wrong besides."""
    case, at = ending.case, ending.begun.caller.at
    warned, facts = case.forewarned, case.facts_told
    errors = [*heard_faults(warned, facts, against, ground, heard, at.date()), *more]
    if errors or warned is None or facts is None:
        raise problems.Invalid(errors=errors)
    words = heard_words(heard.response, heard.answer, warned.told_at.date(), heard.hearing_held_on)
    recorded = heard.for_the_chain(case.chain_key, case.id)
    return ToldBefore(facts, words, {**recorded, "found_digest": facts.digest(case.chain_key, case.id)})
