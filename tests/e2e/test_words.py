"""告知承诺 over HTTP: online, put right in time and kept; at the window, not kept and repaired (优化营商环境条例40)."""

from typing import Any

import pytest

from proofs.kit.catalogue import item_document
from tests.e2e.files import text_of
from tests.e2e.hall import Hall
from tests.e2e.people import LINES, VENUE, presented

WINDOW, OFFICER, CHIEF = "clerk-investment", "officer-fire", "chief-fire"
KEPT = {"outcome": "kept", "findings": "现场核查，消防设施、器材完好有效。"}
UNMET = {"outcome": "unmet", "findings": "疏散通道堆放杂物。", "rectify": {"length": 10}}
BROKEN = {"outcome": "broken", "findings": "建设工程没有通过消防验收。"}
REPAIRED = {"reference": "信修〔2026〕1号"}


def seen(hall: Hall, who: str, case_id: str) -> dict[str, Any]:
    at = "applications" if who == "company" else "cases"
    return hall.client.get(who, f"/{at}/{case_id}").json()["pledge"]


def drafted(hall: Hall) -> str:
    case_id = hall.draft(VENUE)
    listed = hall.client.get("company", f"/applications/{case_id}/materials").json()["materials"]
    assert tuple(line["no"] for line in listed if line["required"]) == LINES[VENUE]
    hall.hand_in(case_id, *LINES[VENUE])
    return case_id


def applied(hall: Hall) -> str:
    """Online, with the word that the guide shows."""
    case_id, shown = drafted(hall), hall.client.get(None, f"/items/{VENUE}").json()["commitment"]
    made = item_document(VENUE).commitment
    assert made
    assert shown["text"] == made.text
    unread = hall.ask("company", "POST", f"/applications/{case_id}/submit", {}, etag=draft_etag(hall, case_id))
    assert [error["code"] for error in unread.json()["errors"]] == ["commitment_unconfirmed"]
    hall.do("company", "POST", f"/applications/{case_id}/submit", {"commitment": shown["digest"]})
    return case_id


def draft_etag(hall: Hall, case_id: str) -> str | None:
    return hall.etag("company", f"/applications/{case_id}")


def granted(hall: Hall, case_id: str) -> str:
    hall.do(WINDOW, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.answer(case_id, OFFICER)
    hall.decide(case_id, "fire")
    hall.task(case_id, "verify")
    return case_id


def document(hall: Hall, case_id: str, kind: str) -> str:
    """As the applicant reads it."""

    def ready() -> list[str]:
        shown = hall.client.get("company", f"/applications/{case_id}/documents").json()["documents"]
        return [one["no"] for one in shown if one["kind"] == kind and one["state"] == "ready"]

    no = hall.until(ready)[0]
    url = hall.client.get("company", f"/applications/{case_id}/documents/{no}").json()["url"]
    return text_of(hall.client.download(url))


@pytest.mark.law("1.8")
def test_a_word_that_is_given_online_is_verified_and_its_applicant_told(hall: Hall) -> None:
    case_id = applied(hall)
    made = seen(hall, "company", case_id)
    assert (made["state"], made["due"]) == ("made", None)
    listed = hall.client.get("company", f"/applications/{case_id}/materials").json()["materials"]
    (paper,) = [line for line in listed if line["name"] == "消防安全告知承诺书"]
    assert (paper["satisfied"], paper["required"], paper["files"]) == (True, False, [])

    granted(hall, case_id)
    shown = hall.client.get("company", f"/applications/{case_id}").json()
    assert (shown["pledge"]["state"], shown["pledge"]["due"]) == ("awaited", shown["limits"]["verification_due"])
    assert shown["pledge"] == seen(hall, OFFICER, case_id) == seen(hall, WINDOW, case_id)
    task = hall.client.get(OFFICER, f"/tasks/{case_id}.verify").json()
    assert (task["now"]["act"], task["due"]) == ("verify", shown["pledge"]["due"])
    assert "officer" in task["now"]["roles"]

    assert hall.ask("company", "POST", f"/cases/{case_id}/verify", KEPT).status_code == 403
    assert hall.ask("officer-food", "POST", f"/cases/{case_id}/verify", KEPT, etag='"v1"').status_code == 404
    demanded = hall.do(OFFICER, "POST", f"/cases/{case_id}/verify", UNMET).json()
    asked = seen(hall, "company", case_id)
    assert (asked["state"], asked["due"]) == ("demanded", demanded["rectification_due"])
    early = hall.ask(CHIEF, "POST", f"/cases/{case_id}/verify", BROKEN, etag=hall.etag(CHIEF, f"/cases/{case_id}"))
    assert (early.status_code, early.json()["code"]) == (409, "rectification_running")
    hall.do(OFFICER, "POST", f"/cases/{case_id}/verify", KEPT)
    kept = seen(hall, "company", case_id)
    assert (kept["state"], kept["due"], bool(kept["verified_at"])) == ("kept", None, True)
    assert "承诺内容属实" in document(hall, case_id, "pledge_kept_notice")
    again = hall.ask(OFFICER, "POST", f"/cases/{case_id}/verify", BROKEN, etag=hall.etag(OFFICER, f"/cases/{case_id}"))
    assert (again.status_code, again.json()["code"]) == (409, "already_verified")


@pytest.mark.law("1.8")
def test_a_word_that_is_signed_at_the_window_and_broken_bars_until_the_repair(hall: Hall) -> None:
    case_id = hall.walk_in(VENUE)["id"]
    path = f"/cases/{case_id}"
    unsigned = hall.ask(WINDOW, "POST", f"{path}/accept", {}, etag=hall.etag(WINDOW, path))
    assert unsigned.json()["code"] == "commitment_unsigned"
    hall.do(WINDOW, "POST", f"{path}/commitment", {"presented_by": {**presented(VENUE), "signed": True}})
    granted(hall, case_id)

    hall.do(CHIEF, "POST", f"{path}/verify", BROKEN)
    assert seen(hall, "company", case_id)["state"] == "broken"
    assert "已记入信用记录" in document(hall, case_id, "pledge_default_notice")

    other = drafted(hall)
    digest = hall.client.get(None, f"/items/{VENUE}").json()["commitment"]["digest"]
    word = {"commitment": digest}
    barred = hall.ask("company", "POST", f"/applications/{other}/submit", word, etag=draft_etag(hall, other))
    assert (barred.status_code, barred.json()["code"]) == (422, "commitment_barred")
    assert barred.json()["errors"][0]["pointer"] == "/form/answers/commitment_route"
    hall.do(CHIEF, "POST", f"{path}/credit/repair", REPAIRED)
    assert seen(hall, CHIEF, case_id)["state"] == "repaired"
    hall.do("company", "POST", f"/applications/{other}/submit", word)
