"""What several audiences' views have in common: an act's answer, the list of materials with links."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.adverse_answers import application_bars
from chalicelib.cases.api.case_answers import (
    FileAnswer,
    LineAnswer,
    MaterialsAnswer,
    file_answer,
    masked_file_answer,
)
from chalicelib.cases.api.deferrable_answers import deferrable
from chalicelib.cases.api.member_answers import BroughtAnswer
from chalicelib.cases.api.receipts import Receipt as ReceiptAnswer
from chalicelib.cases.api.sharing_answers import SharingAnswer
from chalicelib.cases.api.stage_answers import stage_answers, step_answers
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.deferral import may_follow
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.evidence import considered, shown
from chalicelib.cases.model.levels import fallen, level_of, original_of, raised_of
from chalicelib.cases.model.masking import masked_answers
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.model.sharing import NOT_AWAITED, SharedLine, basis_to_ask
from chalicelib.cases.model.sharing_acts import FETCH_SHARED
from chalicelib.cases.store import files as files_of
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import ChecklistLine, conditional_lines, resting_on
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.forms import with_derived
from chalicelib.catalogue.model.handbook import stages_of
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Answer

UNTOLD = "是否需要提交取决于申请人填写的内容，此处不予显示"


def done(model: type[ReceiptAnswer], receipt: Receipt, status: int = 200, location: str | None = None) -> Answer:
    """The receipt as the act's own model says it."""
    headers = {"Location": location} if location else {}
    return Answer(model.model_validate(receipt.facts), status=status, etag=receipt.etag, headers=headers)


def materials(
    platform: Platform, found: CaseFile, *, own: bool = False, sight: Sight = Sight.WHOLE, promises: bool = False
) -> MaterialsAnswer:
    """Every line of the case's own version of the list, with its files and short-lived links to those that are ready.

    `own`: it is the applicant who looks. `sight`: how much the reader sees of the form. Only who sees all of it is
    given the names of the files and the links, and is told of the lines that depend on a masked answer whether they
    apply and what was handed in: a 残疾人证 that is there says as much as a line that applies.
    A file counts if its line applies and a check of completeness takes it. With `promises` it is told what may follow
    on which words, which takes a query: whether a broken promise bars the applicant.
    """
    case, item = found.case, item_of(platform, found.case)
    form = _as_counted(platform, item, found)
    untold = _untold(item, form, sight)
    seen = sorted(shown(case, found.files, own=own), key=lambda file: (file.requested_at, file.id))
    counting = {file.id for file in considered(case, found.files)}
    answers, lines = list[LineAnswer](), lines_of(item, form)
    for line in lines:
        handed_in = [file for file in seen if file.line == line.no]
        counted = {file.id for file in handed_in if line.applies and file.state == "ready" and file.id in counting}
        if line.no in untold:
            answers.append(_untold_line(item, line))
            continue
        files = [_file(platform, case, line, file, sight, counts=file.id in counted, own=own) for file in handed_in]
        answers.append(_told_line(case, item, line, files))
    lacking = [line for line, answer in zip(lines, answers, strict=True) if not answer.satisfied]
    told = deferrable(platform, found, item, lacking) if promises and sight is Sight.WHOLE else None
    bars = application_bars(platform, found, item) if promises else []
    return MaterialsAnswer(materials=answers, deferrable=told, bars=bars)


def _told_line(case: Case, item: ServiceItem, line: ChecklistLine, files: list[FileAnswer]) -> LineAnswer:
    sharing, published = case.sharing.get(line.no), _published(item, line)
    if line.shared and sharing and sharing.state == "failed":
        published["legal_basis"] = basis_to_ask(item, line)
    told, brought = _sharing(case, sharing), _brought(case, line)
    return LineAnswer(
        **published,
        required=line.required,
        applies=line.applies,
        why=_brought_says(brought) if brought else _why(line, told),
        satisfied=any(file.counts for file in files) or _pledged(case, line) or brought is not None,
        on_paper=line.no in case.papers,
        sharing=told,
        brought=brought,
        may_follow=may_follow(item, line),
        files=files,
    )


def _untold_line(item: ServiceItem, line: ChecklistLine) -> LineAnswer:
    """Of a line that rests on an answer which this reader may not see, only what is published."""
    unknown: dict[str, Any] = {
        "required": None,
        "applies": None,
        "satisfied": None,
        "on_paper": None,
        "may_follow": None,
    }
    return LineAnswer(**_published(item, line), **unknown, why=UNTOLD, files=[])


def _published(item: ServiceItem, line: ChecklistLine) -> dict[str, Any]:
    return {
        "no": line.no,
        "name": line.name,
        "source": line.source,
        "kind": line.kind,
        "originals": line.originals,
        "copies": line.copies,
        "legal_basis": _basis(item, line.legal_basis),
    }


def _pledged(case: Case, line: ChecklistLine) -> bool:
    """Whether the applicant has given the word that this line is."""
    return line.pledged and line.applies and case.pledge is not None


def told_by_materials(platform: Platform, found: CaseFile) -> list[str]:
    """What `materials` shows to whoever sees all of it, as the access log names it: the lines with files, and the
    masked answers that lines depend on.
    """
    item = item_of(platform, found.case)
    form = _as_counted(platform, item, found)
    given: Mapping[str, Any] = form.get("answers") or {}
    on_lines = {name for names in conditional_lines(item).values() for name in names}
    told = sorted(f"/answers/{name}" for name in on_lines & masked_answers(item, form) if name in given)
    files = sorted({f"/materials/{file.line}" for file in shown(found.case, found.files, own=False)})
    return [*told, *files]


def _as_counted(platform: Platform, item: ServiceItem, found: CaseFile) -> dict[str, Any]:
    """The form by which the lines are judged: with the answers that follow from the number of the document."""
    return with_derived(item, found.form, platform.now().date())


def _untold(item: ServiceItem, form: Mapping[str, Any], sight: Sight) -> frozenset[str]:
    """The lines of which this reader is not told whether they apply."""
    match sight:
        case Sight.WHOLE:
            return frozenset()
        case Sight.MASKED:
            return resting_on(item, masked_answers(item, form))
        case Sight.NOTHING:
            return frozenset(conditional_lines(item))


def _why(line: ChecklistLine, sharing: SharingAnswer | None) -> str:
    """One sentence: once an organ was asked for the line, what has become of that."""
    return sharing.says if sharing and line.shared and line.applies else line.why


def _sharing(case: Case, line: SharedLine | None) -> SharingAnswer | None:
    if line is None:
        return None
    if line.state == "asked" and case.status not in FETCH_SHARED.lawful_from:
        return SharingAnswer(state="failed", at=line.at, failure="timeout", says=NOT_AWAITED)
    return SharingAnswer(state=line.state, at=line.at, failure=line.failure, says=line.says)


def _brought(case: Case, line: ChecklistLine) -> BroughtAnswer | None:
    """The result of an earlier member of the same request that this line is: nobody is asked for it (R77)."""
    made = case.joint.brought.get(line.no) if case.joint else None
    return BroughtAnswer(member=made.member, title=made.title, number=made.number) if made else None


def _brought_says(made: BroughtAnswer) -> str:
    number = f"（编号 {made.number}）" if made.number else ""
    return f"本次联办中“{made.title}”的结果{number}即为此项材料，无需提交"


def _basis(item: ServiceItem, basis: str | None) -> str | None:
    return citations(basis or "", [basis.law for basis in item.legal_basis])


def _file(
    platform: Platform, case: Case, line: ChecklistLine, file: MaterialFile, sight: Sight, *, counts: bool, own: bool
) -> FileAnswer:
    """The applicant is told when a file was compared with its original, and not by which account."""
    today, raised = platform.now().date(), raised_of(line, file)
    told: dict[str, Any] = {
        "counts": counts,
        "level": level_of(line, file, today),
        "level_fell": fallen(file, today),
        "original": original_of(line, file, case.papers),
        "raised_by": raised.by if raised and not own else None,
        "raised_at": raised.at if raised else None,
    }
    if sight is Sight.WHOLE:
        return file_answer(file, url=_link(platform, case.id, file), **told)
    return masked_file_answer(file, **told)


def _link(platform: Platform, case_id: str, file: MaterialFile) -> str | None:
    if file.state != "ready":
        return None
    key = files_of.key_of(case_id, file)
    return files_of.link(platform, platform.settings.materials_bucket, key, version=file.s3_version)


def upload(platform: Platform, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The address for a file announced; made anew at every answer, because it is short-lived."""
    address = files_of.upload_address(
        platform,
        facts["id"],
        facts["file_id"],
        size=facts["size"],
        content_type=facts["content_type"],
        sha256=facts["sha256"],
    )
    return {"id": facts["id"], "file_id": facts["file_id"], "line": facts["line"], "upload": address}


def place_in_manual(platform: Platform, found: CaseFile, task: Task, *, whole: bool) -> dict[str, Any]:
    """`stages`, `now` and `following` of a task. Which stages there are tells answers of the form, so who may not see
    these sees the stages of every case. Nothing is due in a task that has ended.
    """
    answers: dict[str, Any] = found.form.get("answers", {}) if whole else {}
    item = item_of(platform, found.case)
    stages = stages_of(item, answers)
    level = item.complexity.level if item.complexity else None
    now, following, *_ = [*(step_answers(found.case, stages, level) if task.waiting else ()), None, None]
    told = stage_answers(stages, found.case, task, platform.calendar)
    return {"stages": told, "now": now, "following": following}
