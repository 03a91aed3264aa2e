"""What `make demo ARGS="--joint YM-J02"` plays: a restaurant is opened, by one request and many departments."""

import json
from collections.abc import Iterator
from typing import Any

from local.catalogues import DATA
from local.demo.application import pdf
from local.demo.client import Client
from local.demo.faces import granting
from local.demo.story import CLERK, COMPANY, EXAMINED, Played, Story, Tell, apply, present

ANSWERS: dict[str, Any] = json.loads((DATA / "restaurant.json").read_text("utf-8"))["answers"]
RESTAURANT = Played("YM-J02", "food", ANSWERS)
REQUESTS = {RESTAURANT.item: RESTAURANT}
# Refused in the demonstration: it ends alone, for nothing waits for it.
REFUSED = "YM-I16"
REFUSAL = {"outcome": "refuse", "reasons": ["疏散通道宽度不足，不符合消防技术标准。"]}
# How long the officer says that it is valid, where the law leaves that to the decision.
VALIDITY = {"YM-I14": {"years": 2}, "YM-S09": {"years": 5}}


def play_joint(client: Client, tell: Tell, *, played: Played = RESTAURANT, refused: str = REFUSED) -> Story:
    """One application, one acceptance, then each member at its own department; the whole until it is concluded. Raises
    `Unexpected` for an answer that is not expected.
    """
    story = Story(played)
    before = {one["id"] for one in own_cases(client)}
    apply(client, story, tell, pdf)
    present(client, story, tell)
    accept(client, story, tell)
    done = set[str]()
    while status(client, story) not in ("concluded", "closed"):
        members = [one for one in own_cases(client) if one["id"] not in before | done | {story.case_id}]
        for member in members:
            if decide_member(client, member, tell, refused):
                done.add(member["id"])
    client.wait_until(COMPANY, f"/applications/{story.case_id}", lambda found: found["status"] == "closed")
    tell("[green]✓[/green] 联办办结  全部事项办毕，联办办结通知书已出具")
    return story


def own_cases(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(COMPANY, "/applications?limit=100").json()["applications"]
    return found


def status(client: Client, story: Story) -> str:
    return str(client.get(COMPANY, f"/applications/{story.case_id}").json()["status"])


def accept(client: Client, story: Story, tell: Tell) -> None:
    path = f"/cases/{story.case_id}"
    seen = client.get(CLERK, path)
    client.act(CLERK, "POST", f"{path}/accept", etag=seen.headers["ETag"])
    limits = client.get(CLERK, path).json()["limits"]
    tell(f"[green]✓[/green] 一次受理  全部成员事项一并受理，联办法定期限 {limits['statutory_due']}")


def decide_member(client: Client, member: dict[str, Any], tell: Tell, refused: str) -> bool:
    """Whether this member was decided now; one whose task is still on its way comes again."""
    case = client.get(COMPANY, f"/applications/{member['id']}").json()
    department = case["department"]
    officer, chief = f"officer-{department}", f"chief-{department}"
    if case["status"] == "in_review":
        for task in tasks(client, officer, f"{member['id']}.review"):
            client.act(officer, "POST", f"/tasks/{task}/claim")
            client.act(officer, "POST", f"/tasks/{task}/answer", EXAMINED)
        return False
    if case["status"] != "deciding" or not list(tasks(client, chief, f"{member['id']}.decide")):
        return case["status"] not in ("in_review", "deciding")
    path = f"/cases/{member['id']}"
    seen, item = client.get(chief, path), member["item"]
    body = REFUSAL if item == refused else granting(item) | validity(item) | absences(client, member["id"])
    client.act(chief, "POST", f"{path}/decide", body, etag=seen.headers["ETag"])
    word = "[red]不予[/red]" if item == refused else "准予"
    tell(f"[green]✓[/green] {word}      {member['item_name']}（{department}）")
    return True


def absences(client: Client, case_id: str) -> dict[str, Any]:
    """What no organ has given, its department has looked up in its own register."""
    lines = client.get(COMPANY, f"/applications/{case_id}/materials").json()["materials"]
    lacking = [line["no"] for line in lines if line.get("sharing") and line["sharing"]["state"] != "obtained"]
    looked_up = [{"line": no, "ground": "looked_up", "reference": "本部门业务系统查询"} for no in lacking]
    return {"absences": looked_up} if looked_up else {}


def validity(item: str) -> dict[str, Any]:
    return {"validity": VALIDITY[item]} if item in VALIDITY else {}


def tasks(client: Client, persona: str, wanted: str) -> Iterator[str]:
    """The task of this id, if it is open by now."""
    found = client.get(persona, "/tasks?limit=100").json()["tasks"]
    yield from (one["id"] for one in found if one["id"] == wanted and one["state"] == "open")
