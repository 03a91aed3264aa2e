"""Whether an application is complete at the window: which lines its acceptance waits for, and which a notice has to
name (行政许可法32(1)(4), (5)). Pure.

The hall scans the papers that it has taken (R28). That is its own work, so a paper that was received is never a gap.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.material import GONE, MaterialFile
from chalicelib.cases.model.pledge import Pledge, chosen, stands
from chalicelib.cases.model.sharing import FAILURES
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.intake.model.notices import Defect, Listed

# How a line that the platform prints from the form is handed in.
CONFIRMED = "在网上核对确认，或者到窗口核对打印件并签名"
ON_THE_PLATFORM = f"请{CONFIRMED}，无需另行提交"


def waited_for(case: Case, lines: Iterable[ChecklistLine], files: Sequence[MaterialFile]) -> list[ChecklistLine]:
    """The lines without which the application is not accepted: the required ones that have neither paper nor file.

    After a supplement these are only the lines that a corrected form has made required since the notice. Who has handed
    in everything that the notice names must be accepted, also if the notice left something out; a grant asks for it all
    the same.
    """
    promised = case.deferral.open if case.deferral else ()
    lacking = [line for line in lacking_lines(case, lines, files) if line.no not in promised]
    return [line for line in lacking if line.no in case.required_since_notice] if case.corrections else lacking


def lacking_lines(case: Case, lines: Iterable[ChecklistLine], files: Sequence[MaterialFile]) -> list[ChecklistLine]:
    """The required lines of which nothing was received."""
    have = {*case.papers, *(file.line for file in evidence(case, files))}
    return [line for line in lines if line.required and line.no not in have]


def newly_required(before: Iterable[ChecklistLine], after: Iterable[ChecklistLine]) -> set[str]:
    """The lines that are required only since the answers of the form were changed."""
    return {line.no for line in after if line.required} - {line.no for line in before if line.required}


def unnamed_gaps(
    case: Case, lines: Iterable[ChecklistLine], files: Sequence[MaterialFile], named: Collection[str]
) -> list[Defect]:
    """The lines that a notice leaves out though nothing of them was handed in, with the sentence that says so.

    Left out rightly are lines of which the window has announced a scan: it has the paper in its hands.
    """
    scanning = {file.line for file in files if file.scan and file.state not in GONE}
    return [_untold(line) for line in waited_for(case, lines, files) if line.no not in {*named, *scanning}]


def unsigned(item: ItemDocument, form: Mapping[str, Any], pledge: Pledge | None) -> list[Defect]:
    """The word that the form chooses to give (告知承诺) and that nobody has given: as the field that chooses it."""
    made = chosen(item, form)
    if made is None or stands(pledge, made):
        return []
    remedy = (
        "请在网上补正时确认承诺书的内容，或者到窗口签署告知承诺书；"
        f"不愿承诺的，请改选不采用告知承诺方式，并提交{'、'.join(made.replaces)}"
    )
    return [Defect(field=made.choice, defect="选择了告知承诺方式，尚未作出承诺", remedy=remedy)]


def _untold(line: ChecklistLine) -> Defect:
    """What the platform prints from the form is confirmed, and demanded neither on paper nor as an upload."""
    if line.printed:
        return Defect(line=line.no, defect="尚未确认平台按填写内容生成的该材料", remedy=ON_THE_PLATFORM)
    return Defect(line=line.no, defect="未提交该材料", remedy=f"请提交{copies_of(line)}")


def in_our_words(case: Case, listed: Listed, defect: Defect) -> Defect:
    """The defect as the notice says it. What the platform prints is never demanded on paper or as an upload, whatever
    the clerk writes (国务院令第716号第七条). Of what an organ has not given, the notice says why.
    """
    line, known = listed.lines.get(defect.target), case.sharing.get(defect.target)
    if line and line.printed:
        return defect.model_copy(update={"remedy": ON_THE_PLATFORM})
    if line and line.shared and known and known.failure:
        return defect.model_copy(
            update={"defect": f"{defect.defect}（{FAILURES[known.failure]}，未能通过数据共享取得）"}
        )
    return defect


def standard_of(line: ChecklistLine | None) -> str:
    """What the published list says of how this is judged; of a field, that it is filled in truly and completely."""
    if line is None:
        return "按申请表的填写要求如实、完整填写"
    return line.acceptance_check or (CONFIRMED if line.printed else f"提交{copies_of(line)}")


def copies_of(line: ChecklistLine) -> str:
    kinds = (("原件", line.originals), ("复印件", line.copies))
    return "、".join(f"{kind}{number}份" for kind, number in kinds if number) or "该材料"
