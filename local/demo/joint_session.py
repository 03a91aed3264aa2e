"""A member that several departments examine: each gives its opinion, the lead concludes (行政许可法26(2))."""

from collections.abc import Collection
from typing import Any

from local.demo.client import Client
from local.demo.story import Tell

# Of these items the demonstration's scheme has several departments; on site are those of the second.
UNIFIED = frozenset({"YM-I07", "YM-I12"})
CONVENED = frozenset({"YM-I12"})
SAID = {"opinion": "pass", "reason": "符合规定。", "standard": "演示标准第一条"}
OFFICERS = ("审查员甲", "审查员乙")


def examine_together(client: Client, case_id: str, lead: str, tell: Tell, systems: Collection[str]) -> None:
    """Departments that have a system consent by it, at others an officer does. Nothing happens where the conclusion is
    drawn already.
    """
    chief, case = f"chief-{lead}", f"/cases/{case_id}"
    path = f"{case}/sessions"
    item = client.get(chief, case).json()["item"]
    known = client.send(chief, "GET", path)
    if known.is_success and known.json()["state"] == "concluded":
        return
    if item in CONVENED and not known.is_success:
        visit(client, chief, case, tell)
    session = client.get(chief, path).json()
    taking_part = [one["department"] for one in session["opinions"]]
    for department in taking_part:
        if department not in systems:
            give_opinion(client, department, case_id)
    client.wait_until(chief, path, lambda found: all(one["opinion"] for one in found["opinions"]))
    tell(f"[green]✓[/green] 部门意见  {'、'.join(taking_part)} 分别提出意见：{session['kind']}")
    if item in CONVENED:
        here = [{"department": one, "officers": OFFICERS} for one in taking_part]
        held = {"at": now(client), "place": "项目现场", "attending": here, "findings": "逐项查验，情况属实。"}
        client.step(chief, case, "sessions/record", held)
    client.step(chief, case, "sessions/conclude", {"conclusion": "pass", "reason": "各部门均同意。"})
    tell(f"[green]✓[/green] 作出结论  {session['kind']}通过")


def visit(client: Client, chief: str, case: str, tell: Tell) -> None:
    """The lead invites to the site, and legal time moves on to that day."""
    asked = {"start": now(client)[:10], "unit": "workday", "length": 3}
    day = client.act(None, "POST", "/deadlines", asked).json()["due"]
    client.step(chief, case, "sessions", {"at": f"{day}T09:30:00+08:00", "place": "项目现场"})
    client.act(None, "POST", "/local/time", {"to": f"{day}T10:00:00+08:00"})
    tell(f"[green]✓[/green] 联合验收  提前通知各部门，{day} 现场查验")


def give_opinion(client: Client, department: str, case_id: str) -> None:
    """An officer of the department, in its own task."""
    officer = f"officer-{department}"

    def mine(found: Any) -> list[str]:
        tasks = found["tasks"]
        return [one["id"] for one in tasks if one["case_id"] == case_id and one["kind"] == "opinion"]

    found = client.wait_until(officer, "/tasks?limit=100", mine).json()
    client.act(officer, "POST", f"/tasks/{mine(found)[0]}/opinion", SAID)


def now(client: Client) -> str:
    return str(client.get(None, "/local/time").json()["now"])
