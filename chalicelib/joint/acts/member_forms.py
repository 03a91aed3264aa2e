"""What a member gets of its request: its own form and its own papers, as they stand now."""

from datetime import date
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.model.schemes.request_item.parting import member_form, told_by_results
from chalicelib.catalogue.store import load_item
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.results import Faces


def item_of_member(platform: Platform, case: Case, part: RequestMember) -> ServiceItem:
    """In the version that the request was received with."""
    return load_item(platform.table, case.division, part.item, version=part.version)


def form_of_member(
    platform: Platform, found: CaseFile, request: Request, part: RequestMember, faces: Faces
) -> dict[str, Any]:
    """In canonical writing: what was filled in once, and what earlier results tell."""
    item, received = item_of_member(platform, found.case, part), _received(platform, found.case)
    told = told_by_results(request.scheme, part.node, faces)
    form = member_form(part.fields, item, found.form, told, received)
    checked = check_form(item, form, received, "complete")
    return dict(checked.value) if checked.value is not None else form


def needed_lines(platform: Platform, found: CaseFile, request: Request, part: RequestMember) -> dict[str, str]:
    """The lines of the request that this member needs of the applicant, with their names. What other organs have keeps
    nobody (国务院令第716号第七条), and what earlier members make is not asked.
    """
    item, form = item_of_member(platform, found.case, part), form_of_member(platform, found, request, part, {})
    own = [line for line in lines_of(item, form) if line.required and not line.shared and line.no in part.lines]
    return {part.lines[line.no]: line.name for line in own}


def lacking_lines(platform: Platform, found: CaseFile, request: Request, part: RequestMember) -> dict[str, str]:
    """Those of them of which the request has nothing."""
    have = {*found.case.papers, *(file.line for file in evidence(found.case, found.files))}
    needed = needed_lines(platform, found, request, part)
    return {line: name for line, name in needed.items() if line not in have}


def _received(platform: Platform, case: Case) -> date:
    return (case.first_received_at or platform.now()).date()
