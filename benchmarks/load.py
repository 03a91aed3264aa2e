"""`make load`: many clients play whole cases against a local stack for a minute; what it answered, and how fast.

Each client is an applicant, both windows and the chief representative of the food department, one after the other; the
department's own system answers the reviews. The stack runs in a process of its own, so that its CPU and memory can be
told from the clients'. Exit status 1 when a request failed, when fewer cases were finished than asked for, or when
memory or threads grow by more than the cases leave behind.

All cases hand in the same files: the stack opens each once and knows its answer then. With --new-files every file is
another one, and a process of 0.25 s of CPU opens each (four for a case), as on AWS.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import Any, NamedTuple

import httpx
from rich.console import Console
from rich.table import Column, Table

from benchmarks.stack_process import Sample, StackProcess, running_stack
from local.arguments import port, positive
from local.demo import story
from local.demo.application import pdf
from local.demo.client import Client, Unexpected
from local.terminal.paths import IDS

COME_AGAIN = frozenset({409, 429, 503})  # with Retry-After: the client is to come again, and does
BYTES_A_CASE = 2_500_000  # what a finished case may leave in the emulator: files, documents, rows, histories
READS = (None, "/items?limit=100"), (None, "/items/YM-P01"), (story.CLERK, "/cases?status=submitted")


class Answered(NamedTuple):
    """One request of a client. `status` 0: no answer came."""

    route: str
    status: int
    again: bool
    seconds: float

    @property
    def failed(self) -> bool:
        return not self.again and (self.status == 0 or self.status >= 400)


class Recorder:
    """What all clients were answered."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.answers: list[Answered] = []
        self.finished: list[float] = []
        self.broken: list[str] = []

    def answered(self, answered: Answered) -> None:
        with self._lock:
            self.answers.append(answered)

    def case(self, seconds: float) -> None:
        with self._lock:
            self.finished.append(seconds)

    def broke(self, why: str) -> None:
        with self._lock:
            self.broken.append(why)

    def failures(self) -> list[Answered]:
        return [answer for answer in self.answers if answer.failed]


class TimedClient(Client):
    """The demo's client, as patient as a person; it tells how long each request took and how it was answered."""

    pause = 1.0

    def __init__(self, url: str, recorder: Recorder) -> None:
        super().__init__(url)
        self._recorder = recorder

    def send(
        self,
        persona: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        begun, status, again = time.perf_counter(), 0, False
        try:
            answer = super().send(persona, method, path, body, etag=etag, key=key)
            status, again = answer.status_code, "Retry-After" in answer.headers and answer.status_code in COME_AGAIN
        finally:
            self._recorder.answered(Answered(route_of(method, path), status, again, time.perf_counter() - begun))
        return answer


def route_of(method: str, path: str) -> str:
    """Requests for different cases are one route."""
    parts = path.partition("?")[0].split("/")
    return f"{method} {'/'.join('{}' if IDS.fullmatch(part) else part for part in parts)}"


class Run(NamedTuple):
    """What a run was: the recorder, the samples of the stack while it was under load, and how long that was."""

    recorder: Recorder
    samples: list[Sample]
    seconds: float

    @property
    def cases_per_second(self) -> float:
        return len(self.recorder.finished) / self.seconds

    @property
    def cpu_per_case(self) -> float:
        return (self.samples[-1].cpu - self.samples[0].cpu) / max(1, len(self.recorder.finished))


def main(given: Sequence[str] | None = None) -> int:
    options = parse(given)
    console = Console()
    with tempfile.TemporaryFile() as output:
        try:
            with running_stack(options.port, output) as process:
                draw = pdf if options.new_files else cache(pdf)
                warm_up(process.url, draw)
                run = load(process, options.clients, options.seconds, draw)
        except (OSError, Unexpected, httpx.HTTPError) as failure:
            output.seek(0)
            print(f"no load: {failure}\n{output.read().decode()[-2000:]}", file=sys.stderr)
            return 1
    report(console, run, options.clients)
    found = [*shortcomings(run, asked_of(options.clients) if options.least is None else options.least)]
    for line in found:
        console.print(f"[red]{line}[/red]")
    return 1 if found else 0


def parse(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--clients", type=positive, default=32, help="how many play at a time (32)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long new cases are begun (60)")
    parser.add_argument(
        "--least", type=float, help="cases a second that must be finished (1; of fewer clients than 32 their share)"
    )
    parser.add_argument("--new-files", action="store_true", help="every case has files of its own")
    parser.add_argument("--port", type=port, default=8010, help="port of the stack on 127.0.0.1 (8010)")
    return parser.parse_args(given)


def asked_of(clients: int) -> float:
    """Cases a second: one of 32 clients or more, and of fewer as much less, as each waits for the departments."""
    return min(1.0, clients / 32)


def warm_up(url: str, draw: story.Draw) -> None:
    """One whole case: what is loaded and drawn for the first time is not counted."""
    client = Client(url)
    client.act(None, "PUT", f"/local/departments/{story.FOOD.department}", {"mode": "auto", "delay": 0})
    play(client, draw)


def play(client: Client, draw: story.Draw) -> None:
    """One whole case, as `make demo` plays it, with what people look at meanwhile."""
    case = story.Story()
    for persona, path in READS:
        client.get(persona, path)
    with tempfile.TemporaryDirectory() as folder:
        story.apply(client, case, quietly, draw)
        story.accept(client, case, quietly, 0)
        story.decide(client, case, quietly)
        story.issue(client, case, quietly)
        story.fetch(client, case, quietly, Path(folder))


def quietly(line: str) -> None:
    """The play's own words are of no interest here."""


def load(process: StackProcess, clients: int, seconds: float, draw: story.Draw) -> Run:
    """Clients begin cases until the time is over, and finish those they have begun."""
    recorder, samples, begun = Recorder(), [process.sample()], time.monotonic()
    until, over = begun + seconds, Event()

    def watch() -> None:
        while not over.wait(1.0):
            samples.append(process.sample())

    with ThreadPoolExecutor(clients + 1) as pool:
        watching = pool.submit(watch)
        playing = [pool.submit(one_client, process.url, recorder, until, draw) for _ in range(clients)]
        for client in playing:
            client.result()
        over.set()
        watching.result()
    samples.append(process.sample())
    return Run(recorder, samples, time.monotonic() - begun)


def one_client(url: str, recorder: Recorder, until: float, draw: story.Draw) -> None:
    client = TimedClient(url, recorder)
    while time.monotonic() < until:
        begun = time.monotonic()
        try:
            play(client, draw)
        except (Unexpected, httpx.HTTPError) as failure:
            recorder.broke(f"{type(failure).__name__}: {failure}")
            continue
        recorder.case(time.monotonic() - begun)


def shortcomings(run: Run, least: float) -> list[str]:
    """Why the run is not good enough; nothing when it is."""
    found = [f"{answer.route} answered {answer.status}" for answer in run.recorder.failures()]
    found += [f"a case broke off: {why[:300]}" for why in run.recorder.broken]
    if run.cases_per_second < least:
        found.append(f"{run.cases_per_second:.2f} cases a second, {least} were asked for")
    found += growth(run.samples, len(run.recorder.finished))
    return found


def growth(samples: Sequence[Sample], cases: int) -> list[str]:
    """Memory may grow by what finished cases leave in the emulator, no more; threads not at all.

    The second half is looked at: in the first one the clients begin, and pools and caches fill.
    """
    middle, last = samples[len(samples) // 2], samples[-1]
    allowed = max(1, cases // 2) * BYTES_A_CASE
    found = list[str]()
    if last.memory - middle.memory > allowed:
        grown = (last.memory - middle.memory) / 1e6
        found.append(f"memory grew by {grown:.0f} MB in the second half, {allowed / 1e6:.0f} MB are explained")
    if last.threads > middle.threads:
        found.append(f"{last.threads} threads at the end, {middle.threads} in the middle")
    return found


def report(console: Console, run: Run, clients: int) -> None:
    recorder, right = run.recorder, [Column(name, justify="right") for name in ("n", "again", "p50", "p95", "p99")]
    by_route = defaultdict[str, list[Answered]](list)
    for answer in recorder.answers:
        by_route[answer.route].append(answer)
    table = Table("request", *right, Column("max ms", justify="right"), box=None, header_style="bold")
    for route, answers in sorted(by_route.items()):
        times = sorted(answer.seconds * 1000 for answer in answers)
        shares = [f"{percentile(times, share):.0f}" for share in (0.5, 0.95, 0.99, 1.0)]
        table.add_row(route, str(len(answers)), str(sum(answer.again for answer in answers) or ""), *shares)
    console.print(table)
    whole, errors = sorted(recorder.finished) or [0.0], len(recorder.failures()) + len(recorder.broken)
    first, last = run.samples[0], run.samples[-1]
    most = max(sample.threads for sample in run.samples)
    console.print(
        f"{clients} clients, {run.seconds:.0f} s: {len(recorder.finished)} cases, {run.cases_per_second:.2f}/s, "
        f"p50 {percentile(whole, 0.5):.1f} s, p95 {percentile(whole, 0.95):.1f} s a case; "
        f"{len(recorder.answers) / run.seconds:.0f} requests/s; {errors} errors",
        soft_wrap=True,
    )
    console.print(
        f"stack: {run.cpu_per_case:.2f} s of CPU a case; memory {first.memory / 1e6:.0f} -> {last.memory / 1e6:.0f} "
        f"MB; threads {first.threads} -> {most} -> {last.threads}",
        soft_wrap=True,
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    raise SystemExit(main())
