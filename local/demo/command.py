"""What `make demo` does: plays one case on a running stack, or on one of its own, and shows what came of it."""

import argparse
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Column, Table

from local import arguments
from local.arguments import USUAL_PORT
from local.catalogues import NotServed
from local.demo.application import COMPANY
from local.demo.building import CODE, play_building
from local.demo.client import Client, Unexpected
from local.demo.joint import REQUESTS, play_joint
from local.demo.joint_picture import show_graph
from local.demo.story import FOOD, ISSUER, PLAYED, Played, Story, Tell, play
from local.http_client import local_client
from local.package import NoPackage, Package, begin_anew, opened
from local.terminal.log import log_to
from local.terminal.readable import ReadableLines
from local.terminal.screen import make_console
from local.web_server import LOOPBACK

# The roles of a timeline in Chinese.
ROLES = {
    "applicant": "申请人",
    "counter_clerk": "受理人员",
    "issuing_clerk": "发证人员",
    "officer": "审查人员",
    "chief_representative": "首席代表",
    "department_system": "部门系统",
    "superior_organ": "上级机关",
    "superior_leader": "上级机关负责人",
    "machine": "系统",
}


def main(given: Sequence[str] | None = None) -> int:
    options = parse(given)
    console = make_console()
    package = None
    try:
        package = opened(options.package, options.parameter) if options.package else None
        if package and not package.is_running:
            begin_anew(package, "local.demo", sys.argv[1:] if given is None else given)
        with somewhere(options.port, console, package) as url:
            client = Client(url)
            if options.joint:
                for story in options.joint(client, console.print):
                    joint_summary(console, client, story)
            else:
                story = play(client, console.print, played=options.played, workdays=options.workdays)
                summary(console, story, titles(client, story))
    except (Unexpected, NotServed, NoPackage, httpx.HTTPError, OSError) as error:
        print(f"演示中断：{error}", file=sys.stderr)
        return 1
    finally:
        if package:
            package.clear()
    return 0


def parse(given: Sequence[str] | None) -> argparse.Namespace:
    parser = arguments.Parser(prog="make demo", description="one case, from application to certificate")
    parser.add_argument(
        "--port", type=arguments.port, default=USUAL_PORT, help="port of a running stack on 127.0.0.1 (8000)"
    )
    parser.add_argument(
        "--item",
        dest="played",
        type=played,
        default=FOOD,
        metavar="YM-P12",
        help="YM-P01 食品经营许可, or YM-P12 旅行社业务经营许可, which an organ above decides (YM-P01)",
    )
    parser.add_argument(
        "--joint",
        type=requested,
        metavar="YM-J02",
        help="a joint request instead: YM-J02 开办餐饮店一件事, with every member's department and one refusal; "
        "YM-J04 开办企业, with steps that outside systems handle; YM-J01 a building, from project to completion",
    )
    parser.add_argument(
        "--workdays", type=arguments.workdays, default=0, help="let the review take so many workdays of legal time (0)"
    )
    parser.add_argument(
        "--package",
        type=Path,
        help="a folder of `make package ARGS='--architecture here'`, deployed instead of this repository",
    )
    parser.add_argument(
        "--parameter", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the package's template"
    )
    options = parser.parse_args(given)
    if options.parameter and not options.package:
        parser.error("--parameter 须与 --package 合用")
    return options


def played(item: str) -> Played:
    """What is played of this item."""
    if item not in PLAYED:
        raise argparse.ArgumentTypeError(f"可演示的事项为{'、'.join(PLAYED)}，不能是 {item}")
    return PLAYED[item]


def requested(code: str) -> Callable[[Client, Tell], list[Story]]:
    """What plays the requests of this scheme."""
    if code == CODE:
        return play_building
    if code not in REQUESTS:
        raise argparse.ArgumentTypeError(f"可演示的联办方案为{'、'.join((*REQUESTS, CODE))}，不能是 {code}")
    return lambda client, tell: [play_joint(client, tell, played=REQUESTS[code])]


@contextmanager
def somewhere(port: int, console: Console, package: Package | None = None) -> Generator[str]:
    """The URL of the stack that runs on this port already, or of one that runs for this block only, as that of a
    package does.
    """
    url = f"http://{LOOPBACK}:{port}"
    if package is None and is_yimen(url):
        console.print(f"使用正在运行的 {url}")
        yield url
        return
    if package:
        console.print(f"部署 {package.stage}，代码来自 {package.code}")
    else:
        console.print("没有正在运行的 Yimen，临时启动一个 …")
    from local import stack

    with log_to(ReadableLines(console)), stack.quiet_log(), stack.running(0, package=package, joint=True) as running:
        yield running.url


def is_yimen(url: str) -> bool:
    try:
        with local_client(timeout=5) as client:
            answer = client.get(f"{url}/v1/openapi.json")
        return answer.status_code == 200 and "Yimen" in answer.text
    except (httpx.HTTPError, ValueError):
        return False


def titles(client: Client, story: Story) -> dict[str, str]:
    """The titles of the case's documents by number."""
    documents = client.get(ISSUER, f"/cases/{story.case_id}/documents").json()["documents"]
    return {document["no"]: document["title"] for document in documents}


def summary(console: Console, story: Story, titles: Mapping[str, str]) -> None:
    stages = Table("时间", "环节", "角色", Column("文书", overflow="fold"), title="办理时间轴", header_style="bold")
    for stage in story.timeline["stages"]:
        title = titles.get(stage.get("document") or "", "")
        stages.add_row(stage["at"][5:16].replace("T", " "), stage["label"], role(stage), title)
    terms = Table("期限", "起算", "到期", "已用", "剩余", "单位", title="期限", header_style="bold")
    for term in story.timeline["terms"]:
        unit = "工作日" if term["unit"] == "workday" else "日"
        terms.add_row(term["term"], term["started"], term["due"], str(term["used"]), str(term["left"]), unit)
    shown = story.certificate
    console.print(stages)
    console.print(terms)
    console.print(f"[bold]办件[/bold]  {story.number}（查询码 {story.query_code}）", soft_wrap=True)
    console.print(f"[bold]证照[/bold]  {shown['title']} {shown['number']}  {shown['identifier']}", soft_wrap=True)
    console.print(
        f"[bold]文件[/bold]  {story.file}（{shown['size'] // 1024} KB，SHA-256 {shown['sha256'][:16]}…）",
        soft_wrap=True,
    )


def joint_summary(console: Console, client: Client, story: Story) -> None:
    """The documents of the request, and its number."""
    table = Table("文书", "文号", title="联办申请的文书", header_style="bold")
    for document in client.get(COMPANY, f"/applications/{story.case_id}/documents").json()["documents"]:
        table.add_row(document["title"], document.get("number") or "")
    console.print(table)
    console.print(f"[bold]办件[/bold]  {story.number}（查询码 {story.query_code}）", soft_wrap=True)
    show_graph(console, client, story.case_id, Path("build"))


def role(stage: Mapping[str, Any]) -> str:
    name = str(stage["role"])
    return ROLES.get(name, name)
