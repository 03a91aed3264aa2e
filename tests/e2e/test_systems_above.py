"""The example system of an organ above, over sockets: it takes the callback, reads the package, decides or returns."""

from pathlib import Path
from typing import Any

import pytest

from local.demo.client import Client
from local.demo.story import AGENCY, play
from local.department.above import digest, step_on
from tests.e2e.hall import CLERK, GRANT, Hall
from tests.e2e.people import FISHING

ORGAN = "gd_agriculture"
LINE = "01"


def sent_up(hall: Hall, recommendation: str = "grant") -> str:
    """Reviewed and reported, while the organ's system answers by itself."""
    hall.stack.systems[ORGAN].mode = "auto"
    case_id = hall.received(FISHING)
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.client.act("officer-ocean", "POST", f"/tasks/{case_id}.review/answer", GRANT)
    hall.task(case_id, "report")
    said = {"recommendation": recommendation, "opinion": "经审查，主机总功率超过核定的指标。"}
    hall.do("chief-ocean", "POST", f"/cases/{case_id}/report", said)
    return case_id


@pytest.mark.requirement("R67")
@pytest.mark.parametrize(("recommendation", "status"), [("grant", "comparing"), ("refuse", "delivering")])
def test_the_organ_above_decides_by_itself_as_it_was_advised(hall: Hall, recommendation: str, status: str) -> None:
    case_id = hall.reaches(sent_up(hall, recommendation), status)
    decided = next(row for row in hall.rows(case_id) if row["sk"].startswith("EVENT#") and row["type"] == "decided")
    assert (decided["role"], decided["actor"]) == ("superior_organ", f"persona:superior-{ORGAN}")


@pytest.mark.requirement("R67")
def test_a_file_that_is_not_what_the_package_says_is_sent_back(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.department.worker.Worker._download", lambda *_: b"cut off")
    case_id = sent_up(hall)
    hall.until(lambda: "report_returned" in hall.events(case_id))
    assert hall.status(case_id) == "reporting"
    returned = next(row for row in hall.rows(case_id) if row.get("type") == "report_returned")
    assert (returned["data"]["reason"], returned["data"]["lines"]) == ("unreadable", [LINE])


def test_people_decide_where_more_than_files_is_lost() -> None:
    task: dict[str, Any] = {"item": FISHING, "materials": [{"files": [{"id": "a", "url": "there"}]}]}
    file = {"id": "a", "line": LINE, "sha256": digest(b"whole")}
    told = {"recommendation": "grant", "opinion": "", "package": {"files": [file]}, "lost": ["/documents/0"]}
    assert step_on(task, told, lambda _: b"whole") is None
    assert step_on(task, {**told, "lost": []}, lambda _: b"whole") is not None


@pytest.mark.requirement("R67")
def test_the_demo_plays_what_an_organ_above_decides(hall: Hall, tmp_path: Path) -> None:
    told: list[str] = []
    story = play(Client(hall.stack.url), told.append, tmp_path, played=AGENCY, workdays=0)
    assert story.file.read_bytes().startswith(b"%PDF")
    assert [stage["role"] for stage in story.timeline["stages"]].count("superior_organ") == 1
    assert any("广东省文化和旅游厅" in line for line in told)
    # As they were before.
    assert {system.mode for system in hall.stack.systems.values()} == {"manual"}
