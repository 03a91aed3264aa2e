"""`yimen listen`: what comes is judged, told in a line, kept and answered; what was kept is sent again."""

import io
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest
from rich.console import Console

from chalicelib.cases.model.task import CANCELLED
from chalicelib.exchange.model import task_event, written
from chalicelib.exchange.tasks.send_callback import signed_headers
from chalicelib.foundation.platform import wall_clock
from cli.__main__ import main
from cli.listen import listen, make_options, replay
from cli.receiver import verdict
from cli.receiver.kept import Kept
from cli.receiver.registration import Refused
from cli.receiver.server import How, Receiver
from proofs.kit.tasks import OPENED, review_task

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.xdist_group("exchange")]
SECRET, OTHER = verdict.new_secret(), verdict.new_secret()
TASK = review_task(state="cancelled", cancelled_at=OPENED, cancelled_for="withdrawn")
BODY = written(task_event(TASK, "https://yimen.example", "cn.gov.example.yimen", CANCELLED))
ID = "msg_C0001_review_cancelled"


@pytest.fixture
def said() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "listen")


@contextmanager
def up(how: How, kept: Kept, said: io.StringIO) -> Generator[str]:
    server = Receiver(0, how, kept, Console(file=said, width=200))
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(url: str, secret: str = SECRET, at: datetime | None = None, body: str = BODY) -> int:
    headers = signed_headers([secret], ID, at or wall_clock(), BODY)
    with httpx.Client(trust_env=False) as client:
        return client.post(url, content=body.encode(), headers=headers).status_code


def test_a_genuine_event_is_told_with_case_task_and_reason(kept: Kept, said: io.StringIO):
    with up(How(SECRET), kept, said) as url:
        assert [post(url), post(url)] == [202, 202]
    told = said.getvalue()
    assert "任务取消 task.cancelled  办件 C0001  任务 C0001.review  原因 withdrawn" in told
    assert (told.count("已验签"), told.count("重复")) == (2, 1)
    assert kept.find(ID) == kept.find("last")


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"secret": OTHER}, "签名不符"),
        ({"body": BODY + " "}, "签名不符"),
        ({"at": OPENED}, "时间戳与本机相差"),
    ],
)
def test_what_is_not_genuine_is_refused_and_told_why(kept: Kept, said: io.StringIO, wrong: dict[str, Any], word: str):
    with up(How(SECRET), kept, said) as url:
        assert post(url, **wrong) == 401
        with httpx.Client(trust_env=False) as client:
            assert client.post(url, content=b"{}").status_code == 401
            assert client.get(url).status_code == 405
    assert word in said.getvalue()
    assert "缺少请求头" in said.getvalue()
    event = kept.find(ID)
    assert event is not None
    assert not event.verified


def test_it_answers_as_told_and_without_a_secret_says_that_nothing_was_verified(kept: Kept, said: io.StringIO):
    with up(How(None, answer=503), kept, said) as url:
        assert post(url) == 503
    assert "未验签（没有密钥）" in said.getvalue()


def test_an_event_is_passed_on_as_it_came_and_its_answer_given_back(kept: Kept, said: io.StringIO, tmp_path: Path):
    own, theirs = Kept(tmp_path / "own"), io.StringIO()
    with up(How(SECRET, answer=418), own, theirs) as program, up(How(SECRET, forward=program), kept, said) as url:
        assert post(url) == 418
    with up(How(SECRET, forward=program), kept, said) as url:
        assert post(url) == 502
    assert own.find(ID) is not None
    assert "已验签" in theirs.getvalue()
    assert "转发到" in said.getvalue()


def test_what_was_kept_is_sent_again_freshly_signed(kept: Kept, said: io.StringIO, tmp_path: Path):
    console = Console(file=said, width=200)
    with up(How(SECRET), kept, said) as url:
        post(url)
        with up(How(SECRET), Kept(tmp_path / "own"), said) as program:
            assert replay(console, kept, ID, program, SECRET) == 0
            assert replay(console, kept, "last", program, OTHER) == 1
        for wanted, to, secret in (("msg_no", url, SECRET), (ID, url, None), (ID, program, SECRET)):
            with pytest.raises(Refused):
                replay(console, kept, wanted, to, secret)


def test_a_taken_port_and_a_stack_that_is_not_there_are_one_line(kept: Kept, said: io.StringIO):
    console = Console(file=said, width=200)
    with up(How(SECRET), kept, said) as url:
        port = httpx.URL(url).port or 0
        with pytest.raises(Refused, match="已被占用或不可用"):
            listen(console, make_options("--port", str(port)), kept, None)
    with up(How(SECRET), kept, said) as gone:
        """Nobody listens there once it is down."""
    options = make_options("--port", str(port), "--register", "food", "--stack", gone.rstrip("/"))
    with pytest.raises(Refused, match="--allow-callback"):
        listen(console, options, kept, None)


@pytest.mark.parametrize(
    "given",
    [
        ["--replay", "last"],
        ["--to", "http://127.0.0.1/"],
        ["--register", "food", "--secret", SECRET],
        ["--register", "food", "--secret", ""],
        ["--answer", "9"],
        ["--register", ""],
        ["--replay", "", "--to", "http://127.0.0.1/"],
        ["--replay", "last", "--to", ""],
        ["--forward", ""],
        ["--forward", "http://[::1"],
        ["--forward", "127.0.0.1:3000"],
        ["--stack", "localhost"],
    ],
)
def test_a_wrong_use_is_told(given: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as ended:
        main(["listen", *given])
    assert ended.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("given", ["", "whsec_", "abc", "whsec_x", "whsec_密钥"])
def test_a_secret_that_is_none_is_told_in_one_line(given: str, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    file = tmp_path / "secret"
    file.write_text(f"{given}\n")
    for options in (["--secret", given], ["--secret-file", str(file)]):
        assert main(["listen", *options]) == 2
        assert "whsec_" in only_line(capsys)


def test_a_file_that_holds_no_secret_is_told_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    (tmp_path / "image").write_bytes(b"\xff\xd8\xff")
    for name in ("none", "image"):
        assert main(["listen", "--secret-file", str(tmp_path / name)]) == 2
        assert name in only_line(capsys)


def only_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_kept_secret_that_was_cut_off_signs_nothing(kept: Kept, said: io.StringIO):
    with up(How(SECRET), kept, said) as url:
        post(url)
    kept.keep_secret("")
    with pytest.raises(Refused, match="没有密钥"):
        replay(Console(file=said), kept, "last", "http://127.0.0.1:9/", kept.secret())


def test_the_secret_is_kept_for_its_owner_only(kept: Kept):
    kept.keep_secret(SECRET)
    assert kept.secret() == SECRET
    assert (kept.file.parent / "secret").stat().st_mode & 0o077 == 0
