"""What `make demo ARGS="--joint YM-J01"` plays: a building, from the project to its completion, in four requests.

Legal time moves on between them. What the result of one stage is numbered is filled in in the form of the next.
"""

import json
from typing import Any

from local.catalogues import DATA
from local.demo.application import COMPANY
from local.demo.client import Client
from local.demo.joint import SLOWEST, play_request
from local.demo.story import ISSUER, Played, Story, Tell, answering

CODE = "YM-J01"
STAGES: dict[str, dict[str, Any]] = json.loads((DATA / "building.json").read_text("utf-8"))["stages"]
LEADS = {"plan_land": "planning", "works_plan": "planning", "build": "housing", "completion": "housing"}
# Of which member the number goes into which fields of later forms.
NUMBERED = {
    "YM-I03": ("i04_land_permit_no",),
    "YM-I04": ("planning_permit_no",),
    "YM-I11": ("construction_permit_no",),
}
BETWEEN = 5  # workdays from the end of one stage to the request of the next


def play_building(client: Client, tell: Tell, *, slowest: float = SLOWEST) -> list[Story]:
    """The requests of all stages. Raises `Unexpected` for an answer that is not expected."""
    systems = [one["department"] for one in client.get(None, "/local/departments").json()["departments"]]
    numbers, stories = dict[str, str](), list[Story]()
    with answering(client, dict.fromkeys(systems, "auto"), slowest):
        for stage, answers in STAGES.items():
            if stories:
                now = client.act(None, "POST", "/local/time", {"workdays": BETWEEN}).json()["now"]
                tell(f"[green]✓[/green] 时间前移  {BETWEEN} 个工作日，法定时间 {now[:10]}")
            told = {name: numbers.get(name, value) for name, value in answers.items()}
            played = Played(f"{CODE}-{stage}", LEADS[stage], told, clerk="clerk-investment")
            stories.append(play_request(client, tell, played, "", systems))
            numbers |= numbers_of(client, stories[-1].case_id)
    return stories


def numbers_of(client: Client, request: str) -> dict[str, str]:
    """What later forms ask for: the numbers of the results of this request."""
    found = dict[str, str]()
    for member in client.get(COMPANY, f"/applications/{request}").json()["members"]:
        if member["item"] in NUMBERED and member["case_id"]:
            path = f"/cases/{member['case_id']}/certificate?purpose=issue"
            number = client.get(ISSUER, path).json()["number"]
            found |= dict.fromkeys(NUMBERED[member["item"]], str(number))
    return found
