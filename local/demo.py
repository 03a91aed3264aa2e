"""`make demo`: one real case from application to certificate, over HTTP, against a running stack or one of its own."""

import argparse
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import httpx
from rich.console import Console
from rich.table import Table

from local import yimen
from local.aws import LOOPBACK
from local.client import Client, Unexpected
from local.story import Story, play

ENDED_WELL = 0


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    console = Console()
    try:
        with somewhere(options.port, console) as url:
            story = play(Client(url), console.print, workdays=options.workdays)
            summary(console, story)
    except (Unexpected, httpx.HTTPError, OSError) as error:
        print(f"演示中断：{error}", file=sys.stderr)
        return 1
    return ENDED_WELL


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make demo", description="YM-P01 食品经营许可, from application to certificate"
    )
    parser.add_argument("--port", type=int, default=8000, help="port of a running stack on 127.0.0.1 (8000)")
    parser.add_argument(
        "--workdays", type=int, default=0, help="let the review take so many workdays of legal time (0)"
    )
    return parser.parse_args(arguments)


@contextmanager
def somewhere(port: int, console: Console) -> Generator[str]:
    """The stack that runs already, or one for this play alone."""
    url = f"http://{LOOPBACK}:{port}"
    if is_yimen(url):
        console.print(f"使用正在运行的 {url}")
        yield url
        return
    console.print("没有正在运行的 Yimen，临时启动一个 …")
    with yimen.running(0) as running:
        yield running.url


def is_yimen(url: str) -> bool:
    try:
        answer = httpx.get(f"{url}/v1/openapi.json", timeout=5, trust_env=False)
        return answer.status_code == 200 and "Yimen" in answer.text
    except (httpx.HTTPError, ValueError):
        return False


def summary(console: Console, story: Story) -> None:
    stages = Table("时间", "环节", "角色", "文书", title="办理时间轴", header_style="bold")
    for stage in story.timeline["stages"]:
        stages.add_row(stage["at"][:19].replace("T", " "), stage["label"], stage["role"], stage.get("document", ""))
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


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Waiting executions of the emulator hold threads that nothing would ever wake.
    os._exit(status)
