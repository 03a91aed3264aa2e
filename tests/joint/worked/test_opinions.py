"""W9: a department that is silent has not consented, unless a published rule says so; over HTTP."""

from datetime import date

import pytest

from proofs.joint.by_http import Town, says
from proofs.kit import joint
from tests.joint.worked.data import CASES, accepted

W9 = CASES["W9"]
EXPECTED, GIVEN = W9["expect"], W9["given"]
CHIEF, DRAWINGS = "chief-housing", "YM-I07"
PASS = {"conclusion": "pass", "reason": "各部门均同意。"}


def begun(town: Town, variant: str = "") -> str:
    """The case of the drawings, of which housing has spoken on 18 September and civil defence has not."""
    request = accepted(town, GIVEN["accepted"], joint.BUILD, GIVEN["answers"], variant)
    case_id = town.member(request, DRAWINGS)
    town.on(date(2026, 9, 18))
    town.opines(case_id, "housing")
    return case_id


def concludes(town: Town, case_id: str) -> tuple[int, list[str]]:
    told = town.ask(CHIEF, "POST", f"/cases/{case_id}/sessions/conclude", PASS)
    return told.status, [one["code"] for one in told.body.get("reasons", [])]


@pytest.mark.requirement("R69")
def test_w9_nobody_concludes_without_the_opinion_that_is_missing(town: Town):
    case_id = begun(town)
    assert [one["department"] for one in town.get(CHIEF, f"/cases/{case_id}/sessions")["opinions"]] == GIVEN[
        "participants"
    ]
    assert [town.due(case_id, kind) for kind in ("opinion", "promised", "statutory")] == [
        EXPECTED["inner_due"],
        EXPECTED["promised_due"],
        EXPECTED["statutory_due"],
    ]
    town.on(date(2026, 9, 21), 23)
    assert town.events(case_id, CHIEF, "opinion_overdue") == []
    town.on(date(2026, 9, 22), 0)
    (told,) = town.events(case_id, CHIEF, "opinion_overdue")
    assert (told["at"][:19], told["data"]["departments"]) == (EXPECTED["opinion_overdue"]["at"][:19], ["cad"])
    # The ladder is the green channel's (joint.md 8.4): an ordinary case is told to the supervisors once.
    (card,) = town.cards(case_id)
    assert (card["matter"], card["at"][:10]) == ("opinion_silent", "2026-09-22")
    for day in (22, 23, 24):
        town.on(date(2026, 9, day))
        assert concludes(town, case_id) == (409, ["opinion_missing"])
    town.opines(case_id, "cad")
    assert concludes(town, case_id) == (200, [])
    town.goes_on()
    document = EXPECTED["documents"][1]
    (paper,) = town.texts(case_id, document["title"])
    assert (says(paper)["organ"], says(paper)["issued_text"]) == ("阳江市住房和城乡建设局", "2026年9月24日")
    # Each department's opinion stands with its name in that paper: there is no paper of its own (joint.md 10).
    rows = says(paper)["table"]["rows"]
    assert [(row[1], row[3]) for row in rows] == [("阳江市住房和城乡建设局", "同意"), ("阳江市人民防空办公室", "同意")]


@pytest.mark.requirement("R69")
def test_w9_a_published_rule_takes_silence_for_no_objection(town: Town):
    case_id, twin = begun(town, "silence"), EXPECTED["twin"]
    town.on(date(2026, 9, 21), 23)
    assert concludes(town, case_id) == (409, ["opinion_missing"])
    town.on(date(2026, 9, 22), 0)
    (told,) = town.events(case_id, CHIEF, "deemed_no_objection")
    assert (told["at"][:19], told["data"]["rule"]) == (twin["events"][0]["at"][:19], twin["events"][0]["document"])
    assert told["data"]["departments"] == twin["still_silent"]
    town.on(date.fromisoformat(twin["conclusion_allowed_on"]))
    assert concludes(town, case_id) == (200, [])
    opinions = town.get(CHIEF, f"/cases/{case_id}/sessions")["opinions"]
    silent = [one["department"] for one in opinions if one["opinion"] is None]
    assert silent == twin["still_silent"]
