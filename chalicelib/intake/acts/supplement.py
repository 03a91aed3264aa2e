"""补正: what the one-time notice asked for is handed in, as files, as papers at the window, or as fields of the form.
It is received that day.

Papers are received at once, their scans follow (ADR 0005). Nothing but the lines and fields of the notice is asked for:
what the notice did not name cannot be demanded any more (行政许可法32(4)), unless a corrected answer first makes it
apply. The waiting time belongs to no clock (counting rule CR6).
A corrected form is printed anew, and handing it in confirms the new sheet.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import Reading, asked_of, named_letter, with_letter
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import SUPPLEMENT
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.evidence import applying, considered, evidence
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import (
    applied_on,
    changed_form,
    form_digest,
    judged_by,
    missing_fields,
    require_same_applicant,
    resting_on_fields,
    sent_at,
    titles_of,
    unchanged,
)
from chalicelib.cases.model.guardianship import require_guarding
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.model.pledge import chosen, stands
from chalicelib.cases.model.presented import Presented, Window, person_faults
from chalicelib.cases.model.proven import Proven
from chalicelib.cases.model.sharing import not_obtained
from chalicelib.cases.model.sheets import printed, sheets_of
from chalicelib.cases.store.forms import forms_since_receipt, new_version
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.documents.model.receipt import ReceivedMaterial
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op
from chalicelib.intake.acts.ask_shared import ask_after_change
from chalicelib.intake.acts.pledge import newly_confirmed, with_word
from chalicelib.intake.acts.receive_walk_in import Paper
from chalicelib.intake.acts.told_lines import gaps_told, record_told
from chalicelib.intake.model.application import Form, counted_files, identity_seen, listed, paper_list, scanned
from chalicelib.intake.model.completeness import newly_required
from chalicelib.intake.model.papers import differing_sheets, paper_faults
from chalicelib.intake.model.signing import Bringing, unsigned
from chalicelib.intake.store.application import all_as_seen, left_out_files, received_files, voucher_for
from chalicelib.intake.store.sheets import code_of, made_anew, sheet_row, with_sheets


class PaperSupplement(BaseModel, defer_build=True):
    """What the window takes in: papers of the notice's lines, and who brought them, if a clerk has seen the document.

    `presented_by` may be left out where only papers come: anybody may hand in those of a case that has been received.
    What the form should say is stated by a person who signs for it.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    papers: Annotated[tuple[Paper, ...], Field(max_length=99)] = ()
    presented_by: Bringing | None = None


NO_FIELDS: Mapping[str, JsonValue] = {}
NO_PAPERS = PaperSupplement.model_construct()  # not validated: validators are built for who brings papers


class HandedIn(NamedTuple):
    """What this supplement consists of: the form as it is now, those since the receipt, checked files since the notice,
    papers, and the word that is given with it (告知承诺).
    """

    form: Form
    forms: Sequence[Form]
    files: list[MaterialFile]
    papers: Sequence[Paper]
    word: Commitment | None = None


class Answers(NamedTuple):
    """What is written: the fields, and the digest of the text that the applicant commits to."""

    fields: Mapping[str, JsonValue]
    commitment: str | None = None


@act
def supplement(
    platform: Platform,
    caller: Caller,
    case_id: str,
    fields: Mapping[str, JsonValue] = NO_FIELDS,
    brought: PaperSupplement = NO_PAPERS,
    commitment: str | None = None,
) -> Receipt:
    """The case is received again; `fields` has the right content of every field of the form that the notice names.
    `commitment`: the digest of the published text, where the form now chooses 告知承诺 and the word was not given yet.

    422 lists every line of the notice of which nothing has been handed in.
    """
    with named_letter(platform, brought.presented_by) as letter:
        begun = begin(platform, caller, SUPPLEMENT, case_id, whole=True)
    brought = with_right_letter(begun, brought, letter)
    begun = begun.naming(letter())
    if begun.identity is not None:
        require_guarding(begun.item, begun.found.form, begun.case.guardianship, begun.identity, caller.at.date())
    handed_in = _handed_in(begun, Answers(fields, commitment), brought)
    case, writes, sheets = _with_form(begun, form := handed_in.form, handed_in.forms)
    handed_in = handed_in._replace(files=[*handed_in.files, *sheets])
    after = with_sheets(received_again(begun, case, brought), sheets, caller, [one.line for one in brought.papers])
    after, word = with_word(begun, after, handed_in.word)
    digest = {"form": form_digest(case, form)} if writes else {}
    asked = ask_after_change(begun, after, form, {*after.papers, *_lines(handed_in)})
    told = {**recorded(begun, handed_in, brought.presented_by), **digest, **begun.proof_recorded(after), **word.data}
    return begun.commit(
        asked.case,
        data={**told, **asked.data},
        effects=[*asked.effects, *word.effects],
        answer={"number": case.number},
        document=voucher_for(begun, after, begun.item, received_materials(begun, handed_in), brought.presented_by),
        ops=[
            *writes,
            *word.ops,
            *received_files(case, [file for file in handed_in.files if file.event is None]),
            *left_out_files(case, begun.found.files),
        ],
    )


def _lines(handed_in: HandedIn) -> set[str]:
    return {file.line for file in handed_in.files}


def _with_form(begun: Begun, form: Form, forms: Sequence[Form]) -> tuple[Case, list[Op], list[MaterialFile]]:
    """The case with the form as it is now, what is written for that, and the sheets that were printed anew."""
    platform, case, old = begun.platform, begun.case, begun.found.form
    require_same_applicant(platform.index_keys.reads, case, forms, form)
    if form == old:
        return case, [], []
    after, writes = new_version(platform, case, begun.item, old, form)
    sheets = made_anew(platform, begun.caller, after, begun.item, form)
    return after, [*writes, *(sheet_row(after, sheet) for sheet in sheets)], sheets


def _handed_in(begun: Begun, given: Answers, brought: PaperSupplement) -> HandedIn:
    """422 with everything that is wrong or lacks, of the form, the papers and the files at once."""
    faults, form = problems.Faults(), begun.found.form
    word: Commitment | None = None
    with faults:
        form = corrected(begun, given)
    with faults:
        word = newly_confirmed(begun, form, given.commitment)
    forms = forms_since_receipt(begun.platform.table, begun.case, begun.found.form, form)
    with faults:
        require_takeable(begun, [*forms, form], brought, states=bool(given.fields))
    files = list[MaterialFile]()
    with faults:
        files = require_supplemented(begun, form, brought.papers)
    faults.settle()
    return HandedIn(form, forms, files, brought.papers, word)


def received_again(begun: Begun, case: Case, brought: PaperSupplement) -> Case:
    caller = begun.caller
    return case.moved_to(
        Status.SUBMITTED,
        received_at=caller.at,
        overdue_told=False,
        papers=tuple(sorted({*case.papers, *(paper.line for paper in brought.papers)})),
        clocks=on_receipt(caller.at.date(), begun.platform.calendar, licence=begun.item.is_licence),
        identity_seen_at=seen_at(brought.presented_by, caller) or case.identity_seen_at,
        guardianship=proven(brought.presented_by, case.guardianship, caller),
    )


def with_right_letter(begun: Begun, brought: PaperSupplement, letter: Reading) -> PaperSupplement:
    """The papers, and who brought them with the letter of the authorisation that this person names."""
    if brought.presented_by is None:
        return brought
    asked = asked_of(begun.platform, begun.case, begun.claim, "supplement", begun.caller.at.date())
    person = with_letter(begun.platform, begun.caller, brought.presented_by, letter, asked, "/presented_by")
    return brought.model_copy(update={"presented_by": person})


def seen_at(presented: Presented | None, caller: Caller) -> datetime | None:
    """When a clerk has seen the applicant's own document: the highest level of identity, for this case."""
    return caller.at if presented is not None and presented.relation != "agent" else None


def proven(presented: Presented | None, known: Proven | None, caller: Caller) -> Proven | None:
    """What proves the guardianship from now on, where the guardian has brought the papers."""
    return presented.newly_proven(known, caller) if presented else known


def recorded(begun: Begun, handed_in: HandedIn, presented_by: Bringing | None) -> dict[str, JsonValue]:
    """For the event: what was asked for, what was handed in, and who came."""
    case, secret = begun.case, begun.case.chain_key
    asked: dict[str, JsonValue] = {"lines": [*case.noticed_lines]}
    if case.noticed_fields:
        asked["fields"] = [*case.noticed_fields]
    return {
        **asked,
        "files": digests(handed_in.files),
        "papers": [paper.recorded() for paper in handed_in.papers],
        **identity_seen(secret, case.id, presented_by),
        **({"signed": True} if presented_by and presented_by.signed else {}),
        **(presented_by.recorded_letter() if presented_by else {}),
    }


def corrected(begun: Begun, given: Answers) -> Mapping[str, Any]:
    """The form with what the notice asked for, and nothing else changed; 422 otherwise. What is asked only because of a
    noticed field may be filled in, or left out, together with it. The field that chooses to give one's word may stay as
    it is once the word is given.
    """
    asked, form, fields = begun.case.noticed_fields, begun.found.form, given.fields
    kept = _settled(begun, given.commitment)
    follow = resting_on_fields(begun.item, asked)
    unasked = [
        FieldError(sent_at(pointer), "field_not_noticed", "一次性告知书没有要求更正这一栏，收件后不能更改")
        for pointer in fields
        if pointer not in asked and pointer not in follow
    ]
    errors = unasked + missing_fields([one for one in asked if one not in kept], fields, titles_of(begun.item, form))
    if errors:
        raise problems.Invalid(errors=errors)
    if not fields:
        return form
    new = changed_form(begun.item, form, fields, applied_on(begun.case))
    if same := unchanged(form, new, [one for one in asked if one not in kept]):
        raise problems.Invalid(errors=same)
    return new


def _settled(begun: Begun, confirmed: str | None) -> set[str]:
    """The field that the notice names because nobody has given the word which it chooses, if the word is there now."""
    made = chosen(begun.item, begun.found.form)
    if made is None or not (stands(begun.case.pledge, made) or confirmed == made.digest):
        return set()
    return {made.choice}


def require_takeable(begun: Begun, forms: Sequence[Form], brought: PaperSupplement, *, states: bool) -> None:
    """Papers only of lines that are asked for; the person, if a document was shown, as at a walk-in (R9, R27), and
    always where fields are stated. `forms` are those since the receipt and the new one.
    """
    form, window = forms[-1], Window(begun.caller.at.date(), begun.caller.actor.name)
    lines = [line for line in lines_of(begun.item, form) if line.applies]
    taken = _asked_for(begun, form, lines, brought.papers)
    papers = [(f"/papers/{number}/line", paper.line) for number, paper in enumerate(brought.papers)]
    errors = [
        FieldError(pointer, "material_not_noticed", "补正只收取一次性告知书要求的材料")
        for pointer, line in papers
        if line not in taken
    ]
    errors += paper_faults(brought.papers, lines)
    errors += _differing(begun, form, brought.papers) if not errors else []
    if states and begun.identity is None:
        errors += unsigned(brought.presented_by)
    if brought.presented_by:
        claim = begun.claim._replace(form=judged_by(brought.presented_by.relation, forms[:-1], form))
        errors += person_faults(brought.presented_by, claim, "/presented_by", window)
    if errors:
        record_told(begun, {line for _, line in papers})
        raise problems.Invalid(errors=errors)


def _asked_for(begun: Begun, form: Form, lines: Sequence[ChecklistLine], papers: Sequence[Paper]) -> frozenset[str]:
    """The lines of which papers are taken: those of the notice, those that a corrected answer first makes apply or
    required, a corrected form that was printed anew and signed, and what data sharing has not given.
    """
    case, old = begun.case, lines_of(begun.item, begun.found.form)
    before = applying(old)
    newly = newly_required(old, lines) | {line.no for line in lines if line.no not in before}
    sheets = {line.no for line in printed(lines)} if form != begun.found.form else set[str]()
    signed = {paper.line for paper in papers if paper.printed}
    failed = not_obtained(case.sharing) - {file.line for file in evidence(case, begun.found.files)}
    return applying(lines) & {*case.noticed_lines, *newly, *(sheets & signed), *failed}


def _differing(begun: Begun, form: Form, papers: Sequence[Paper]) -> list[FieldError]:
    """What was printed at the window, or by the applicant from the own account, must say what the form says now."""
    if not any(paper.printed for paper in papers):
        return []
    codes, sheets = ("", code_of(begun.case)), sheets_of(begun.item, form)
    return differing_sheets(papers, {one.line: {one.digest(code) for code in codes} for one in sheets})


def require_supplemented(begun: Begun, form: Form, papers: Sequence[Paper]) -> list[MaterialFile]:
    """The checked files since the notice. Every line of the notice has one of them, or a paper; 422 otherwise. So has
    every line that a corrected answer makes required. Nobody is asked for what is printed from the corrected form.

    409 while a file is being checked that would be too late after this act: the applicant's, or a scan of a line of
    the notice that nothing else answers.
    """
    case, now = begun.case, lines_of(begun.item, form)
    newly = newly_required(lines_of(begun.item, begun.found.form), now)
    anew = {line.no for line in printed(now)} if form != begun.found.form else set[str]()
    asked = {*case.noticed_lines, *newly} - {paper.line for paper in papers} - anew
    since = [
        file
        for file in considered(case, begun.found.files)
        if case.noticed_at and file.requested_at > case.noticed_at and not (anew and file.form_version)
    ]
    fresh = all_as_seen(begun.platform, case.id, since)
    lines = [line._replace(required=line.applies and line.no in asked) for line in now]
    missing, checking = gaps_told(begun, *gaps(lines, [file for file in fresh if not file.scan or file.line in asked]))
    if checking:
        raise problems.StillChecking(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="补正材料不齐全，请按一次性告知书补充", errors=missing)
    return counted_files(begun.item, form, fresh)


def received_materials(begun: Begun, handed_in: HandedIn) -> list[ReceivedMaterial]:
    """Papers by their pages, then the applicant's files, then scans of lines of which no paper was left."""
    item, papers = begun.item, handed_in.papers
    on_paper = {paper.line for paper in papers}
    own = [file for file in handed_in.files if not file.scan]
    scans = [file for file in handed_in.files if file.scan and file.line not in on_paper]
    return [*paper_list(item, papers), *listed(item, handed_in.form, own), *scanned(item, scans)]
