"""一次性告知补正: every gap at once, once (行政许可法32(4); rules 二(一)3, 三(三)2)."""

from collections.abc import Sequence

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import CORRECT
from chalicelib.cases.model.clocks import on_notice
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.documents.model.refused_intake import Asked, Gap, correction_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.notices import Defect, Lines, defect_digest, wrong_defects
from chalicelib.intake.model.silence import lateness


@act
def correct(platform: Platform, caller: Caller, case_id: str, defects: Sequence[Defect]) -> Receipt:
    """The 一次性告知书 with all defects. A later notice may only name what the supplement itself got wrong (R5), and
    reaches the supervisors.
    """
    begun = begin(platform, caller, CORRECT, case_id, whole=True)
    require_in_time(begun)
    case = begun.case
    lines = {line.no: line for line in lines_of(begun.item, begun.found.form)}
    secret, files = platform.settings.index_secret, begun.found.files
    if errors := wrong_defects(case, lines, files, defects, secret):
        raise problems.Invalid(errors=errors)
    noticed = tuple(sorted(defect.line for defect in defects))
    after = case.moved_to(
        Status.CORRECTING,
        corrections=(*case.corrections, noticed),
        told=(*case.told, *(defect_digest(case, defect, secret) for defect in defects)),
        noticed_at=caller.at,
        noticed={**case.noticed, **dict.fromkeys(noticed, caller.at)},
        papers=tuple(line for line in case.papers if line not in noticed),
        clocks=on_notice(caller.at.date(), platform.settings.supplement_workdays, platform.calendar),
    )
    return begun.commit(
        after,
        both={"lines": list(noticed), "supplement_due": str(after.due("supplement"))},
        data={"second": bool(case.corrections), **lateness(case, caller.at.date(), platform.calendar)},
        answer={"number": case.number},
        document=_notice(letterhead(platform, after, begun.item, caller.at), caller, lines, defects, files),
        supervised="second_notice" if case.corrections else None,
    )


def _notice(
    head: Letterhead, caller: Caller, lines: Lines, defects: Sequence[Defect], files: Sequence[MaterialFile]
) -> Draft:
    received, term = head.case.received_at or caller.at, head.case.clocks["supplement"]
    names = {file.id: f"（文件：{file.file_name}）" for file in files}
    asked = Asked(
        gaps=[
            Gap(
                f"{lines[defect.line].name}{names.get(defect.file or '', '')}",
                defect.defect,
                defect.remedy,
                lines[defect.line].legal_basis or "事项材料清单",
            )
            for defect in defects
        ],
        resubmit="通过原申请渠道重新上传并提交，或者到综合受理窗口提交",
        answer_by=term.due,
        provisional=term.provisional,
        again=len(head.case.corrections) > 1,
    )
    notice = correction_notice(
        head.facts, head.formalities, asked, received_on=received.date(), officer=caller.actor.name
    )
    return head.draft(notice)
