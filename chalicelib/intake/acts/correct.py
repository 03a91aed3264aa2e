"""一次性告知补正: every gap at once, once (行政许可法32(4); rules 二(一)3, 三(三)2)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import CORRECT
from chalicelib.cases.model.clocks import on_notice
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

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=500, strip_whitespace=True), PARAGRAPHS]


class Defect(BaseModel):
    """One line of the published list that is not in order, and how to put it right."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: LineNo
    defect: Sentence
    remedy: Sentence


@act
def correct(platform: Platform, caller: Caller, case_id: str, defects: Sequence[Defect]) -> Receipt:
    """The 一次性告知书 with all defects. A second notice may only name what the supplement itself got wrong (R5)."""
    begun = begin(platform, caller, CORRECT, case_id, whole=True)
    case = begun.case
    lines = {line.no: line for line in lines_of(begun.item, begun.found.form)}
    require_listed(case, lines, defects)
    noticed = tuple(sorted(defect.line for defect in defects))
    after = case.moved_to(
        Status.CORRECTING, corrections=(*case.corrections, noticed), noticed_at=caller.at, clocks=on_notice()
    )
    return begun.commit(
        after,
        both={"lines": list(noticed)},
        data={"second": bool(case.corrections)},
        answer={"number": case.number},
        document=_notice(letterhead(platform, case, begun.item), begun.item, caller, lines, defects),
    )


def require_listed(case: Case, lines: dict[str, ChecklistLine], defects: Sequence[Defect]) -> None:
    """Only lines of the published list that apply (R9), none that organs get from each other (国务院令第716号第七条);
    never a defect that an earlier look could have named (R5).
    """
    errors: list[FieldError] = []
    noticed = case.corrections[-1] if case.corrections else ()
    seen: set[str] = set()
    for number, defect in enumerate(defects):
        pointer, line = f"/defects/{number}/line", lines.get(defect.line)
        if line is None or not line.applies:
            errors.append(FieldError(pointer, "material_unlisted", "材料清单中没有这一项，不得要求提交"))
        elif line.shared:
            errors.append(
                FieldError(pointer, "material_shared", f"“{line.name}”由行政机关通过数据共享取得，不得要求申请人提交")
            )
        elif defect.line in seen:
            errors.append(FieldError(pointer, "material_repeated", f"“{line.name}”重复，请合并为一条"))
        elif case.corrections and defect.line not in noticed:
            errors.append(
                FieldError(
                    pointer, "second_notice_old_defect", f"“{line.name}”未列入上一次一次性告知书，不得再次要求补正"
                )
            )
        seen.add(defect.line)
    if errors:
        raise problems.Invalid(errors=errors)


def _notice(
    head: Letterhead, item: ItemDocument, caller: Caller, lines: dict[str, ChecklistLine], defects: Sequence[Defect]
) -> Draft:
    received = head.case.received_at or caller.at
    notice = correction_notice(
        head.facts,
        head.formalities,
        received_on=received.date(),
        gaps=[
            Gap(lines[defect.line].name, defect.defect, defect.remedy, basis_of(head, item, lines[defect.line]))
            for defect in defects
        ],
        resubmit="通过原申请渠道重新上传并提交，或者到综合受理窗口提交",
        officer=caller.actor.name,
    )
    return head.draft(notice)


def basis_of(head: Letterhead, item: ItemDocument, line: ChecklistLine) -> str:
    """The law that asks for the material. What is no licence is not asked for by 行政许可法."""
    cited = cite_material(line.legal_basis or "", [basis.law for basis in item.legal_basis])
    return cited if cited and (head.facts.licence or "行政许可法" not in cited) else "事项材料清单"
