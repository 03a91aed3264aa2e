"""The simulated systems of others, over sockets: the data-sharing platform that the hall asks for certificates."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.hall import Hall
from tests.e2e.people import PERMIT

OWN = ("01", "03", "04", "06")  # lines of YM-P01 that the applicant hands in
LICENCE, HEALTH = "02", "05"  # what other organs have: 营业执照, 从业人员健康证明


@pytest.fixture
def connected(hall: Hall) -> Iterator[None]:
    """As on `make run`: the data-sharing platform is asked. Afterwards it has everything again."""
    platform, url = hall.stack.platform, hall.stack.simulators.sharing.url
    platform.settings = platform.settings.model_copy(update={"sharing_url": url})
    yield
    hall.ask(None, "PUT", "/local/sharing", {"does": "found"})


def answered(hall: Hall, case_id: str) -> dict[str, Any]:
    """What became of the shared lines, once every organ has answered."""

    def lines() -> dict[str, Any]:
        listed = hall.client.get("company", f"/applications/{case_id}/materials").json()["materials"]
        shared = {line["no"]: line for line in listed if line.get("sharing")}
        return shared if all(line["sharing"]["state"] != "asked" for line in shared.values()) else {}

    return hall.until(lines)


@pytest.mark.requirement("R8")
@pytest.mark.usefixtures("connected")
def test_what_other_organs_have_is_fetched_by_itself(hall: Hall) -> None:
    hall.ask(None, "PUT", "/local/sharing", {"does": "no_record", "certificate": "从业人员健康证明"})
    case_id = hall.draft(PERMIT)
    hall.hand_in(case_id, *OWN)
    hall.do("company", "POST", f"/applications/{case_id}/submit")
    lines = answered(hall, case_id)
    licence, health = lines[LICENCE], lines[HEALTH]
    assert (licence["sharing"]["state"], licence["satisfied"]) == ("obtained", True)
    assert [file["level"] for file in licence["files"]] == ["A"]
    assert (health["sharing"]["state"], health["sharing"]["failure"]) == ("failed", "no_record")
    assert set(hall.events(case_id)) == {"submitted", "shared_obtained", "sharing_failed"}

    hall.ask(None, "PUT", "/local/sharing", {"does": "found"})
    hall.do("company", "POST", f"/applications/{case_id}/sharing")
    assert answered(hall, case_id)[HEALTH]["sharing"]["state"] == "obtained"
    queries = hall.client.get(None, "/local/sharing").json()["queries"]
    assert [one["certificate"] for one in queries].count("从业人员健康证明") == 2
