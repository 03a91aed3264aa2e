"""What `make demo ARGS="--joint YM-J02"` plays: a restaurant is opened, by one request and many departments."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from local.catalogues import DATA
from local.demo.application import pdf
from local.demo.client import Client
from local.demo.faces import granting, heard
from local.demo.joint_notice import put_right
from local.demo.joint_session import CONVENED, UNIFIED, examine_together, now
from local.demo.story import COMPANY, EXAMINED, Played, Story, Tell, answering, apply, present

ANSWERS: dict[str, Any] = json.loads((DATA / "restaurant.json").read_text("utf-8"))["answers"]
RESTAURANT = Played("YM-J02", "food", ANSWERS)
# A company is set up; the fund, the tax office and a bank handle their steps in systems of their own.
OF_A_FOUNDER: dict[str, Any] = {
    "pre_approval_scope": False,
    "held_r01": False,
    "industry_code": "5229",
    "r01_company_type": "llc",
    "domicile_address": "示例市示例区示例路18号",
    "registered_capital_10k": 100,
    "business_scope": "食品销售；日用百货销售",
    "r01_term_kind": "indefinite",
    "r01_shareholders": [
        {"amount": 100, "due": "2031-11-30", "id": "44170219900307801X", "method": "货币", "name": "黄示例"}
    ],
    "r01_legal_rep_post": "director",
    "r01_officers": [{"id_number": "44170219900307801X", "name": "黄示例"}],
    "r01_liaison": {"id_number": "44170219900307801X", "name": "吴示例"},
    "r05_seal_kinds": ["company", "finance"],
    "r05_reason": "new",
    "r05_carver": "示例市示例印章店",
    "s05_insured_types": ["pension", "medical", "injury", "unemployment"],
    "s05_first_month": "2026-12-01",
    "employees_count": 12,
}
COMPANY_SET_UP = Played("YM-J04", "amr_reg", OF_A_FOUNDER, clerk="clerk-registration")
REQUESTS = {one.item: one for one in (RESTAURANT, COMPANY_SET_UP)}
# Refused in the demonstration: it ends alone, for nothing waits for it.
REFUSED = "YM-I16"
REFUSAL = {"outcome": "refuse", "reasons": ["疏散通道宽度不足，不符合消防技术标准。"]}
# Seconds after which the slowest system has answered.
SLOWEST = 3.0
# Items on which the leader of the department decides.
COMPLEX = frozenset({"YM-I04", "YM-I07", "YM-I12"})
# How long the officer says that it is valid, where the law leaves that to the decision.
VALIDITY = {"YM-I14": {"years": 2}, "YM-S09": {"years": 5}}


def play_joint(
    client: Client, tell: Tell, *, played: Played = RESTAURANT, refused: str = REFUSED, slowest: float = SLOWEST
) -> Story:
    """One application, one notice of all that is missing, one acceptance, then each member at its own department; the
    whole until it is concluded. The departments' systems answer in a random order, each after `slowest` seconds at
    most. Raises `Unexpected` for an answer that is not expected.
    """
    systems = [one["department"] for one in client.get(None, "/local/departments").json()["departments"]]
    with answering(client, dict.fromkeys(systems, "auto"), slowest):
        return play_request(client, tell, played, refused, systems)


def play_request(client: Client, tell: Tell, played: Played, refused: str, systems: Collection[str]) -> Story:
    """`systems` are the departments whose systems answer; at others an officer does."""
    story = Story(played)
    before = {one["id"] for one in own_cases(client)}
    apply(client, story, tell, pdf)
    present(client, story, tell)
    put_right(client, story, tell)
    accept(client, story, tell)
    done = set[str]()
    while status(client, story) not in ("concluded", "closed"):
        members = [one for one in own_cases(client) if one["id"] not in before | done | {story.case_id}]
        done |= {one["id"] for one in members if decide_member(client, one, tell, refused, systems)}
    client.wait_until(COMPANY, f"/applications/{story.case_id}", lambda found: found["status"] == "closed")
    tell_outside(client, story, tell)
    tell("[green]✓[/green] 联办办结  全部事项办毕，联办办结通知书已出具")
    return story


def own_cases(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(COMPANY, "/applications?limit=100").json()["applications"]
    return found


def status(client: Client, story: Story) -> str:
    return str(client.get(COMPANY, f"/applications/{story.case_id}").json()["status"])


def accept(client: Client, story: Story, tell: Tell) -> None:
    path = f"/cases/{story.case_id}"
    clerk = story.played.clerk
    client.step(clerk, path, "accept")
    limits = client.get(clerk, path).json()["limits"]
    term = (
        f"法定期限 {limits['statutory_due']}" if limits.get("statutory_due") else f"承诺期限 {limits['promised_due']}"
    )
    tell(f"[green]✓[/green] 一次受理  全部成员事项一并受理，联办{term}")


def tell_outside(client: Client, story: Story, tell: Tell) -> None:
    """What the systems of others have reported."""
    nodes = client.get(COMPANY, f"/applications/{story.case_id}/graph").json()["nodes"]
    for node in (one for one in nodes if one["external"]):
        number = f"，编号 {node['result_number']}" if node["result_number"] else ""
        tell(f"[green]✓[/green] {node['state_label']}  {node['title']}{number}")


def decide_member(client: Client, member: dict[str, Any], tell: Tell, refused: str, systems: Collection[str]) -> bool:
    """Whether this member was decided now; one whose task is still on its way, or with the department's system, comes
    again.
    """
    case = client.get(COMPANY, f"/applications/{member['id']}").json()
    department = case["department"]
    officer, chief = f"officer-{department}", decider(department, member["item"])
    if case["status"] == "in_review" and member["item"] in UNIFIED:
        examine_together(client, member["id"], department, tell, systems)
    if case["status"] == "in_review" and department in systems:
        return False
    if case["status"] == "in_review":
        for task in tasks(client, officer, f"{member['id']}.review"):
            client.act(officer, "POST", f"/tasks/{task}/claim")
            client.act(officer, "POST", f"/tasks/{task}/answer", EXAMINED)
        return False
    if case["status"] != "deciding" or not list(tasks(client, chief, f"{member['id']}.decide")):
        return case["status"] not in ("in_review", "deciding")
    path = f"/cases/{member['id']}"
    item = member["item"]
    body = REFUSAL if item == refused else stated(client, item) | validity(item) | absences(client, member["id"])
    client.step(chief, path, "decide", body)
    word = "[red]不予[/red]" if item == refused else "准予"
    tell(f"[green]✓[/green] {word}      {member['item_name']}（{department}）")
    return True


def decider(department: str, item: str) -> str:
    """The leader where the item is complex, else the chief representative (R65)."""
    return f"leader-{department}" if item in COMPLEX else f"chief-{department}"


def absences(client: Client, case_id: str) -> dict[str, Any]:
    """What no organ has given, its department has looked up in its own register."""
    lines = client.get(COMPANY, f"/applications/{case_id}/materials").json()["materials"]
    lacking = [line["no"] for line in lines if line.get("sharing") and line["sharing"]["state"] != "obtained"]
    looked_up = [{"line": no, "ground": "looked_up", "reference": "本部门业务系统查询"} for no in lacking]
    return {"absences": looked_up} if looked_up else {}


def stated(client: Client, item: str) -> dict[str, Any]:
    """The grant with what the officer states; a joint acceptance is passed on the day of the visit."""
    body = granting(item) | heard(item, now(client))
    if item in CONVENED:
        body["face"] = {**body["face"], "passed_on": now(client)[:10]}
    return body


def validity(item: str) -> dict[str, Any]:
    return {"validity": VALIDITY[item]} if item in VALIDITY else {}


def tasks(client: Client, persona: str, wanted: str) -> Iterator[str]:
    """The task of this id, if it is open by now."""
    found = client.get(persona, "/tasks?limit=100").json()["tasks"]
    yield from (one["id"] for one in found if one["id"] == wanted and one["state"] == "open")
