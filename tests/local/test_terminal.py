"""The lines of `make run`: what they say, what they never say, and that no misuse of a client makes a traceback."""

import io
import json
import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.console import Console
from rich.table import Table
from werkzeug.serving import WSGIRequestHandler
from werkzeug.wrappers import Request, Response

from chalicelib.foundation import keys, telemetry
from chalicelib.foundation.attributes import dump
from chalicelib.foundation.platform import wall_clock
from chalicelib.foundation.telemetry import log
from chalicelib.http.app import App
from local.api_gateway.gateway import Gateway
from local.api_gateway.server import make_gateway_server
from local.api_gateway.watched import Watched
from local.identity_provider.issuer import Issuer
from local.run import loading
from local.terminal.log import log_to, wants_json
from local.terminal.paths import shown_path
from local.terminal.readable import ReadableLines
from local.terminal.screen import make_console
from local.terminal.watch import Answered
from local.web_server import make_server, served

CASE = "7r6azqndhudnpef6wbb5weaq7y"
NUMBER = "11441700YM0000139C3440131921000202611270005"


class Terminal(ReadableLines):
    """Lines in memory, with or without colours."""

    def __init__(self, *, colours: bool = False) -> None:
        self.file = io.StringIO()
        console = Console(
            file=self.file, force_terminal=colours, color_system="standard" if colours else None, width=40
        )
        super().__init__(console)

    @property
    def lines(self) -> list[str]:
        return [line[9:] for line in self.file.getvalue().splitlines()]


def test_what_a_file_says_commands_no_terminal():
    file = io.StringIO()
    console = make_console(file)
    table = Table("名称")
    table.add_row("\x1b[2J表中")
    console.print("\x1b[31m劳务\x07\u202e派遣\n第二行", markup=False)
    console.print(table)
    shown = file.getvalue()
    assert not {*shown} & {"\x1b", "\x07", "\u202e"}
    assert "\\u001b[31m劳务\\u0007\\u202e派遣\n第二行\n" in shown
    assert "\\u001b[2J表中" in shown


# ------------------------------------------------------------------------------------------------------------ requests
@pytest.mark.parametrize(
    ("path", "template", "shown"),
    [
        ("/v1/items", "/v1/items", "/v1/items"),
        (f"/v1/cases/{CASE}/accept", "/v1/cases/{case_id}/accept", f"/v1/cases/{CASE}/accept"),
        (f"/v1/tasks/{CASE}.review/claim", "/v1/tasks/{task_id}/claim", f"/v1/tasks/{CASE}.review/claim"),
        ("/v1/items/YM-P01", "/v1/items/{code}", "/v1/items/YM-P01"),
        ("/v1/applications/44170219900307801X", "/v1/applications/{case_id}", "/v1/applications/…"),
        ("/v1/cases/13800138000/accept", "/v1/cases/{case_id}/accept", "/v1/cases/…/accept"),
        ("/v1/cases/林示例", "/v1/cases/{case_id}", "/v1/cases/…"),
        ("/林示例", None, "/…"),
        ("/linshili", None, "/…"),
        ("/linshili/shili", None, "/…"),
        ("/favicon.ico", None, "/…"),
        ("/v1/zhangsan/x", None, "/v1/…"),
        ("/local/zhangsan", None, "/local/…"),
        ("/v1", None, "/v1"),
        ("/local/personas", "/local/personas", "/local/personas"),
        ("/", None, "/"),
    ],
)
def test_a_path_shows_ids_and_nothing_that_somebody_typed(path: str, template: str | None, shown: str):
    assert shown_path(path, template) == shown
    assert shown_path(path, template, query=True) == f"{shown}?…"


@contextmanager
def stack_of(watch: Terminal) -> Iterator[tuple[int, Issuer]]:
    """A gateway with one route, which is watched."""
    app = App("small")
    app.route("/v1/cases/{case_id}")(lambda case_id: {})
    issuer = Issuer("http://127.0.0.1/local/issuer", "yimen", wall_clock)
    gateway = Gateway(app, lambda *_: (404, {"code": "not_found", "title": "没有"}))
    server = make_gateway_server(0)
    server.app = Watched(gateway, watch, issuer.holder)
    with served(server, "gateway"):
        yield server.port, issuer
    server.server_close()


def ask(port: int, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def request(method: str, path: str, token: str = "") -> str:
    authorization = f"Authorization: Bearer {token}\r\n" if token else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}\r\n"


@pytest.mark.enable_socket
def test_one_line_for_each_request():
    terminal = Terminal()
    with stack_of(terminal) as (port, issuer):
        ask(port, request("GET", f"/v1/cases/{CASE}?name=secret", issuer.mint("clerk-social")))
        ask(port, request("GET", "/v1/cases/44170219900307801X", "a.b.c"))
        ask(port, request("POST", "/local/44170219900307801X"))
        ask(port, request("ZHANGSAN", "/v1/zhangsan"))
    lines = [" ".join(word for word in line.split() if word != "ms" and not word.isdigit()) for line in terminal.lines]
    assert lines == [
        f"GET /v1/cases/{CASE}?… clerk-social",
        "GET /v1/cases/…",
        "POST /local/… not_found",
        "? /v1/… route_not_found",
    ]
    assert [line.split()[2] for line in terminal.lines] == ["200", "200", "404", "404"]


def test_an_error_of_the_platform_has_its_request_id():
    terminal = Terminal()
    terminal.request(Answered("POST", "/v1/cases", 500, 12.4, "clerk-social", "internal_error", "3b1c"))
    assert terminal.lines == ["POST   /v1/cases  500  12 ms  clerk-social  internal_error  请求编号 3b1c"]


# --------------------------------------------------------------------------------------------- cases, callbacks, alarms
def written(**row: object) -> dict[str, object]:
    return {"dynamodb": {"NewImage": dump({"pk": f"CASE#{CASE}", **row})}}


def test_a_case_tells_what_was_done_and_where_it_stands():
    terminal = Terminal()
    event = {"sk": keys.event(CASE, 1).sk, "type": "accepted", "actor": "persona:clerk-social", "role": "counter_clerk"}
    meta = written(sk="META", number=NUMBER, status="in_review")
    terminal.changes([written(sk="OUTBOX#1"), written(**event), meta, {"dynamodb": {}}])
    terminal.changes([written(**event | {"type": "task_opened", "actor": "身份证441702"}), meta])
    assert terminal.lines == [
        f"  办件 {NUMBER}  受理 → 已受理，部门审查中  clerk-social",
        f"  办件 {NUMBER}  分派任务 → 已受理，部门审查中  counter_clerk",
    ]


def test_callbacks_and_alarms_are_told_in_words():
    terminal = Terminal()
    with log_to(terminal):
        delivery = {"delivery": f"msg_{CASE}_review_opened", "department": "hrss", "ms": 7}
        log.info("callback", extra={**delivery, "state": "failed", "status": 422})
        log.info("callback", extra={**delivery, "state": "retrying", "error": "timeout"})
        log.info("alarm fired", extra={"owner": f"CASE#{CASE}", "alarm": "supplement", "what": "supplement"})
    task = f"任务 {CASE}.review"
    assert terminal.lines == [
        f"  回调 hrss  未送达，已放弃（死信）  HTTP 422  7 ms  {task}",
        f"  回调 hrss  未送达，稍后重试  timeout  7 ms  {task}",
        f"  提醒 补正期限届满  办件 {CASE}",
    ]


def test_trouble_is_one_line_without_json():
    terminal = Terminal()
    with log_to(terminal):
        log.info("request", extra={"route": "GET /v1/items"})
        log.error(
            "unexpected error", extra={"request_id": "r1", "failure": "KeyError", "where": ["a.py:1 f", "b.py:2 g"]}
        )
        logging.getLogger("yimen.local").error(json.dumps({"message": "function failed", "detail": "two\nlines"}))
    assert terminal.lines == [
        "ERROR unexpected error  request_id=r1  failure=KeyError  where=b.py:2 g < a.py:1 f",
        "ERROR function failed  detail=two lines",
    ]


# -------------------------------------------------------------------------------------------------- colours, LOG=json
def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch):
    answered = Answered("GET", "/v1/items", 200, 1.0)
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain, coloured = Terminal(), Terminal(colours=True)
    for terminal in (plain, coloured):
        terminal.request(answered)
    assert "\x1b[32m200" in coloured.file.getvalue()
    assert "\x1b" not in plain.file.getvalue()


class Screen(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("given", "escapes"), [({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({}, True)])
def test_no_colour_means_no_escape_codes_at_all(given: dict[str, str], escapes: bool):
    screen = Screen()
    console = make_console(screen, given)
    console.print("[bold]Yimen[/bold]", "[dim]21:00[/dim]", Table("身份", "姓名", header_style="bold"))
    with loading(console, "正在启动"):
        ReadableLines(console).request(Answered("GET", "/v1/items", 500, 1.0, "citizen-lin", "internal_error", "r1"))
    assert ("\x1b" in screen.getvalue()) == escapes


@pytest.mark.parametrize(("given", "json_wanted"), [({}, False), ({"LOG": "debug"}, False), ({"LOG": "json"}, True)])
def test_machines_get_json_if_they_ask_for_it(given: dict[str, str], json_wanted: bool):
    assert wants_json(given) is json_wanted


def test_metrics_are_for_machines(capsys: pytest.CaptureFixture[str]):
    terminal = Terminal()
    with log_to(terminal):
        telemetry.gauge("Parked", 1, stage="test")
    assert (capsys.readouterr().out, terminal.lines) == ("", [])
    telemetry.gauge("Parked", 1, stage="test")
    assert json.loads(capsys.readouterr().out)["Parked"] == [1.0]


# ------------------------------------------------------------------------------------------------------------- misuse
class Quiet(WSGIRequestHandler):
    """As the server of the emulator has it."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass


@Request.application
def reads_a_form(request: Request) -> Response:
    """As the emulator does: what is wrong with a body is an exception of werkzeug."""
    request.get_data(cache=False) if request.path == "/raw" else request.form["key"]
    return Response("done")


POST = "POST {} HTTP/1.1\r\nHost: x\r\n"
FORM = POST + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 500\r\n\r\n--x\r\n"
MISUSES = [
    POST + "Content-Length: 100\r\n\r\nabc",
    POST + "Transfer-Encoding: chunked\r\n\r\n10\r\nabc",
    POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n",
    FORM + 'Content-Disposition: form-data; name="a"\r\n\r\n13800138000',
    POST + "Content-Le",
    "\x16\x03\x01\x00\xf8 13800138000",
    "GET http://[::1/13800138000 HTTP/1.1\r\n\r\n",
]


@pytest.mark.enable_socket
@pytest.mark.parametrize("path", ["/raw", "/form"])
def test_no_misuse_of_a_client_writes_a_traceback(capfd: pytest.CaptureFixture[str], path: str):
    """A client hangs up in the middle of its request, by an end or by a reset, before the gateway and the emulator."""
    terminal = Terminal()
    emulator = make_server(0, reads_a_form, Quiet)
    with log_to(terminal), stack_of(terminal) as (gateway, _), served(emulator, "aws"):
        for port in (gateway, emulator.port):
            for misuse in MISUSES:
                hang_up(port, misuse.format(path), reset=False)
                hang_up(port, misuse.format(path), reset=True)
        ask(gateway, request("GET", f"/v1/cases/{CASE}"))
    emulator.server_close()
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "")
    shown = "\n".join(terminal.lines)
    assert "request broken off" in shown
    assert "request refused" in shown
    assert "Traceback" not in shown
    assert "13800138000" not in shown


def hang_up(port: int, sent: str, *, reset: bool) -> None:
    """Close in the middle, and wait until the server has noticed."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent.encode("latin-1"))
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass
