"""收件转送: a window without a letter receives, the department finds the case among its own and accepts it (R33)."""

from collections.abc import Iterator

import pytest

from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CHIEF, CLERK, OFFICER
from proofs.kit.register import revoke_accept_letter
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import new_world
from proofs.matrix.door import Door, opened

WAITING = {"query": {"window": "移送部门"}}


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door(new_world(), {name: persona.actor for name, persona in PERSONAS.items()})
    with only_acts_and_rows(), opened(door):
        yield door


def waiting(door: Door, who: str) -> list[str]:
    return [case["id"] for case in door.done(who, "GET", "/cases", **WAITING)["cases"]]


def version(door: Door, case: str) -> dict[str, dict[str, str]]:
    row = next(one for one in door.world.everything() if one["sk"] == "META" and one["pk"].endswith(case))
    return {"headers": {"If-Match": f'"v{row["version"]}"'}}


@pytest.mark.requirement("R33")
def test_the_department_finds_and_accepts_what_a_window_may_only_receive(door: Door):
    """The case begins on Tuesday 24 November 2026; its five workdays end on 1 December, whoever accepts."""
    revoke_accept_letter(door.world.platform, PERMIT.department)
    case = door.done(CLERK, "POST", "/cases", PERMIT.walk_in)["id"]
    refused = door.ask(CLERK, "POST", f"/cases/{case}/accept", {}, **version(door, case))
    assert (refused.status, refused.body["offer"]) == (403, "transfer")
    assert door.done(CLERK, "GET", f"/cases/{case}")["transferred_at"] is None
    assert waiting(door, OFFICER) == []

    door.done(CLERK, "POST", f"/cases/{case}/transfer", {}, **version(door, case))
    assert [waiting(door, who) for who in (OFFICER, CHIEF, "officer-hrss")] == [[case], [case], []]
    shown = door.done(OFFICER, "GET", f"/cases/{case}")
    assert (shown["transferred_at"][:10], shown["status"]) == ("2026-11-24", "submitted")
    assert shown["limits"]["accept_due"] == "2026-12-01"
    stages = door.done(OFFICER, "GET", f"/cases/{case}/timeline")["stages"]
    assert [stage["label"].partition("：")[0] for stage in stages if stage["stage"] == "transferred"] == ["收件转送"]

    door.world.pass_time(days=2)
    door.done(OFFICER, "POST", f"/cases/{case}/transferred/accept", {}, **version(door, case))
    assert waiting(door, OFFICER) == []
    accepted = door.done(OFFICER, "GET", f"/cases/{case}")
    assert (accepted["status"], accepted["accepted_at"][:10]) == ("in_review", "2026-11-26")
    clocks = {term["kind"]: term["started"] for term in door.done(OFFICER, "GET", f"/cases/{case}/timeline")["terms"]}
    # The item's law counts its term from the acceptance (行政许可法42).
    assert clocks["promised"] == "2026-11-26"
    assert clocks["statutory"] == "2026-11-26"
