"""What a department that is asked about a joint request sees of it before the acceptance: what its own members need.

The rest is the business of others (个人信息保护法6): the lead and the window see the whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.store import load_item
from chalicelib.foundation.platform import Platform


def sees_a_part(actor: Actor, case: Case) -> bool:
    """Whether the reader has to do with single members of this request alone."""
    return case.is_request and not may_see(actor, case)


def lines_of_department(platform: Platform, case: Case, department: str) -> frozenset[str]:
    """The lines of the request that the items of this department need."""
    return frozenset(line for part in _parts(platform, case, department) for line in part.lines.values())


def part_of_department(platform: Platform, found: CaseFile, department: str) -> CaseFile:
    """The request with the answers and papers that the items of this department need, and nothing else. Who applies is
    told. The printed form is left out, because it has the answers of all.
    """
    parts = list(_parts(platform, found.case, department))
    lines = {line for part in parts for line in part.lines.values()}
    names = {name for part in parts for name in part.fields.values()}
    answers = cast("Mapping[str, Any]", found.form.get("answers") or {})
    form = {**found.form, "answers": {name: value for name, value in answers.items() if name in names}}
    files = tuple(file for file in found.files if file.line in lines and file.form_version is None)
    return replace(found, form=form, files=files)


def _parts(platform: Platform, case: Case, department: str) -> Iterator[RequestMember]:
    made_of = item_of(platform, case).request_of
    for part in made_of.members if made_of else ():
        item = load_item(platform.table, case.division, part.item, version=part.version)
        if item.department == department:
            yield part
