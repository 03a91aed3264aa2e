"""补正: what the one-time notice asked for is handed in, as files or as papers at the window, and received that day.

Papers are received at once, their scans follow (ADR 0005). Nothing but the lines of the notice is asked for: what the
notice did not name cannot be demanded any more (行政许可法32(4)). The waiting time belongs to no clock (counting rule
CR6).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.cases.acts.gate import Begun, begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import SUPPLEMENT
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.evidence import considered, open_lines
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.model.presented import Presented, Window, identity_faults
from chalicelib.documents.model.receipt import ReceivedMaterial
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.intake.acts.receive_walk_in import Paper
from chalicelib.intake.model.application import counted_files, digests, identity_seen, listed, paper_list, scanned
from chalicelib.intake.store.application import as_seen, received_files, voucher_for


class PaperSupplement(BaseModel):
    """What the window takes in: papers of the notice's lines, and who brought them, if a clerk has seen the document.

    `presented_by` may be left out, because anybody may hand in papers of a case that has been received.
    """

    model_config = ConfigDict(extra="forbid")

    papers: Annotated[tuple[Paper, ...], Field(max_length=99)] = ()
    presented_by: Presented | None = None


NO_PAPERS = PaperSupplement()


class HandedIn(NamedTuple):
    """What this supplement consists of: checked files since the notice, and papers."""

    files: list[MaterialFile]
    papers: Sequence[Paper]


@act
def supplement(platform: Platform, caller: Caller, case_id: str, brought: PaperSupplement = NO_PAPERS) -> Receipt:
    """The case is received again. 422 lists every line of the notice of which nothing has been handed in."""
    begun = begin(platform, caller, SUPPLEMENT, case_id, whole=True)
    case = begun.case
    require_takeable(begun, brought, Window(caller.at.date(), caller.actor.name))
    handed_in = HandedIn(require_supplemented(begun, brought.papers), brought.papers)
    after = case.moved_to(
        Status.SUBMITTED,
        received_at=caller.at,
        papers=tuple(sorted({*case.papers, *(paper.line for paper in brought.papers)})),
        clocks=on_receipt(caller.at.date(), platform.calendar),
    )
    return begun.commit(
        after,
        data={
            "lines": list(case.corrections[-1]),
            "files": digests(handed_in.files),
            "papers": [paper.model_dump() for paper in brought.papers],
            **identity_seen(platform.settings.index_secret, case.id, brought.presented_by),
            **(brought.presented_by.recorded_letter() if brought.presented_by else {}),
        },
        answer={"number": case.number},
        document=voucher_for(platform, caller, after, begun.item, received_materials(begun, handed_in)),
        ops=received_files(case, [file for file in handed_in.files if file.event is None]),
    )


def require_takeable(begun: Begun, brought: PaperSupplement, window: Window) -> None:
    """Papers only of lines that are asked for; the person, if a document was shown, as at a walk-in (R9, R27)."""
    found = begun.found
    lines = lines_of(begun.item, found.form)
    taken = open_lines(begun.case, lines, found.files, window=True)
    errors = [
        FieldError(f"/papers/{number}/line", "material_not_noticed", "补正只收取一次性告知书要求的材料")
        for number, paper in enumerate(brought.papers)
        if paper.line not in taken
    ]
    if brought.presented_by:
        errors += identity_faults(brought.presented_by, found.form, "/presented_by", window)
    if errors:
        raise problems.Invalid(errors=errors)


def require_supplemented(begun: Begun, papers: Sequence[Paper]) -> list[MaterialFile]:
    """The checked files since the notice. Every line of the notice has one of them, or a paper; 422 otherwise.

    409 while a file is being checked that would be too late after this act: the applicant's, or a scan of a line of
    the notice that nothing else answers.
    """
    case, form = begun.case, begun.found.form
    asked = set(case.corrections[-1]) - {paper.line for paper in papers}
    fresh = [
        as_seen(begun.platform, case.id, file)
        for file in considered(case, begun.found.files)
        if case.noticed_at and file.requested_at > case.noticed_at
    ]
    lines = [replace(line, required=line.no in asked) for line in lines_of(begun.item, form)]
    missing, checking = gaps(lines, [file for file in fresh if not file.scan or file.line in asked])
    if checking:
        raise problems.StillChecking(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="补正材料不齐全，请按一次性告知书补充", errors=missing)
    return counted_files(begun.item, form, fresh)


def received_materials(begun: Begun, handed_in: HandedIn) -> list[ReceivedMaterial]:
    """Papers by their pages, then the applicant's files, then scans of lines of which no paper was left."""
    item, form, papers = begun.item, begun.found.form, handed_in.papers
    on_paper = {paper.line for paper in papers}
    own = [file for file in handed_in.files if not file.scan]
    scans = [file for file in handed_in.files if file.scan and file.line not in on_paper]
    return [*paper_list(item, papers), *listed(item, form, own), *scanned(item, scans)]
