"""Readable lines: one for each request, each change of a case, each callback, alarm and trouble.

Nothing personal stands in them: paths have ids only, events and log fields are free of personal data by themselves.
"""

import json
import logging
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.text import Text

from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.status import Status
from chalicelib.exchange.model import about
from chalicelib.foundation import attributes, keys
from chalicelib.foundation.platform import SHANGHAI, wall_clock
from local.terminal.watch import Answered

CALLBACK_STATES: Mapping[str, str] = {
    "delivered": "已送达部门系统",
    "retrying": "未送达，稍后重试",
    "failed": "未送达，已放弃（死信）",
    "disabled": "部门系统已停用此地址",
}
ALARMS: Mapping[str, str] = {
    "acceptance": "受理期限届满",
    "supplement": "补正期限届满",
    "deferral": "容缺材料补齐期限届满",
    "deferral_reminder": "容缺材料补齐期限将满",
    "pledge_reminder": "承诺核查或者整改期限将满",
    "confirmation": "征询答复期限届满",
    "upward": "下级审查期限届满",
    "callback": "再次通知部门系统",
}
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
PERSONA = re.compile(r"persona:([a-z0-9-]{1,40})")  # the subject of a token of the local issuer
SHORT = 200  # characters of one field of the log


class ReadableLines(logging.Handler):
    """Writes to `console`, with colours where it has them."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.console = console
        self._numbers: dict[str, str] = {}
        self._muted = False

    @contextmanager
    def muted(self) -> Generator[None]:
        """Tell of trouble only."""
        self._muted = True
        try:
            yield
        finally:
            self._muted = False

    # ------------------------------------------------------------------------------------------------- what it is told
    def request(self, answered: Answered) -> None:
        if self._muted:
            return
        style = "red" if answered.status >= 500 else "yellow" if answered.status >= 400 else "green"
        line = Text(f"{answered.method:<6} {answered.path}  ")
        line.append(str(answered.status), style)
        line.append(f"  {answered.ms:.0f} ms")
        if answered.persona:
            line.append(f"  {answered.persona}", "cyan")
        if answered.code:
            line.append(f"  {answered.code}", style)
        if answered.status >= 500:
            line.append(f"  请求编号 {answered.request_id}")
        self._say(line)

    def changes(self, records: Sequence[Mapping[str, Any]]) -> None:
        """Tell the events of cases among these rows. An event's transaction writes its case: both are in one batch."""
        cases: dict[str, Mapping[str, Any]] = {}
        events: list[Mapping[str, Any]] = []
        for row in (one["dynamodb"].get("NewImage", {}) for one in records):
            if "number" in row and row["sk"]["S"] == keys.META:
                cases[row["pk"]["S"]] = attributes.load(row)
            elif row and row["pk"]["S"].startswith(keys.case("")) and keys.has_prefix(row["sk"]["S"], keys.EVENT):
                events.append(attributes.load(row))
        self._numbers |= {owner: str(case["number"]) for owner, case in cases.items()}
        for event in () if self._muted else events:
            self._event(event, cases.get(event["pk"]))

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the app's own log. Its line for a request says less than ours and is left out."""
        message, fields = fields_of(record)
        match message:
            case "request":
                return
            case "callback":
                self._callback(fields)
            case "alarm fired":
                self._alarm(fields)
            case _:
                style = "red" if record.levelno >= logging.ERROR else "yellow"
                line = Text().append(
                    f"{record.levelname} {message}", style if record.levelno >= logging.WARNING else ""
                )
                line.append("".join(f"  {name}={short(value)}" for name, value in fields.items()))
                self._say(line)

    # ------------------------------------------------------------------------------------------------------- its words
    def _event(self, event: Mapping[str, Any], case: Mapping[str, Any] | None) -> None:
        kind = str(event["type"])
        line = Text().append(f"  办件 {self._number(event['pk'])}  ", "bold")
        line.append(EVENT_LABELS.get(kind, kind))
        if case:
            line.append(f" → {Status(case['status']).label}")
        line.append(f"  {self._actor(event)}", "cyan")
        self._say(line)

    def _actor(self, event: Mapping[str, Any]) -> str:
        """The persona, if it is one; else the role, because another subject of a token may be anything."""
        persona = PERSONA.fullmatch(str(event.get("actor", "")))
        return persona[1] if persona else str(event.get("role", ""))

    def _callback(self, fields: Mapping[str, Any]) -> None:
        state = str(fields.get("state"))
        answer = f"HTTP {fields['status']}" if "status" in fields else str(fields.get("error", ""))
        line = Text().append(f"  回调 {fields.get('department')}  ", "bold")
        line.append(CALLBACK_STATES.get(state, state), "" if state == "delivered" else "yellow")
        told = about(str(fields.get("delivery")))
        line.append(f"  {answer}  {fields.get('ms')} ms  任务 {told.task_id if told else ''}")
        self._say(line)

    def _alarm(self, fields: Mapping[str, Any]) -> None:
        what = str(fields.get("what"))
        line = Text().append(f"  提醒 {ALARMS.get(what, what)}  ", "bold")
        line.append(f"办件 {self._number(str(fields.get('owner')))}")
        self._say(line)

    def _number(self, owner: str) -> str:
        """The number of the case. A case without one, or of before this run, is called by its id."""
        return self._numbers.get(owner) or owner.rpartition("#")[2]

    def _say(self, line: Text) -> None:
        clock = Text().append(f"{at(wall_clock())} ", "dim")
        self.console.print(clock.append_text(line), soft_wrap=True, highlight=False)


def at(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%H:%M:%S}"


def fields_of(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    """The message and its fields. The local stack's own lines are JSON documents that hold both."""
    message = record.getMessage()
    fields = {name: value for name, value in vars(record).items() if name not in STANDARD}
    if message.startswith("{"):
        document = json.loads(message)
        message, fields = str(document.pop("message", "")), {**fields, **document}
    return message, fields


def short(value: Any) -> str:
    """A field in one line. Of the places of an error the last says most."""
    text = " < ".join(map(str, reversed(value))) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType]
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"
