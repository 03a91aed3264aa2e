"""补齐容缺材料: promised papers come, as files online or as papers at the window (广东省优化营商环境条例32).

Late ones count as well: the default stays recorded, and a grant is possible again.
"""

from collections.abc import Collection, Iterable, Sequence

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.filled import filled
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.deferral_acts import FILL_PAPERS
from chalicelib.cases.model.evidence import considered, evidence, promised_lines
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.intake.acts.receive_walk_in import Paper
from chalicelib.intake.model.application import listed, paper_list
from chalicelib.intake.model.papers import paper_faults
from chalicelib.intake.store.application import all_as_seen, received_files, voucher_for


@act
def fill_papers(platform: Platform, caller: Caller, case_id: str, papers: Sequence[Paper] = ()) -> Receipt:
    """Every open line with a checked file or a paper is filled; the others stay open. 422 where nothing has come."""
    begun = begin(platform, caller, FILL_PAPERS, case_id, whole=True)
    case, item, form = begun.case, begun.item, begun.found.form
    awaited = promised_lines(case)
    if not awaited:
        raise problems.Conflict(code="no_papers_promised", title="本件没有待补齐的容缺材料")
    errors = [
        FieldError(f"/papers/{number}/line", "material_not_promised", "只收取承诺补齐而尚未提交的材料")
        for number, paper in enumerate(papers)
        if paper.line not in awaited
    ]
    if errors := [*errors, *paper_faults(papers, lines_of(item, form))]:
        raise problems.Invalid(errors=errors)
    files = _handed_in(begun, awaited)
    came = {*(file.line for file in files), *(paper.line for paper in papers)}
    if not came:
        missing = [FieldError(f"/materials/{no}", "material_missing", "尚未收到该材料") for no in sorted(awaited)]
        raise problems.Invalid(code="materials_missing", title="尚未收到承诺补齐的材料", errors=missing)
    taken = case.model_copy(update={"papers": tuple(sorted({*case.papers, *(paper.line for paper in papers)}))})
    after = filled(taken, came, begun)
    new = [file for file in files if file.event is None]
    return begun.commit(
        after,
        data={**told(after, came), "files": digests(new), "papers": [paper.recorded() for paper in papers]},
        answer={"number": case.number, "lines": [*sorted(came)], "awaited": [*promised_lines(after)]},
        document=voucher_for(begun, after, item, [*paper_list(item, papers), *listed(item, form, files)]),
        ops=received_files(case, new),
    )


def _handed_in(begun: Begun, awaited: Collection[str]) -> list[MaterialFile]:
    """The checked files of these lines; 409 while one of them is being checked."""
    case = begun.case
    gathered = [file for file in considered(case, begun.found.files) if file.line in awaited]
    seen = all_as_seen(begun.platform, case.id, gathered)
    if checking := [file for file in seen if file.state == "checking"]:
        errors = [FieldError(f"/materials/{file.line}", "material_checking", "文件正在校验") for file in checking]
        raise problems.StillChecking(errors=errors)
    return sorted((file for file in seen if file.state == "ready"), key=lambda file: (file.line, file.id))


def told(after: Case, came: Iterable[str]) -> dict[str, JsonValue]:
    """For the event: the lines that have come, those still awaited, and whether the term had passed."""
    deferral = after.deferral
    return {
        "lines": [*sorted(came)],
        "awaited": [*deferral.open] if deferral else [],
        "late": bool(deferral and deferral.defaulted_at),
    }


def already_here(begun: Begun) -> set[str]:
    """Promised lines that a scan or a paper of the window has filled without this act."""
    case = begun.case
    have = {*case.papers, *(file.line for file in evidence(case, begun.found.files))}
    return have & promised_lines(case)
