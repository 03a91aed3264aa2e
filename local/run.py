"""What `make run` does: starts the local stack, shows where it is, and keeps it until Ctrl-C."""

import argparse
import errno
import os
import sys
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from rich.console import Console
from rich.table import Column, Table

from chalicelib.access.actor import OF_ORGAN_ABOVE
from local import arguments, settings_file, stack
from local.arguments import USUAL_PORT
from local.catalogues import NotServed
from local.demo.client import Unexpected
from local.identity_provider.personas import Persona
from local.settings_taken import ignored_in
from local.stack import LocalStack
from local.stopping import Stop
from local.terminal.log import log_to, wants_json
from local.terminal.readable import ReadableLines
from local.terminal.screen import make_console

if TYPE_CHECKING:
    from local.seeds.seeding import Seed

LOADING = "正在启动 Yimen …"
SEEDING = "正在启动 Yimen，准备示例办件 …"
# `make` touches it when it has installed what the stack needs.
INSTALLED = Path(sys.prefix) / ".installed-to-run"
LONGEST_SETUP = 7200.0  # seconds
PORT_REFUSED = (errno.EADDRINUSE, errno.EACCES)


def main(stop: Stop, given: Sequence[str] | None = None) -> int:
    """The exit status: 0 after Ctrl-C; 1 when it cannot start, with one line on stderr that says why."""
    options = parse(given)
    try:
        serve(stop, options)
    except OSError as error:
        return refuse(why_not(error, options.port))
    except NotServed as error:
        return refuse(str(error))
    except (Unexpected, httpx.HTTPError) as error:
        return refuse(f"示例办件没有做成：{error}")
    return 0


def parse(given: Sequence[str] | None) -> argparse.Namespace:
    parser = arguments.Parser(prog="make run", description="Yimen on this machine; its state lives in memory")
    parser.add_argument("--port", type=arguments.port, default=USUAL_PORT, help="port on 127.0.0.1 (8000)")
    parser.add_argument(
        "--allow-callback",
        action="append",
        default=[],
        type=arguments.host_port,
        metavar="127.0.0.1:9100",
        help="a receiver on this machine that may be registered for callbacks; may be given several times",
    )
    parser.add_argument(
        "--seed", action="store_true", help="begin with example cases: one in each status, overdue ones, a dead letter"
    )
    parser.add_argument("--catalogue", type=Path, help="another catalogue to load")
    return parser.parse_args(given)


def serve(stop: Stop, options: argparse.Namespace) -> None:
    console, started = make_console(), time.monotonic()
    ignored = ignored_in(os.environ)  # before the emulator sets its own
    lines = None if wants_json() else ReadableLines(console)
    with ExitStack() as up:
        if lines:
            up.enter_context(log_to(lines))
        with loading(console, SEEDING if options.seed else LOADING):
            running = up.enter_context(starting(options, lines))
            ready = time.monotonic()
            took = f"启动 {ready - started:.1f} 秒{since_make(os.environ, time.time(), ready - started)}"
            seeds = seeded(running, lines) if options.seed else None
            seeded_at = time.monotonic()
            up.enter_context(stop.in_order())
            settings = up.enter_context(settings_file.written(running.platform.settings))
        welcome(console, running, took)
        if ignored:
            console.print(f"本机服务不采用这些环境变量：{'、'.join(ignored)}", soft_wrap=True)
            sys.stdout.flush()
        if settings != settings_file.FILE:
            beside_another(console, settings)
        if seeds:
            from local.seeds import table

            table.show(console, seeds, running.url, seeded_at - ready)
            sys.stdout.flush()
        stop.wait()


def starting(options: argparse.Namespace, lines: ReadableLines | None) -> AbstractContextManager[LocalStack]:
    begins = None
    if options.seed:
        from local.seeds.seeding import first_day

        begins = first_day()
    allow = tuple(options.allow_callback)
    return stack.running(options.port, catalogue=options.catalogue, allow=allow, watch=lines, begins=begins, joint=True)


def seeded(running: LocalStack, lines: ReadableLines | None) -> "Sequence[Seed]":
    """The example cases. What happens to them is not told line by line."""
    from local.seeds.seeding import seed

    with stack.quiet_log(), lines.muted() if lines else nullcontext():
        return seed(running)


@contextmanager
def loading(console: Console, words: str) -> Generator[None]:
    """A spinner on a terminal, a plain line in a file or pipe."""
    if console.is_terminal:
        with console.status(words):
            yield
    else:
        print(words, flush=True)
        yield


def welcome(console: Console, running: LocalStack, took: str) -> None:
    table = personas_table(running.issuer.people.values())
    console.print(
        f"[bold]Yimen 一门[/bold] 已就绪（{took}）。数据只在内存中，停止即清空；人员和编码均为演示数据。",
        soft_wrap=True,
    )
    console.print(f"  接口  {running.url}/v1/items", soft_wrap=True)
    console.print(f"  文档  {running.url}/v1/docs    OpenAPI {running.url}/v1/openapi.json", soft_wrap=True)
    console.print(f'  身份  curl -s -X POST {running.url}/local/token -d \'{{"persona": "company"}}\'', soft_wrap=True)
    console.print(f"  演示  {demo_command(running.url)}（另开一个终端）    停止  Ctrl-C\n")
    console.print(table)
    sys.stdout.flush()


def beside_another(console: Console, settings: Path) -> None:
    """Whoever looks for this stack with `--local` would find the other one."""
    told = f"bin/yimen repair --local-settings {settings} --all"
    console.print(
        f"另有一个服务正在运行，bin/yimen --local 指的是它。本服务的设置在 {settings}，如：{told}", soft_wrap=True
    )
    sys.stdout.flush()


def since_make(environ: Mapping[str, str], now: float, seconds: float) -> str:
    """How long `make` has taken in all, when it has installed something; empty when that cannot be known.

    `make` hands over when it began. The clock may have been set meanwhile: no sooner than this start itself, no longer
    than two hours is believed.
    """
    began = environ.get("MADE_AT", "")
    whole = now - float(began) if began.isdigit() else -1.0
    installed = INSTALLED.stat().st_mtime if INSTALLED.exists() else 0.0
    if not seconds <= whole <= LONGEST_SETUP or installed < float(began):
        return ""
    return f"，连同安装 {whole:.0f} 秒"


def personas_table(people: Iterable[Persona]) -> Table:
    """One row for each persona of the hall, one for each post that all departments have, and one for all organs above
    that decide for them.
    """
    table = Table("身份 persona", "姓名", Column("可以做什么", overflow="fold"), box=None, header_style="bold")
    posts: set[str] = set()
    for persona in people:
        post, _, _ = persona.id.partition("-")
        if persona.actor.department is None:
            table.add_row(persona.id, persona.actor.name, persona.can)
        elif post not in posts:
            posts.add(post)
            whose = "上级机关" if persona.actor.role in OF_ORGAN_ABOVE else "部门"
            table.add_row(f"{post}-<{whose}>", persona.actor.name, f"如 {persona.id}：{persona.can}；各{whose}都有")
    return table


def demo_command(url: str) -> str:
    port = urlsplit(url).port
    return "make demo" if port == USUAL_PORT else f"make demo PORT={port}"


def why_not(error: OSError, port: int) -> str:
    if error.filename:
        return f"无法读取 {error.filename}（{error.strerror}）"
    if error.errno in PORT_REFUSED:
        return f"端口 {port} 已被占用或不可用（{error.strerror}）。换一个：make run PORT=8001"
    return f"无法启动：{error}"


def refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return 1
