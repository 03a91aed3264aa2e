"""一次性告知补正: every gap at once, once (行政许可法32(4); rules 二(一)3, 三(三)2)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import CORRECT
from chalicelib.cases.model.clocks import on_notice
from chalicelib.cases.model.form_changes import FieldPointer, titles_of
from chalicelib.cases.model.material import LineNo, lines_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.citations import cite_material
from chalicelib.documents.model.refused_intake import Gap, correction_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.silence import lateness

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=500, strip_whitespace=True), PARAGRAPHS]


class Defect(BaseModel):
    """One line of the published list, or one field of the form by its pointer, that is not in order, and how to put it
    right.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    line: LineNo | None = None
    field: FieldPointer | None = None
    defect: Sentence
    remedy: Sentence

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.line is None) is (self.field is None):
            raise PydanticCustomError("defect_target", "请指明材料序号（line）或者表单栏目（field），二者选一")
        return self

    @property
    def target(self) -> str:
        """What the case keeps of it: 01, or /applicant/name."""
        return self.line or self.field or ""

    @property
    def named_in(self) -> str:
        """The field of the request that names it."""
        return "line" if self.line else "field"


@act
def correct(platform: Platform, caller: Caller, case_id: str, defects: Sequence[Defect]) -> Receipt:
    """The 一次性告知书 with all defects. A second notice may only name what the supplement itself got wrong (R5)."""
    begun = begin(platform, caller, CORRECT, case_id, whole=True)
    require_in_time(begun)
    case, form = begun.case, begun.found.form
    lines = {line.no: line for line in lines_of(begun.item, form)}
    titles = titles_of(begun.item, form)
    require_listed(case, lines, titles, defects)
    noticed = tuple(sorted(defect.target for defect in defects))
    after = case.moved_to(
        Status.CORRECTING, corrections=(*case.corrections, noticed), noticed_at=caller.at, clocks=on_notice()
    )
    head = letterhead(platform, case, begun.item, caller.at)
    gaps = [_gap(head, begun.item, defect, lines, titles) for defect in defects]
    return begun.commit(
        after,
        both={"lines": [*after.noticed_lines], "fields": [*after.noticed_fields]},
        data={"second": bool(case.corrections), **lateness(case, caller.at.date(), platform.calendar)},
        answer={"number": case.number},
        document=_notice(head, caller, gaps),
    )


def require_listed(
    case: Case, lines: Mapping[str, ChecklistLine], titles: Mapping[str, str], defects: Sequence[Defect]
) -> None:
    """Only lines of the published list that apply (R9), none that organs get from each other (国务院令第716号第七条),
    and fields of the item's form; never a defect that an earlier look could have named (R5).
    """
    noticed = case.corrections[-1] if case.corrections else ()
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, defect in enumerate(defects):
        wrong = _unlisted(defect, lines, titles)
        name = _name(defect, lines, titles)
        if wrong is None and defect.target in seen:
            wrong = "material_repeated", f"“{name}”重复，请合并为一条"
        elif wrong is None and case.corrections and defect.target not in noticed:
            wrong = "second_notice_old_defect", f"“{name}”未列入上一次一次性告知书，不得再次要求补正"
        if wrong:
            errors.append(FieldError(f"/defects/{number}/{defect.named_in}", *wrong))
        seen.add(defect.target)
    if errors:
        raise problems.Invalid(errors=errors)


def _unlisted(defect: Defect, lines: Mapping[str, ChecklistLine], titles: Mapping[str, str]) -> tuple[str, str] | None:
    """Why this may not be asked for at all."""
    if defect.field:
        return None if defect.field in titles else ("field_unlisted", "本事项的申请表没有这一栏，不得要求补正")
    line = lines.get(defect.target)
    if line is None or not line.applies:
        return "material_unlisted", "材料清单中没有这一项，不得要求提交"
    if line.shared:
        return "material_shared", f"“{line.name}”由行政机关通过数据共享取得，不得要求申请人提交"
    return None


def _name(defect: Defect, lines: Mapping[str, ChecklistLine], titles: Mapping[str, str]) -> str:
    if defect.field:
        return f"申请表“{titles.get(defect.field, defect.field)}”栏"
    return lines[defect.target].name if defect.target in lines else defect.target


def _gap(
    head: Letterhead,
    item: ItemDocument,
    defect: Defect,
    lines: Mapping[str, ChecklistLine],
    titles: Mapping[str, str],
) -> Gap:
    basis = "事项申请表" if defect.field else basis_of(head, item, lines[defect.target])
    return Gap(_name(defect, lines, titles), defect.defect, defect.remedy, basis)


def _notice(head: Letterhead, caller: Caller, gaps: Sequence[Gap]) -> Draft:
    received = head.case.received_at or caller.at
    notice = correction_notice(
        head.facts,
        head.formalities,
        received_on=received.date(),
        gaps=gaps,
        resubmit="通过原申请渠道重新上传并提交，或者到综合受理窗口提交",
        officer=caller.actor.name,
    )
    return head.draft(notice)


def basis_of(head: Letterhead, item: ItemDocument, line: ChecklistLine) -> str:
    """The law that asks for the material. What is no licence is not asked for by 行政许可法."""
    cited = cite_material(line.legal_basis or "", [basis.law for basis in item.legal_basis])
    return cited if cited and (head.facts.licence or "行政许可法" not in cited) else "事项材料清单"
