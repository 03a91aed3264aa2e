"""Which files of a case count, and which lines of its list may still get one. Pure.

After receipt only a file counts whose digest stands in an event of the case: `MaterialFile.event` names that event.
A one-time notice ends what its lines had before: of those lines only what is handed in after it counts. A correction of
the form ends what was printed from the form before.
"""

from collections.abc import Iterable

from chalicelib.cases.model.acts import ADD_SCAN, GATHERED_IN
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.deferral_terms import deferral_open
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.reprint import outdated
from chalicelib.cases.model.sharing import not_obtained
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.unified_ref import RECTIFYING
from chalicelib.catalogue.model.checklists import ChecklistLine

# In these the applicant still gathers files; they count once they are submitted.
GATHERING = GATHERED_IN
# In these the lines of the last notice are awaited.
SUPPLEMENTED_FROM = frozenset({Status.CORRECTING, Status.LAPSED})
UNCHECKED = frozenset({"requested", "checking"})


def gathers(case: Case, file: MaterialFile) -> bool:
    """Whether the applicant still gathers this file: before the receipt, for a supplement, or as a promised paper."""
    return case.status in GATHERING or _promised(case, file)


def promised_lines(case: Case) -> frozenset[str]:
    """The lines whose papers the applicant has promised, while they are awaited."""
    return frozenset(case.deferral.open) if case.deferral and deferral_open(case) else frozenset()


def _deferred(case: Case) -> frozenset[str]:
    """The lines whose papers the applicant has ever promised."""
    return frozenset(case.deferral.lines) if case.deferral else frozenset()


def _follows(case: Case, file: MaterialFile) -> bool:
    """Whether this file was announced for a promise; it is handed in, and no check receives it. What a joint request
    gets is received by the check, as its members await it.
    """
    made = case.deferral
    return made is not None and not case.is_request and file.line in made.lines and file.requested_at > made.promised_at


def _promised(case: Case, file: MaterialFile) -> bool:
    return file.line in promised_lines(case) and _follows(case, file)


def considered(case: Case, files: Iterable[MaterialFile]) -> list[MaterialFile]:
    """The files that a check of completeness looks at, in whatever state they are.

    Left out are files from before a notice that names their line, checked files that no event received, and what was
    printed from an earlier version of a draft's form.
    """
    return [
        file
        for file in files
        if file.state != "removed"
        and not superseded(case, file)
        and (gathers(case, file) or file.state != "ready" or file.event is not None)
        and not (case.status is Status.DRAFT and file.form_version not in (None, case.form_version))
    ]


def evidence(case: Case, files: Iterable[MaterialFile]) -> list[MaterialFile]:
    """The files of a received case that were received, with an event, and that no notice has found wanting since."""
    return [file for file in files if file.state == "ready" and file.event is not None and not superseded(case, file)]


def awaited(case: Case, file: MaterialFile) -> bool:
    """Whether the case still takes this announced file: the applicant's until it is submitted, a scan and what the
    applicant adds to a received case until the decision, and none whose line a notice has named since.
    """
    open_now = case.status in ADD_SCAN.lawful_from if file.scan or added(case, file) else gathers(case, file)
    return file.state in UNCHECKED and open_now and not superseded(case, file)


def added(case: Case, file: MaterialFile) -> bool:
    """Whether the applicant announced this file for a received case, where data sharing has not given its line. It is
    received once it has passed the check, by an event of its own, and belongs to no supplement.
    """
    if file.scan or case.received_at is None or file.requested_at <= case.received_at or _follows(case, file):
        return False
    return case.noticed_at is None or not case.received_at < case.noticed_at < file.requested_at


def unchecked(files: Iterable[MaterialFile]) -> list[MaterialFile]:
    """The applicant's files that were announced and not checked. Whoever goes on without them marks them as left out,
    so that a check which began before is refused and looks again.
    """
    return [file for file in files if file.state in UNCHECKED and not file.scan]


def shown(case: Case, files: Iterable[MaterialFile], *, own: bool) -> list[MaterialFile]:
    """The files that people see; `own`: the applicant looks at them.

    The hall sees what the case has received and what the window is scanning. What an applicant gathers is the
    applicant's own until it is submitted, and what was left out then is nobody's business.
    """
    return [file for file in files if file.event is not None or file.scan or (own and (_gathered(case, file)))]


def removable(case: Case, file: MaterialFile) -> bool:
    """Whether the applicant may delete this file: it is the applicant's own and was not received."""
    return gathers(case, file) and file.event is None and not file.scan and file.state != "removed"


def abandoned(case: Case) -> bool:
    """Whether this was a draft that its owner has withdrawn: nothing of it was received, so nothing is kept of it."""
    return case.status is Status.WITHDRAWN and case.number is None


def _gathered(case: Case, file: MaterialFile) -> bool:
    """Whether the applicant can still hand in this file, or has to know that it was refused."""
    if file.state == "removed":
        return False
    if file.state == "refused" or case.status is Status.DRAFT or added(case, file) or _promised(case, file):
        return True
    return case.status in SUPPLEMENTED_FROM and case.noticed_at is not None and file.requested_at > case.noticed_at


def superseded(case: Case, file: MaterialFile) -> bool:
    """Whether a notice found this file's line wanting after the file was announced, or the organ above could not read
    it, or the form from which it was printed was corrected since, or it is of another holder than the form names now.
    """
    said = (case.noticed.get(file.line), case.unreadable.get(file.line))
    wanting = any(since is not None and file.requested_at <= since for since in said)
    return wanting or outdated(case.reprinted.get(file.line), file) or _of_another(case, file)


def _of_another(case: Case, file: MaterialFile) -> bool:
    """Whether an organ gave this file for whom the form named before: the line was asked anew since."""
    if file.issuer is None:
        return False
    known = case.sharing.get(file.line)
    return known is None or known.file != file.id


def _of_members(case: Case, lines: Iterable[ChecklistLine]) -> set[str]:
    """Of an accepted joint request the required lines: changed answers may make members that ask for more."""
    return {line.no for line in lines if line.required} if case.status is Status.IN_PROGRESS else set()


def unreadable_lines(case: Case, files: Iterable[MaterialFile]) -> frozenset[str]:
    """The lines that came back as unreadable and have no new file yet."""
    return frozenset(case.unreadable) - {file.line for file in evidence(case, files)}


def applying(lines: Iterable[ChecklistLine]) -> frozenset[str]:
    """The numbers of the lines that concern this applicant."""
    return frozenset(line.no for line in lines if line.applies)


def open_lines(
    case: Case, lines: Iterable[ChecklistLine], files: Iterable[MaterialFile], *, window: bool
) -> frozenset[str]:
    """The numbers of the lines that a new file may belong to now; `window` says that the window adds it.

    A draft takes every line, because its answers may change. While a supplement is awaited, the lines of the notice
    and those that lack a file are open; if the notice names an answer, also those that do not apply yet. From
    acceptance on the window may only scan paper that it has received, or fill a required line that lacks a file: what
    was received does not change any more. A line that data sharing has not given is open too until it has a file, as is
    one whose file the organ above could not read; to the applicant, of a received case, nothing else is but what was
    promised, from the acceptance on, and what members of a joint request lack. While what several departments have
    found is put right, every line takes the new papers.
    """
    listed = list(lines)
    if case.status is Status.DRAFT:
        return frozenset(line.no for line in listed)
    if case.unified and case.unified.state == RECTIFYING:
        return applying(listed)
    have = {file.line for file in evidence(case, files)}
    if not window and case.status not in SUPPLEMENTED_FROM:
        given_up = not_obtained(case.sharing) - have - {*case.papers} - _deferred(case)
        joined = _of_members(case, listed) - have - {*case.papers}
        return applying(listed) & (given_up | joined | ({*case.unreadable} - have)) | promised_lines(case)
    if case.status is Status.SUBMITTED:
        return applying(listed)
    lacking = ({line.no for line in listed if line.required} | not_obtained(case.sharing) | {*case.unreadable}) - have
    papers = set(case.papers) if window else set[str]()
    if case.status not in SUPPLEMENTED_FROM:
        return applying(listed) & (lacking | papers)
    answers = any(field.startswith("/answers/") for field in case.noticed_fields)
    may_apply = {line.no for line in listed if answers and not line.applies}
    return applying(listed) & (lacking | papers | {*case.noticed_lines}) | may_apply
