"""What `make demo ARGS="--joint YM-J01"` plays: a building, from the project to its completion, in four requests.

Legal time moves on between them. The form of each stage begins with what those before it have brought.
"""

import json
from typing import Any

from local.catalogues import DATA
from local.demo.application import COMPANY
from local.demo.client import Client
from local.demo.joint import SLOWEST, play_request
from local.demo.story import Played, Story, Tell, answering

CODE = "YM-J01"
STAGES: dict[str, dict[str, Any]] = json.loads((DATA / "building.json").read_text("utf-8"))["stages"]
LEADS = {"plan_land": "planning", "works_plan": "planning", "build": "housing", "completion": "housing"}
BETWEEN = 5  # workdays from the end of one stage to the request of the next


def play_building(client: Client, tell: Tell, *, slowest: float = SLOWEST) -> list[Story]:
    """The requests of all stages. Raises `Unexpected` for an answer that is not expected."""
    systems = [one["department"] for one in client.get(None, "/local/departments").json()["departments"]]
    stories = list[Story]()
    with answering(client, dict.fromkeys(systems, "auto"), slowest):
        for stage, answers in STAGES.items():
            if stories:
                now = client.act(None, "POST", "/local/time", {"workdays": BETWEEN}).json()["now"]
                tell(f"[green]✓[/green] 时间前移  {BETWEEN} 个工作日，法定时间 {now[:10]}")
            project = stories[0].case_id if stories else ""
            played = Played(f"{CODE}-{stage}", LEADS[stage], answers, clerk="clerk-investment", project=project)
            stories.append(play_request(client, tell, played, "", systems))
            tell_project(client, stories[0].case_id, tell)
    return stories


def tell_project(client: Client, project: str, tell: Tell) -> None:
    """How the project stands after a stage."""
    found = client.get(COMPANY, f"/projects/{project}").json()
    granted = "、".join(one["name"] for one in found["stages"] if one["state"] == "granted")
    following = "、".join(found["next"]) or "没有"
    tell(f"[green]✓[/green] 项目进展  {found['code']} 已办成：{granted}；接下来可以申请：{following}")
