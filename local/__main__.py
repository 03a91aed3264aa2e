"""`make run`: start Yimen on this machine and keep it until Ctrl-C."""

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.table import Table

from chalicelib.foundation.problems import Problem
from local import environment, yimen
from local.personas import PERSONAS

LOADING = "正在启动 Yimen …"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 after Ctrl-C, 1 with one clear line when it cannot start."""
    options = parse(arguments)
    console, started = Console(), time.monotonic()
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the handler's signature
        stopped.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    try:
        with (
            console.status(LOADING) if console.is_terminal else quiet(),
            yimen.running(options.port, catalogue=options.catalogue) as running,
            environment.written(running.platform.settings),
        ):
            welcome(console, running, time.monotonic() - started)
            stopped.wait()
            console.print("\n正在停止 …")
    except OSError as error:
        if error.filename:
            return refuse(f"无法读取 {error.filename}（{error.strerror}）")
        return refuse(f"端口 {options.port} 已被占用或不可用（{error.strerror or error}）。换一个：make run PORT=8001")
    except (Problem, ValueError) as error:
        return refuse(f"事项目录无法载入（{options.catalogue.name}）：{what_is_wrong(error)}")
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description="Yimen on this machine; its state lives in memory")
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument("--catalogue", type=Path, default=yimen.CATALOGUE, help="another catalogue to load")
    return parser.parse_args(arguments)


def quiet() -> threading.Lock:
    """Nothing to show where nobody watches."""
    print(LOADING, flush=True)
    return threading.Lock()


def welcome(console: Console, running: yimen.Yimen, seconds: float) -> None:
    table = Table("身份 persona", "姓名", "可以做什么", box=None, header_style="bold")
    for persona in PERSONAS.values():
        table.add_row(persona.id, persona.actor.name, persona.can)
    console.print(
        f"[bold]Yimen 一门[/bold] 已就绪（{seconds:.1f} 秒）。数据只在内存中，停止即清空；人员和编码均为演示数据。",
        soft_wrap=True,
    )
    console.print(f"  接口  {running.url}/v1/items", soft_wrap=True)
    console.print(f"  文档  {running.url}/v1/docs    OpenAPI {running.url}/v1/openapi.json", soft_wrap=True)
    console.print(f'  身份  curl -s -X POST {running.url}/local/token -d \'{{"persona": "company"}}\'', soft_wrap=True)
    console.print("  演示  make demo（另开一个终端）    停止  Ctrl-C\n")
    console.print(table)
    sys.stdout.flush()


def what_is_wrong(error: Problem | ValueError) -> str:
    """The first finding, and how many there are."""
    if not isinstance(error, Problem) or not error.errors:
        return str(error)
    first = error.errors[0]
    return f"{error.title}：{first.pointer} {first.message}（共 {len(error.errors)} 处）"


def refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Waiting executions of the emulator hold threads that nothing would ever wake.
    os._exit(status)
