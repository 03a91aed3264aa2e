"""Takes callbacks, tells of each in one line, keeps it, passes it on, and answers."""

import contextlib
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, cast

import httpx
from rich.console import Console
from rich.markup import escape

from cli.receiver import verdict
from cli.receiver.kept import Event, Kept

MOST_BYTES = 64 * 1024
# The platform waits for five seconds in all.
FORWARDING_SECONDS = 4.0
PASSED_ON = ("content-type", verdict.ID, verdict.TIMESTAMP, verdict.SIGNATURE)
FACTS = {"case_id": "办件", "task_id": "任务", "reason": "原因"}
LABELS = {
    "task.opened": "任务分派",
    "task.cancelled": "任务取消",
    "task.due_moved": "届满日变动",
    "credit.recorded": "信用记录",
    "credit.repaired": "信用修复",
    "callback.tested": "测试",
}


class How(NamedTuple):
    """How the receiver behaves. Without a `secret` nothing is verified. `answer` is the status for what is genuine."""

    secret: str | None
    answer: int = 202
    forward: str | None = None


class Receiver(ThreadingHTTPServer):
    """Listens on 127.0.0.1. Raises OSError for a taken port."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, how: How, kept: Kept, console: Console) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.how, self.kept, self.console = how, kept, console

    def receive(self, headers: dict[str, str], body: bytes) -> int:
        """The status to answer with: 401 for what is not genuine."""
        how = self.how
        wrong = verdict.why_not(how.secret, headers, body) if how.secret else None
        event = Event(
            id=headers.get(verdict.ID, ""),
            at=f"{datetime.now().astimezone():%H:%M:%S}",
            verified=how.secret is not None and wrong is None,
            body=body.decode("utf-8", "replace"),
        )
        fresh = self.kept.keep(event)
        if wrong:
            self._tell(event, f"[red]验签未通过：{wrong}[/red]", 401)
            return 401
        seen = "" if fresh or how.secret is None else "，[yellow]重复：这个 webhook-id 已经收到过[/yellow]"
        word = "[yellow]未验签（没有密钥）[/yellow]" if how.secret is None else f"[green]已验签[/green]{seen}"
        status = self._pass_on(headers, body) if how.forward else how.answer
        self._tell(event, word, status)
        return status

    def _pass_on(self, headers: dict[str, str], body: bytes) -> int:
        kept = {name: value for name, value in headers.items() if name in PASSED_ON}
        try:
            with httpx.Client(timeout=FORWARDING_SECONDS, trust_env=False) as client:
                return client.post(self.how.forward or "", content=body, headers=kept).status_code
        except httpx.HTTPError as failure:
            self.console.print(f"  [red]转发到 {self.how.forward} 未成功：{type(failure).__name__}[/red]")
            return 502

    def _tell(self, event: Event, word: str, status: int) -> None:
        content = event.content
        happened = ".".join(str(content.get("type", "")).rsplit(".", 2)[-2:])
        data = content.get("data")
        facts = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
        about = [f"{label} {facts[name]}" for name, label in FACTS.items() if name in facts]
        line = "  ".join((f"{LABELS.get(happened, '')} {happened}".strip() or "不是事件", *about))
        self.console.print(f"{event.at}  [bold]{escape(line)}[/bold]", soft_wrap=True)
        self.console.print(f"          {word}  {escape(event.id) or '没有编号'}  → 答复 {status}", soft_wrap=True)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        self.console.print("[yellow]对方没有等到答复就断开了连接[/yellow]")


class Handler(BaseHTTPRequestHandler):
    timeout = FORWARDING_SECONDS

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            self._answer(413 if length.isdigit() else 411)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._answer(cast(Receiver, self.server).receive(headers, self.rfile.read(int(length))))

    def do_GET(self) -> None:
        """For whoever opens the address in a browser."""
        self._answer(405)

    def _answer(self, status: int) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """No line of its own: the receiver tells of each callback."""
