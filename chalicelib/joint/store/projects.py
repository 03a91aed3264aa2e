"""The stage requests of one project (投资项目), by its code (GB/T 40058), and what their members have brought."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.result_end import NOT_VALID
from chalicelib.cases.store.member_ends import result_ends
from chalicelib.cases.store.projects import CODE, code_in, is_stage, link
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.joint.model.member import Members
from chalicelib.joint.store.faces import face_of
from chalicelib.joint.store.members import case_of, members_of

# 24 characters with their dashes (GB/T 40058).
PROJECT_CODE = re.compile(r"[0-9]{4}-[0-9]{6}-[0-9]{2}-[0-9]{2}-[0-9A-Z]{6}")

# Of one project there are some requests of each stage.
MOST = 40


class Earlier(NamedTuple):
    """A granted member of another request of the same project: where its result is, and what its request answered."""

    case_id: str
    answers: Mapping[str, Any]


class Project(NamedTuple):
    """`code` is None while no result has brought one: then `requests` is the one that the project began with."""

    code: str | None
    requests: Sequence[CaseFile]


def project_named(platform: Platform, division: str, named: str) -> Project:
    """By its code, or by the id of one of its requests. Without requests where there is none."""
    if PROJECT_CODE.fullmatch(named):
        return Project(named, _requests_of(platform, division, named))
    found = load_file(platform.table, named)
    if found is None or found.case.division != division or not is_stage(found.case):
        return Project(None, ())
    code = code_in(found.form) or code_brought(platform, found)
    others = _requests_of(platform, division, code) if code else []
    return Project(code, [found, *(one for one in others if one.case.id != found.case.id)])


def code_brought(platform: Platform, found: CaseFile) -> str | None:
    """The code that a result of this request says."""
    for member in members_of(found).values():
        code = _code_on(platform, case_of(found.case.id, member)) if member.state == "granted" else None
        if code:
            return code
    return None


def newly_linked(platform: Platform, case: Case, before: Members, after: Members) -> list[Op]:
    """That a request whose member has just been granted is of the project whose code the result says."""
    if not is_stage(case):
        return []
    granted = [one for name, one in after.items() if one.state == "granted" != before[name].state and one.item]
    codes = [_code_on(platform, case_of(case.id, one)) for one in granted]
    return [link(case, code) for code in dict.fromkeys(codes) if code]


def _code_on(platform: Platform, case_id: str) -> str | None:
    code = face_of(platform, case_id).get(CODE)
    return code if isinstance(code, str) and PROJECT_CODE.fullmatch(code) else None


def _requests_of(platform: Platform, division: str, code: str) -> list[CaseFile]:
    """Whoever has applied. One whose form was corrected to another code is of that project alone."""
    rows = platform.table.query(register_keys.project(division, code), prefix=register_keys.REQUEST, limit=MOST)
    found = (load_file(platform.table, keys.name_in(row["sk"], register_keys.REQUEST)) for row in rows.items)
    return [one for one in found if one is not None and code_in(one.form) in (None, code)]


def earlier(platform: Platform, found: CaseFile, code: str | None) -> dict[str, Earlier]:
    """By node, the granted members of other requests of this project that the same applicant has made."""
    if code is None:
        return {}
    others = (one for one in _requests_of(platform, found.case.division, code) if one.case.id != found.case.id)
    return granted_in(platform, [one for one in others if one.case.applicant_parts == found.case.applicant_parts])


def granted_in(platform: Platform, requests: Sequence[CaseFile]) -> dict[str, Earlier]:
    """The last grant of a node counts, in the order in which the requests were received. What was revoked, withdrawn or
    cancelled since is no result any more (行政许可法69, 70).
    """
    known = dict[str, Earlier]()
    for one in sorted(requests, key=lambda one: str(one.case.received_at)):
        ends = result_ends(platform.table, one.case.id, one.members)
        lost = {name for name, end in ends.items() if end.state in NOT_VALID}
        for name, member in members_of(one).items():
            if member.state == "granted" and member.item and name not in lost:
                known[name] = Earlier(case_of(one.case.id, member), one.form.get("answers") or {})
    return known
