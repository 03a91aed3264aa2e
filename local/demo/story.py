"""The cases that `make demo` plays: a company applies for a licence and receives its certificate."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import randbelow
from typing import Any, NamedTuple

from chalicelib.access.actor import Identity
from local.demo.application import AGENCY_ANSWERS, ANSWERS, COMPANY, PHONE, REPRESENTATIVE, announced, form, pdf
from local.demo.client import Client
from local.demo.faces import granting

CLERK, ISSUER = "clerk-production", "clerk-issuing"
EXAMINED = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
Tell = Callable[[str], None]
Draw = Callable[[str], bytes]


class Played(NamedTuple):
    """An item, the department that examines it, what the form says, the organ above that decides it, if any, the window
    of its theme, and the project that it goes on with, by the id of its first request.
    """

    item: str
    department: str
    answers: dict[str, Any]
    above: str = ""
    clerk: str = CLERK
    project: str = ""

    @property
    def officer(self) -> str:
        return f"officer-{self.department}"

    @property
    def chief(self) -> str:
        return f"chief-{self.department}"


FOOD = Played("YM-P01", "food", ANSWERS)
AGENCY = Played("YM-P12", "tour", AGENCY_ANSWERS, above="gd_culture_tourism")
PLAYED = {one.item: one for one in (FOOD, AGENCY)}


@dataclass
class Story:
    """What is played, and what the company has in its hands afterwards."""

    played: Played = FOOD
    case_id: str = ""
    number: str = ""
    query_code: str = ""
    timeline: dict[str, Any] = field(default_factory=dict[str, Any])
    certificate: dict[str, Any] = field(default_factory=dict[str, Any])
    file: Path = Path()


def play(
    client: Client, tell: Tell, folder: Path = Path("build"), *, played: Played = FOOD, workdays: int = 0
) -> Story:
    """Every step over HTTP, by the persona whose job it is. Raises `Unexpected` for an answer that is not expected.

    With `workdays` an officer answers the review, after so many workdays of legal time; else the department's system.
    Where an organ above decides, an officer always answers, and that organ's system decides.
    """
    story = Story(played)
    with answering(client, {played.department: "manual" if workdays else "auto", played.above: "auto"}):
        apply(client, story, tell)
        present(client, story, tell)
        accept(client, story, tell, workdays)
        decide(client, story, tell)
        issue(client, story, tell)
        fetch(client, story, tell, folder)
    return story


@contextmanager
def answering(client: Client, modes: Mapping[str, str], slowest: float = 0) -> Generator[None]:
    """The example systems of these departments and organs, where there is one, in this mode, each after a random time
    of at most `slowest` seconds. At the end of the block they are as they were before.
    """
    systems = client.get(None, "/local/departments").json()["departments"]
    before = [system for system in systems if system["department"] in modes]
    for system in before:
        delay = randbelow(int(slowest * 100) + 1) / 100
        switch(client, {**system, "mode": modes[system["department"]], "delay": delay})
    try:
        yield
    finally:
        for system in before:
            switch(client, system)


def switch(client: Client, system: Mapping[str, Any]) -> None:
    wanted = {name: system[name] for name in ("mode", "delay")}
    client.act(None, "PUT", f"/local/departments/{system['department']}", wanted)


def apply(client: Client, story: Story, tell: Tell, draw: Draw = pdf) -> None:
    """`draw` makes the file of a material with this name."""
    item = client.get(None, f"/items/{story.played.item}").json()
    promised = item["limits"]["promised"]
    tell(f"[green]✓[/green] 办事指南  {item['name']}" + (f"，承诺 {promised['length']} 个工作日" if promised else ""))
    of_project = {"project": story.played.project} if story.played.project else {}
    draft = client.act(COMPANY, "POST", "/applications", {"item": story.played.item, **of_project})
    people = client.get(None, "/local/personas").json()["personas"]
    company = next(person["identity"] for person in people if person["id"] == COMPANY)
    story.case_id = draft.json()["id"]
    path = f"/applications/{story.case_id}"
    known: dict[str, Any] = client.get(COMPANY, path).json()["form"].get("answers", {}) if of_project else {}
    filled = form(Identity(**company), {**story.played.answers, **known})
    if known:
        tell(f"[green]✓[/green] 项目已知  以前阶段的结果和内容已填入 {len(known)} 项，不再填写")
    saved = client.act(COMPANY, "PUT", f"{path}/form", filled, etag=draft.headers["ETag"])
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


def present(client: Client, story: Story, tell: Tell) -> None:
    """Before acceptance the window compares the files whose originals it has to see, if there are any."""
    path = f"/applications/{story.case_id}/materials"
    lines = client.get(COMPANY, path).json()["materials"]
    files = [file["id"] for line in lines for file in line["files"] if file["original"] == "awaited"]
    if not files:
        return
    client.wait_until(COMPANY, path, organs_have_answered)
    case = f"/cases/{story.case_id}"
    shown = {"files": files, "matches_original": True}
    clerk = story.played.clerk
    client.step(clerk, case, "originals", shown)
    tell(f"[green]✓[/green] 核对原件  窗口已核对 {len(files)} 份材料的原件")


def organs_have_answered(found: Any) -> bool:
    """Of the lines that other organs have, none is still being asked for: the next act comes after their answers."""
    lines: list[dict[str, Any]] = found["materials"]
    return all(line["sharing"]["state"] != "asked" for line in lines if line.get("sharing"))


def accept(client: Client, story: Story, tell: Tell, workdays: int) -> None:
    path, above = f"/cases/{story.case_id}", story.played.above
    client.step(CLERK, path, "accept")
    limits = client.get(CLERK, path).json()["limits"]
    law = f"本级审查期限 {limits['lower_review_due']}" if above else f"法定期限 {limits['statutory_due']}"
    tell(f"[green]✓[/green] 窗口受理  承诺 {limits['promised_due']} 前{'上报' if above else '决定'}，{law}")
    if above or workdays:
        examine(client, story, tell, workdays)
    client.wait_for(CLERK, path, "reporting" if above else "deciding")
    if not above and not workdays:
        tell("[green]✓[/green] 部门审查  部门系统收到签名回调，已取件、认领并答复")


def examine(client: Client, story: Story, tell: Tell, workdays: int) -> None:
    """The officer answers in the platform itself (R53), after so many workdays of legal time."""
    officer, task = story.played.officer, f"{story.case_id}.review"
    open_tasks(client, officer, task)
    if workdays:
        now = client.act(None, "POST", "/local/time", {"workdays": workdays}).json()["now"]
        tell(f"[green]✓[/green] 时间前移  {workdays} 个工作日，法定时间 {now[:10]}")
    client.act(officer, "POST", f"/tasks/{task}/claim")
    client.act(officer, "POST", f"/tasks/{task}/answer", EXAMINED)
    tell("[green]✓[/green] 部门审查  审查人员在平台内认领并答复")


def open_tasks(client: Client, persona: str, task: str) -> None:
    """Wait until this task is among those that are open."""
    client.wait_until(persona, "/tasks?limit=100", lambda found: any(one["id"] == task for one in found["tasks"]))


def decide(client: Client, story: Story, tell: Tell) -> None:
    path, chief = f"/cases/{story.case_id}", story.played.chief
    if story.played.above:
        return report(client, story, tell)
    body = granting(story.played.item) | {"absences": checked_elsewhere(client, chief, path)}
    client.step(chief, path, "decide", body)
    return tell("[green]✓[/green] 作出决定  首席代表准予许可")


def checked_elsewhere(client: Client, chief: str, path: str) -> list[dict[str, str]]:
    """What the grant rests on where no organ could be asked by the platform: SYNTHETIC, the department has looked into
    the register of the organ itself.
    """
    lines = client.wait_until(chief, f"{path}/materials?purpose=review", organs_have_answered).json()["materials"]
    failed = [one["no"] for one in lines if one["sharing"] and one["sharing"]["state"] == "failed"]
    return [{"line": no, "ground": "looked_up", "reference": f"示例核对记录 {no}"} for no in failed]


def report(client: Client, story: Story, tell: Tell) -> None:
    """上报: the organ above decides by its own system, which has the opinion and the whole file."""
    path, chief = f"/cases/{story.case_id}", story.played.chief
    open_tasks(client, chief, f"{story.case_id}.report")
    sent = client.step(chief, path, "report", EXAMINED).json()
    organ = sent["superior_name"]
    tell(f"[green]✓[/green] 上报      初审意见和 {sent['file_count']} 份材料报送{organ}，{sent['superior_due']} 前决定")
    client.wait_until(CLERK, path, lambda found: found["status"] not in ("reporting", "reported"))
    tell(f"[green]✓[/green] 作出决定  {organ}的系统收到签名回调，已核对案卷并作出决定")


def issue(client: Client, story: Story, tell: Tell) -> None:
    path = f"/cases/{story.case_id}"
    client.wait_for(ISSUER, path, "comparing")
    tell("[green]✓[/green] 制作结果  电子证照已生成")
    shown = client.get(ISSUER, f"{path}/certificate?purpose=issue").json()
    face = {line["key"]: line["value"] for line in shown["face"]}
    client.step(ISSUER, path, "compare", {"face": face})
    tell("[green]✓[/green] 核对结果  与电子证照一致")
    recipient = {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True}
    client.step(ISSUER, path, "deliver", {"recipient": recipient})
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
