"""承诺补齐容缺材料: the applicant commits in writing to papers that follow (广东省优化营商环境条例32).

Online the promise is part of the submission; at the window the person signs it.
"""

from collections.abc import Collection, Sequence
from typing import Annotated, NamedTuple

from pydantic import Field, JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.model import Case
from chalicelib.cases.model.deferral import ARTICLE_32, Deferral, promise_faults, promised
from chalicelib.cases.model.deferral_acts import PROMISE_PAPERS
from chalicelib.cases.model.material import LineNo, lines_of
from chalicelib.cases.model.presented import Window
from chalicelib.cases.store.bars import barred_until
from chalicelib.cases.store.records import OF_DEFERRALS
from chalicelib.catalogue.store import load_item
from chalicelib.documents.model.deferrals import Promise, deferral_commitment
from chalicelib.documents.model.notice import chinese_date
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.application import Form
from chalicelib.intake.model.completeness import lacking_lines
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window, word_given

Lines = Annotated[tuple[LineNo, ...], Field(max_length=20, description="承诺限期补齐的材料序号")]


class Promised(NamedTuple):
    """The case with the promise, and the 承诺书."""

    case: Case
    document: Draft

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event."""
        lines = self.case.deferral.lines if self.case.deferral else ()
        return {"lines": [*lines]}


@act
def promise_papers(platform: Platform, caller: Caller, case_id: str, lines: Sequence[str], signing: Signing) -> Receipt:
    """A later promise of the same case stands in place of the one before. The five workdays go on."""
    with named_letter(platform, signing) as letter:
        begun = begin(platform, caller, PROMISE_PAPERS, case_id, whole=True)
    require_in_time(begun)
    case, found = begun.case, begun.found
    asked = asked_of(platform, case, begun.claim, "supplement", caller.at.date())
    signing = with_letter(platform, caller, signing, letter, asked, "/presented_by")
    require_right_person(signing, begun.claim, Window(caller.at.date(), caller.actor.name))
    begun = begun.naming(letter()).with_proof(signing.newly_proven(case.guardianship, caller))
    case = begun.case
    lacking = {line.no for line in lacking_lines(case, lines_of(begun.item, found.form), found.files)}
    made = promising(begun, case, found.form, lacking, lines, signing)
    return begun.commit(
        made.case,
        both=made.told,
        data={**seen_at_window(signing, case), **begun.proof_recorded(case)},
        answer={"number": case.number},
        document=made.document,
    )


def promising(
    begun: Begun, case: Case, form: Form, lacking: Collection[str], wanted: Sequence[str], signing: Signing | None
) -> Promised:
    """The promise of these lines, for the act that commits it; `signing` of who has signed it at a window. 422 for a
    line that cannot be promised, 409 while an earlier promise that was broken bars the applicant.
    """
    item, at, rule = begun.item, begun.caller.at, begun.item.tolerance
    if case.deferral and {*case.deferral.lines} == {*wanted}:
        raise problems.Conflict(code="promised_already", title="这些材料已经书面承诺补齐，不必再次承诺")
    lines = {line.no: line for line in lines_of(item, form)}
    errors = promise_faults(item, lines.values(), lacking, wanted, "/promised")
    if errors or rule is None:
        raise problems.Invalid(errors=errors)
    if until := barred_until(begun.platform, case, OF_DEFERRALS, at.date()):
        says = f"申请人此前承诺的容缺材料逾期未补齐，至{chinese_date(until)}不得再容缺受理（{ARTICLE_32}）"
        raise problems.Conflict(code="deferral_barred", title=says)
    head = letterhead(begun.platform, case, item, at, begun.directory)
    deferral = promised(rule, [basis.law for basis in item.legal_basis], wanted, at, "")
    told = printed(deferral, [lines[no].name for no in deferral.lines])._replace(of_members=case.is_request)
    given = word_given(begun.caller, case.applicant_name, signing)
    facts = head.on_paper(signing is not None)
    document = head.draft(deferral_commitment(facts, head.formalities, told, given), _readers(begun, deferral.lines))
    kept = deferral.model_copy(update={"document": document.no})
    return Promised(case.model_copy(update={"deferral": kept}), document)


def _readers(begun: Begun, lines: Collection[str]) -> list[str]:
    """Of a joint request the departments whose members wait for these lines."""
    made_of, table, region = begun.item.request_of, begun.platform.table, begun.case.division
    waiting = [one for one in made_of.members if not {*one.lines.values()}.isdisjoint(lines)] if made_of else []
    return sorted({load_item(table, region, one.item, version=one.version).department for one in waiting})


def printed(deferral: Deferral, materials: Sequence[str]) -> Promise:
    return Promise(materials, deferral.workdays, deferral.bar_months, deferral.basis)
