"""收到联办材料: what the request got after a member had opened reaches the member's own case: a paper that was scanned
since, what another organ has answered, what changed answers first ask for.
"""

from chalicelib.cases.acts.filled import filled
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import evidence, promised_lines
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.joint_acts import TAKE_PAPERS
from chalicelib.cases.model.reprint import reprinted
from chalicelib.cases.model.sharing import SharedLine
from chalicelib.cases.store.files import new_file_item
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.joint.model.opening import newer_sharing, newest, own_files, own_sharing


def awaits_papers(request: CaseFile, case: Case, part: RequestMember) -> bool:
    """Whether the request has something that this member's open case does not know."""
    if case.joint is None or case.status not in TAKE_PAPERS.lawful_from:
        return False
    more = [file for file in evidence(request.case, request.files) if (file.event or 0) > case.joint.told_files]
    return bool(own_files(request.case.id, more, part)) or bool(_newer(request.case, case, part))


def take_papers(platform: Platform, request: CaseFile, case_id: str, part: RequestMember) -> None:
    """Raises Refused when the member's case has moved meanwhile: then it is looked at again."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.joint is None or found.case.status not in TAKE_PAPERS.lawful_from:
        return
    begun = begin_platform(platform, TAKE_PAPERS, found)
    case, received = begun.case, evidence(request.case, request.files)
    have = {file.id for file in found.files}
    files = [one for one in own_files(request.case.id, received, part, case.seq + 1) if one.id not in have]
    sharing = _newer(request.case, case, part)
    sheets = [file for file in files if file.form_version]
    told = found.case.joint.model_copy(update={"told_files": newest(received)})
    came = {file.line for file in files} & promised_lines(case)
    after = case.model_copy(
        update={
            "joint": told,
            "files": case.files + len(files),
            "announced": case.announced + len(files),
            "sharing": {**case.sharing, **sharing},
            "reprinted": reprinted(case.reprinted, sheets, case.seq + 1, begun.caller.at),
        }
    )
    after = filled(after, came, begun)
    begun.commit(
        after,
        data={
            **({"lines": [*sorted(came)], "awaited": [*promised_lines(after)]} if came else {}),
            "files": digests(files),
            "sharing": [{"line": line, "state": one.state} for line, one in sharing.items()],
        },
        ops=[put(new_file_item(case.id, file), when=ABSENT) for file in files],
    )


def _newer(request: Case, case: Case, part: RequestMember) -> dict[str, SharedLine]:
    return newer_sharing(case.sharing, own_sharing(request.sharing, part))
