"""The main job, step by step: a company applies for 食品经营许可 (YM-P01) and receives its certificate."""

import base64
import hashlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chalicelib.access.actor import Identity
from chalicelib.documents.store.rendering.typesetting import render
from local.client import Client
from local.fonts import font_folder
from local.personas import PERSONAS

ITEM, DEPARTMENT = "YM-P01", "food"
COMPANY, CLERK, OFFICER, CHIEF, ISSUER = "company", "clerk-production", "officer-food", "chief-food", "clerk-issuing"
PHONE = "13800138000"
EXAMINED = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
REPRESENTATIVE = {"name": "陈示例", "id_number": "44170219900307801X"}  # SYNTHETIC
Tell = Callable[[str], None]


@dataclass
class Story:
    """What came out of it."""

    case_id: str = ""
    number: str = ""
    query_code: str = ""
    timeline: dict[str, Any] = field(default_factory=dict[str, Any])
    certificate: dict[str, Any] = field(default_factory=dict[str, Any])
    file: Path = Path()


def play(client: Client, tell: Tell, folder: Path = Path("build"), *, workdays: int = 0) -> Story:
    """Every step over HTTP, each as its own persona. Raises `Unexpected` where the API does."""
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
    """The department's system in this mode, without delay; afterwards as whoever uses the stack had left it."""
    systems = client.get(None, "/local/departments").json()["departments"]
    before = next(system for system in systems if system["department"] == DEPARTMENT)
    path = f"/local/departments/{DEPARTMENT}"
    client.act(None, "PUT", path, {"mode": mode, "delay": 0})
    try:
        yield
    finally:
        client.act(None, "PUT", path, {name: before[name] for name in ("mode", "delay")})


def apply(client: Client, story: Story, tell: Tell) -> None:
    item = client.get(None, f"/items/{ITEM}").json()
    tell(f"[green]✓[/green] 办事指南  {item['name']}，承诺 {item['limits']['promised']['value']} 个工作日")
    draft = client.act(COMPANY, "POST", "/applications", {"item": ITEM})
    people = client.get(None, "/local/personas").json()["personas"]
    company = next(person["identity"] for person in people if person["id"] == COMPANY)
    story.case_id = draft.json()["id"]
    path = f"/applications/{story.case_id}"
    saved = client.act(COMPANY, "PUT", f"{path}/form", form(Identity(**company)), etag=draft.headers["ETag"])
    tell("[green]✓[/green] 填写表单  草稿已保存")
    for line in client.get(COMPANY, f"{path}/materials").json()["materials"]:
        if line["required"]:
            hand_in(client, path, line)
            tell(f"[green]✓[/green] 上传材料  {line['no']} {line['name']}")
    # Submitting before every file is checked answers 409 with Retry-After: the client comes again.
    receipt = client.act(COMPANY, "POST", f"{path}/submit", etag=saved.headers["ETag"]).json()
    story.number, story.query_code = receipt["number"], receipt["query_code"]
    tell(f"[green]✓[/green] 提交申请  办件编号 {story.number}")
    known = client.act(None, "POST", "/progress", {"query_code": story.query_code, "factor": PHONE[-4:]}).json()
    tell(f"[green]✓[/green] 进度查询  {known['status_label']}")


def form(identity: Identity | None = None) -> dict[str, Any]:
    """The form of the company with this identity, which is the persona's unless another division is served."""
    company = identity or PERSONAS[COMPANY].actor.identity
    if company is None:
        raise LookupError(COMPANY)
    return {
        "applicant": {
            "kind": "企业法人",
            "name": company.name,
            "uscc": company.number,
            "legal_representative": REPRESENTATIVE,
            "contact": {"name": "李示例", "phone": PHONE},
        },
        "answers": {"vending": False, "agent": False},
    }


def hand_in(client: Client, path: str, line: dict[str, Any]) -> None:
    content = pdf(line["name"])
    announced = {
        "line": line["no"],
        "file_name": f"{line['no']}.pdf",
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": base64.b64encode(hashlib.sha256(content).digest()).decode(),
    }
    address = client.act(COMPANY, "POST", f"{path}/materials", announced).json()["upload"]
    client.upload(address, content, "application/pdf")


def pdf(title: str) -> bytes:
    """A real PDF, set on the spot."""
    notice = {
        "title": title,
        "number": "演示材料",
        "addressee": "综合受理窗口",
        "facts": [{"label": "材料名称", "value": title}],
        "paragraphs": [f"这是为演示制作的“{title}”，内容为虚构。"],
        "table": None,
        "closing": [],
        "basis": [],
        "remedies": None,
        "signatures": [],
        "organ": "申请人",
        "issued_text": f"{datetime.now(UTC):%Y年%m月%d日}",
        "seal": {"id": "SYNTHETIC", "organ": "申请人", "name": "演示"},
        "sample": True,
        "digest": hashlib.sha256(title.encode()).hexdigest(),
    }
    return render("notice", notice, font_dir=font_folder(), issued=datetime.now(UTC))


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
    """The officer takes so many workdays of legal time, then answers in the platform itself (R53)."""
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
    shown = client.get(ISSUER, f"{path}/certificate").json()
    paper = {name: shown[name] for name in ("number", "holder", "holder_code", "issued", "valid_until")}
    compared = client.act(ISSUER, "POST", f"{path}/compare", paper, etag=ready.headers["ETag"])
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
