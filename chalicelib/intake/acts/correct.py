"""一次性告知补正: every gap at once, once (行政许可法32(4); rules 二(一)3, 三(三)2)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import CORRECT
from chalicelib.cases.model.clocks import on_notice
from chalicelib.cases.model.correction import Notice, NoticedGap
from chalicelib.cases.model.form_changes import titles_of, unanswerable, value_at
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.sharing import BASIS as SHARING_BASIS
from chalicelib.cases.model.sheets import written_at
from chalicelib.cases.store.notices import put_notice
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.citations import cite_material
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.documents.model.refused_intake import Asked, Gap, correction_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.acts.told_lines import record_told
from chalicelib.intake.model.asking import named_advice, silent_matters, without_question
from chalicelib.intake.model.completeness import in_our_words, standard_of, unnamed_gaps, unsigned
from chalicelib.intake.model.notices import Defect, Listed, defect_digest, wrong_defects
from chalicelib.intake.model.silence import lateness, overdue_matters

LICENCES = "行政许可法"
QUOTED_LETTERS = 100
# Of a joint request it is the one notice of every gap of every item.
OF_ALL = "联办一次性告知书"


@act
def correct(platform: Platform, caller: Caller, case_id: str, defects: Sequence[Defect]) -> Receipt:
    """The 一次性告知书 with all defects. What is missing and not named is added, so that the paper is whole (R5).

    A later notice may only name what the supplement itself got wrong, or what a corrected form requires since then, and
    reaches the supervisors.
    """
    begun = begin(platform, caller, CORRECT, case_id, whole=True)
    require_in_time(begun)
    case, today = begun.case, caller.at.date()
    listed = _listed(begun, defects)
    _require_tellable(begun, listed, defects)
    added = _added(begun, listed, {defect.target for defect in defects})
    defects = [*defects, *added]
    noticed = tuple(sorted(defect.target for defect in defects))
    after = without_question(case).moved_to(
        Status.CORRECTING,
        corrections=(*case.corrections, noticed),
        told=(*case.told, *(defect_digest(case, defect) for defect in defects)),
        noticed_at=caller.at,
        required_since_notice=(),
        noticed={**case.noticed, **dict.fromkeys((one for one in noticed if one in listed.lines), caller.at)},
        papers=tuple(line for line in case.papers if line not in noticed),
        clocks=on_notice(today, platform.settings.supplement_workdays, platform.calendar),
    )
    document, notice = _told(begun, after, listed, [in_our_words(case, listed, defect) for defect in defects])
    return begun.commit(
        after,
        both={
            "lines": [*after.noticed_lines],
            "fields": [*after.noticed_fields],
            "supplement_due": str(after.due("supplement")),
        },
        data={"second": bool(case.corrections), **lateness(case, today, platform.calendar), **named_advice(case)},
        answer={"number": case.number, "added": [defect.target for defect in added]},
        document=document,
        ops=[put_notice(case.id, notice)],
        cancels="settled",
        supervised=_matters(case, today, platform.calendar),
    )


def _added(begun: Begun, listed: Listed, named: Collection[str]) -> list[Defect]:
    """What is missing and not named. A later notice asks for a word only where the form has chosen it since."""
    case = begun.case
    words = unsigned(begun.item, begun.found.form, case.pledge)
    told = {*named, *(target for noticed in case.corrections for target in noticed)}
    return [
        *unnamed_gaps(case, listed.lines.values(), begun.found.files, named),
        *(word for word in words if word.target not in told),
    ]


def _listed(begun: Begun, defects: Sequence[Defect]) -> Listed:
    form, fields = begun.found.form, [defect.field for defect in defects if defect.field]
    lines = {line.no: line for line in lines_of(begun.item, form)}
    barred = unanswerable(begun.platform.index_keys.reads, begun.case, form, fields)
    values = {field: value_at(form, field) for field in fields}
    written = {field: written_at(begun.item, form, field) for field in fields}
    return Listed(lines, titles_of(begun.item, form), begun.found.files, barred, values, written)


def _matters(case: Case, today: date, calendar: WorkCalendar) -> list[str]:
    """What the supervisors are told of this notice."""
    second = ["second_notice"] if case.corrections else []
    return [*second, *overdue_matters(case, today, calendar), *silent_matters(case, today)]


def _require_tellable(begun: Begun, listed: Listed, defects: Sequence[Defect]) -> None:
    if errors := wrong_defects(begun.case, listed, defects):
        record_told(begun, {defect.target for defect in defects})
        raise problems.Invalid(errors=errors)


def _told(begun: Begun, after: Case, listed: Listed, defects: Sequence[Defect]) -> tuple[Draft, Notice]:
    """The notice on paper and as data, which say the same."""
    head = letterhead(begun.platform, after, begun.item, begun.caller.at, begun.directory)
    needed_by = _members(begun)
    gaps = [_gap(head, begun.item, defect, listed, needed_by.get(defect.target, ())) for defect in defects]
    document = _notice(head, begun.caller, [_on_paper(gap, listed) for gap in gaps])
    return document, _kept(head, document, gaps)


def _kept(head: Letterhead, document: Draft, gaps: Sequence[NoticedGap]) -> Notice:
    case, term = head.case, head.case.clocks["supplement"]
    return Notice(
        number=len(case.corrections),
        at=head.at,
        document=document.no,
        answer_by=term.due,
        workdays=term.length,
        provisional=term.provisional,
        gaps=tuple(gaps),
    )


def _members(begun: Begun) -> Mapping[str, Sequence[str]]:
    """Of a joint request the items that need each line."""
    if not begun.case.is_request:
        return {}
    # Imported when it is needed, as for the acceptance: schemes take long to import.
    from chalicelib.joint.acts.accepted import members_by_line

    return members_by_line(begun)


def _gap(head: Letterhead, item: ItemDocument, defect: Defect, listed: Listed, members: Sequence[str]) -> NoticedGap:
    line = listed.lines.get(defect.target)
    return NoticedGap(
        **defect.model_dump(exclude={"value"}),
        name=listed.name(defect),
        value=listed.written.get(defect.target) if defect.value is not None else None,
        standard=standard_of(line),
        basis=basis_of(head, item, line),
        members=tuple(members),
    )


def _on_paper(gap: NoticedGap, listed: Listed) -> Gap:
    names = {file.id: f"（文件：{file.file_name}）" for file in listed.files}
    remedy = f"{gap.remedy}（受理标准：{gap.standard}）" if gap.line else gap.remedy
    quoted = f"（该栏填写的是：{shortened(gap.value)}）" if gap.value else ""
    needed_by = f"（用于：{'、'.join(gap.members)}）" if gap.members else ""
    return Gap(f"{gap.name}{names.get(gap.file or '', '')}{needed_by}", f"{gap.defect}{quoted}", remedy, gap.basis)


def shortened(text: str) -> str:
    """A field may hold as much as a page; the data of the notice have all of it."""
    return text if len(text) <= QUOTED_LETTERS else f"{text[:QUOTED_LETTERS]}……"


def _notice(head: Letterhead, caller: Caller, gaps: Sequence[Gap]) -> Draft:
    received, term = head.case.received_at or caller.at, head.case.clocks["supplement"]
    asked = Asked(
        gaps=gaps,
        resubmit="通过原申请渠道重新上传并提交，或者到综合受理窗口提交",
        answer_by=term.due,
        provisional=term.provisional,
        again=len(head.case.corrections) > 1,
    )
    notice = correction_notice(
        head.facts, head.formalities, asked, received_on=received.date(), officer=caller.actor.name
    )
    return head.draft(notice.model_copy(update={"title": OF_ALL}) if head.case.is_request else notice)


def basis_of(head: Letterhead, item: ItemDocument, line: ChecklistLine | None) -> str:
    """The law that asks for the material: that of its line, or else that of the item, as for a field of the form.

    The list of materials is no basis (R9), and every item has one. What is no licence is not asked for by 行政许可法.
    """
    own = cite_material(line.legal_basis or "", [basis.law for basis in item.legal_basis]) if line else None
    if line and line.shared:  # the article on sharing forbids asking for it: it is no basis for asking
        own = own if own and SHARING_BASIS not in own else None
    cited = [one for one in (own, *head.facts.item_basis) if one and (head.facts.licence or LICENCES not in one)]
    if own in cited:
        return own
    return "；".join(cited or head.facts.item_basis)
