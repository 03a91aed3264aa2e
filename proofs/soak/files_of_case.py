"""The files and papers of a case in a random story: which are awaited, counted and asked for."""

from datetime import datetime

from chalicelib.cases.model import Status
from chalicelib.cases.model.material import MaterialFile
from proofs.kit.applications import APPLICATIONS
from proofs.kit.catalogue import item_document
from proofs.soak.seen import Seen

FILES_PER_LINE = 20
SUPPLEMENTED_FROM = (Status.CORRECTING, Status.LAPSED)


def open_lines(seen: Seen, *, window: bool) -> set[str]:
    """The lines that a new file may belong to."""
    if seen.case.status in (Status.DRAFT, Status.SUBMITTED):
        return {"01", *APPLICATIONS[seen.case.item].lines}
    received = {file.line for file in counting(seen) if file.state == "ready" and file.event}
    open_ones = {*APPLICATIONS[seen.case.item].lines} - received
    return open_ones | set(asked(seen)) | (papers(seen) if window else set())


def arriving(seen: Seen) -> list[MaterialFile]:
    """Files that are in the bucket and not checked yet, and that an act would have to wait for."""
    return [
        file
        for file in counting(seen)
        if file.state == "requested"
        and seen.world.uploaded(seen.case.id, file.id)
        and (seen.case.status not in SUPPLEMENTED_FROM or since_notice(seen, file))
    ]


def since_notice(seen: Seen, file: MaterialFile) -> bool:
    """Of a supplement: the applicant's files since the notice, and scans of its lines."""
    at = max(event.at for event in seen.events if event.type == "correction_noticed")
    return file.requested_at > at and (not file.scan or file.line in asked(seen))


def awaited(seen: Seen) -> list[MaterialFile]:
    """Files that were announced and have not come."""
    return [
        file for file in counting(seen) if file.state == "requested" and not seen.world.uploaded(seen.case.id, file.id)
    ]


def counting(seen: Seen) -> list[MaterialFile]:
    """All but those that a notice has found wanting, and what was printed from a form that was changed since."""
    since = noticed(seen)
    found = [file for file in files(seen) if file.line not in since or file.requested_at > since[file.line]]
    of_now = (None, seen.case.form_version)
    return [file for file in found if seen.case.status is not Status.DRAFT or file.form_version in of_now]


def to_be_confirmed(seen: Seen) -> bool:
    """Whether the first line is made of the form, still open, and not confirmed as the form is now."""
    printed = item_document(seen.case.item).materials[0].source == "system"
    here = [file for file in counting(seen) if file.line == "01" and file.state == "ready"]
    confirmed = any(file.form_version == seen.case.form_version for file in here)
    return printed and not confirmed and "01" in open_lines(seen, window=False)


def gathering(seen: Seen) -> bool:
    return seen.case.status in (Status.DRAFT, *SUPPLEMENTED_FROM)


def noticed(seen: Seen) -> dict[str, datetime]:
    """When each line was named by a notice, the last time."""
    return {
        line: event.at for event in seen.events if event.type == "correction_noticed" for line in event.data["lines"]
    }


def asked(seen: Seen) -> list[str]:
    """The lines of the notice while its supplement is awaited."""
    notices = [event.data["lines"] for event in seen.events if event.type == "correction_noticed"]
    return notices[-1] if seen.case.status in SUPPLEMENTED_FROM else []


def papers(seen: Seen) -> set[str]:
    """The lines of which the window has papers, by the events; a notice ends those of its lines, and a form that was
    corrected those that the window had printed from it.
    """
    have: set[str] = set()
    for event in seen.events:
        if event.type == "correction_noticed":
            have -= set(event.data["lines"])
        if event.type == "form_corrected":
            have -= {file.line for file in files(seen) if file.event == event.seq}
        have |= {paper["line"] for paper in event.data.get("papers", [])}
    return have


def files(seen: Seen) -> list[MaterialFile]:
    return [MaterialFile.model_validate(row) for row in seen.of("MATERIAL#")]
