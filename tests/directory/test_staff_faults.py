"""One table of rules for records of staff, whoever tells of them: over HTTP and in an imported file."""

from typing import Any

import pytest

from chalicelib.directory.acts.import_directory import plan_directory
from chalicelib.directory.model.rules import staff_findings
from chalicelib.directory.store.kept import Change
from chalicelib.directory.store.version import version_of
from chalicelib.foundation.problems import Invalid
from proofs.kit.world import World
from tests.directory.register_api import STAFF, Ask, ask, begun, pointers, world
from tests.directory.registers import CITY, NOON, member
from tests.directory.staff_faults import FAULTS, RECORDS

__all__ = ["ask", "begun", "world"]
BY = Change("import", NOON, "u-admin", "administrator", {})
AS_SENT = {"/from": "/starts_on", "/to": "/ends_on"}


def sent(record: dict[str, Any]) -> dict[str, Any]:
    """The record in the words of the route."""
    told = {name: value for name, value in record.items() if name not in ("region", "unit", "from", "to")}
    unit = {"unit_kind": record["unit"]["kind"], "unit": record["unit"]["id"]}
    term = {name: record[file] for file, name in (("from", "starts_on"), ("to", "ends_on")) if file in record}
    return {**told, **unit, **term}


@pytest.mark.requirement("R59", "R64")
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_refused_by_the_route_and_by_the_import(ask: Ask, world: World, fault: str):
    _, pointer, code = FAULTS[fault]
    before = version_of(world.platform.table, CITY)
    status, problem = ask("administrator", STAFF, sent(RECORDS[fault]))
    assert status == 422
    assert (AS_SENT.get(pointer, pointer), code) in pointers(problem)
    words = next(one["message"] for one in problem["errors"] if one["code"] == code)
    with pytest.raises(Invalid) as refused:
        plan_directory(world.platform.table, CITY, {"staff": [RECORDS[fault]]}, logged=BY)
    found = {(one.pointer, one.code): one.message for one in refused.value.errors}
    assert found[f"/staff/0{pointer}", code] == words
    assert version_of(world.platform.table, CITY) == before


@pytest.mark.requirement("R64")
def test_a_chief_of_low_rank_is_taken_with_a_note(ask: Ask):
    noted = {**sent(RECORDS["a chief of low rank"]), "note": "单位授权，正科级岗位空缺"}
    status, problem = ask("administrator", STAFF, noted)
    assert "rank_below_limit" not in str(problem)
    assert status in {201, 200} or [code for _, code in pointers(problem)] == ["second_chief"]


def test_who_is_on_the_list_without_an_account_needs_no_role():
    assert staff_findings(member(roles=[], subject=None)) == []
