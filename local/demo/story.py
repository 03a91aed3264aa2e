"""The case that `make demo` plays: a company applies for 食品经营许可 (YM-P01) and receives its certificate."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chalicelib.access.actor import Identity
from local.demo.application import COMPANY, PHONE, REPRESENTATIVE, announced, form, pdf
from local.demo.client import Client

ITEM, DEPARTMENT = "YM-P01", "food"
CLERK, OFFICER, CHIEF, ISSUER = "clerk-production", "officer-food", "chief-food", "clerk-issuing"
EXAMINED = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
Tell = Callable[[str], None]
Draw = Callable[[str], bytes]


@dataclass
class Story:
    """What the company has in its hands afterwards."""

    case_id: str = ""
    number: str = ""
    query_code: str = ""
    timeline: dict[str, Any] = field(default_factory=dict[str, Any])
    certificate: dict[str, Any] = field(default_factory=dict[str, Any])
    file: Path = Path()


def play(client: Client, tell: Tell, folder: Path = Path("build"), *, workdays: int = 0) -> Story:
    """Every step over HTTP, by the persona whose job it is. Raises `Unexpected` for an answer that is not expected.

    With `workdays` an officer answers the review, after so many workdays of legal time; else the department's system.
    """
    story = Story()
    with answering(client, "manual" if workdays else "auto"):
        apply(client, story, tell)
        accept(client, story, tell, workdays)
        decide(client, story, tell)
        issue(client, story, tell)
        fetch(client, story, tell, folder)
    return story


@contextmanager
def answering(client: Client, mode: str) -> Generator[None]:
    """The department's system in this mode and without delay. At the end of the block it is as it was before."""
    systems = client.get(None, "/local/departments").json()["departments"]
    before = next(system for system in systems if system["department"] == DEPARTMENT)
    path = f"/local/departments/{DEPARTMENT}"
    client.act(None, "PUT", path, {"mode": mode, "delay": 0})
    try:
        yield
    finally:
        client.act(None, "PUT", path, {name: before[name] for name in ("mode", "delay")})


def apply(client: Client, story: Story, tell: Tell, draw: Draw = pdf) -> None:
    """`draw` makes the file of a material with this name."""
    item = client.get(None, f"/items/{ITEM}").json()
    tell(f"[green]✓[/green] 办事指南  {item['name']}，承诺 {item['limits']['promised']['length']} 个工作日")
    draft = client.act(COMPANY, "POST", "/applications", {"item": ITEM})
    people = client.get(None, "/local/personas").json()["personas"]
    company = next(person["identity"] for person in people if person["id"] == COMPANY)
    story.case_id = draft.json()["id"]
    path = f"/applications/{story.case_id}"
    saved = client.act(COMPANY, "PUT", f"{path}/form", form(Identity(**company)), etag=draft.headers["ETag"])
    tell("[green]✓[/green] 填写表单  草稿已保存")
    for line in client.get(COMPANY, f"{path}/materials").json()["materials"]:
        if line["required"]:
            hand_in(client, path, line, draw)
            tell(f"[green]✓[/green] 上传材料  {line['no']} {line['name']}")
    # Until every file is checked the answer is 409 with Retry-After, and the client tries again.
    receipt = client.act(COMPANY, "POST", f"{path}/submit", etag=saved.headers["ETag"]).json()
    story.number, story.query_code = receipt["number"], receipt["query_code"]
    tell(f"[green]✓[/green] 提交申请  办件编号 {story.number}")
    known = client.act(None, "POST", "/progress", {"query_code": story.query_code, "factor": PHONE[-4:]}).json()
    tell(f"[green]✓[/green] 进度查询  {known['status_label']}")


def hand_in(client: Client, path: str, line: dict[str, Any], draw: Draw) -> None:
    content = draw(line["name"])
    address = client.act(COMPANY, "POST", f"{path}/materials", announced(line["no"], content)).json()["upload"]
    client.upload(address, content, "application/pdf")


def accept(client: Client, story: Story, tell: Tell, workdays: int) -> None:
    path = f"/cases/{story.case_id}"
    seen = client.get(CLERK, path)
    accepted = client.act(CLERK, "POST", f"{path}/accept", etag=seen.headers["ETag"]).json()
    tell(f"[green]✓[/green] 窗口受理  承诺 {accepted['promised_due']} 前决定，法定期限 {accepted['statutory_due']}")
    if workdays:
        examine(client, story, tell, workdays)
    client.wait_for(CLERK, path, "deciding")
    if not workdays:
        tell("[green]✓[/green] 部门审查  部门系统收到签名回调，已取件、认领并答复")


def examine(client: Client, story: Story, tell: Tell, workdays: int) -> None:
    """The officer answers in the platform itself (R53), after so many workdays of legal time."""
    task = f"{story.case_id}.review"
    client.wait_until(OFFICER, "/tasks?limit=100", lambda found: any(open_["id"] == task for open_ in found["tasks"]))
    now = client.act(None, "POST", "/local/time", {"workdays": workdays}).json()["now"]
    tell(f"[green]✓[/green] 时间前移  {workdays} 个工作日，法定时间 {now[:10]}")
    client.act(OFFICER, "POST", f"/tasks/{task}/claim")
    client.act(OFFICER, "POST", f"/tasks/{task}/answer", EXAMINED)
    tell("[green]✓[/green] 部门审查  审查人员在平台内认领并答复")


def decide(client: Client, story: Story, tell: Tell) -> None:
    path = f"/cases/{story.case_id}"
    seen = client.get(CHIEF, path)
    client.act(CHIEF, "POST", f"{path}/decide", {"outcome": "grant"}, etag=seen.headers["ETag"])
    tell("[green]✓[/green] 作出决定  首席代表准予许可")


def issue(client: Client, story: Story, tell: Tell) -> None:
    path = f"/cases/{story.case_id}"
    ready = client.wait_for(ISSUER, path, "comparing")
    tell("[green]✓[/green] 制作结果  电子证照已生成")
    shown = client.get(ISSUER, f"{path}/certificate?purpose=issue").json()
    face = {line["key"]: line["value"] for line in shown["face"]}
    compared = client.act(ISSUER, "POST", f"{path}/compare", {"face": face}, etag=ready.headers["ETag"])
    tell("[green]✓[/green] 核对结果  与电子证照一致")
    recipient = {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True}
    client.act(ISSUER, "POST", f"{path}/deliver", {"recipient": recipient}, etag=compared.headers["ETag"])
    client.wait_for(ISSUER, path, "closed")
    tell("[green]✓[/green] 送达归档  法定代表人当面领取，案卷已归档")


def fetch(client: Client, story: Story, tell: Tell, folder: Path) -> None:
    story.timeline = client.get(ISSUER, f"/cases/{story.case_id}/timeline").json()
    story.certificate = client.get(COMPANY, f"/applications/{story.case_id}/documents/certificate").json()
    content = client.download(story.certificate["url"])
    folder.mkdir(parents=True, exist_ok=True)
    story.file = folder / f"certificate-{story.case_id}.pdf"
    story.file.write_bytes(content)
    tell("[green]✓[/green] 下载证照  申请人在线取得电子证照")
