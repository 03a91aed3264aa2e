"""A world for alarms: a table in memory with its sparse index, two clocks moved by hand, acts that are written down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.durable import alarm_marks, alarms
from chalicelib.durable.alarm_marks import Mark
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.durable.alarms import Alarm, Fire
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Table
from proofs.kit.clock import NEVER, Clock
from tests.durable.conftest import NOW
from tests.durable.dynamo import LaggingDynamo

RING = "ring"


@dataclass
class AlarmWorld:
    """`rung` lists the alarms whose act has had its effect, as (case, name, version)."""

    dynamo: LaggingDynamo = field(default_factory=LaggingDynamo)
    legal: Clock = field(default_factory=lambda: Clock(NOW, tick=NEVER))
    real: Clock = field(default_factory=lambda: Clock(NOW, tick=NEVER))
    rung: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    broken: dict[str, Exception] = field(default_factory=dict[str, Exception])

    def __post_init__(self) -> None:
        self.platform = Platform(Settings(), now=self.legal, wall=self.real)
        table = Table(self.dynamo, "yimen-local", sleep=lambda _: None)  # pyright: ignore[reportArgumentType]
        self.platform.__dict__["table"] = table

    @property
    def now(self) -> datetime:
        """Legal time."""
        return self.legal.at

    @property
    def wall(self) -> datetime:
        """Real time."""
        return self.real.at

    def wind(self, case_id: str, due: datetime, *, name: str = RING, now: datetime | None = None) -> None:
        self.platform.table.write(alarms.set_alarm(keys.case(case_id), name, due, now or self.now, what=RING))

    def clear(self, case_id: str, name: str = RING) -> None:
        self.platform.table.write(alarms.clear_alarm(keys.case(case_id), name))

    def ring(self, platform: Platform, alarm: Alarm) -> None:
        case_id = keys.case_id(alarm.owner)
        if case_id in self.broken:
            raise self.broken[case_id]
        platform.table.write(alarms.end_alarm(alarm))
        self.rung.append((case_id, alarm.name, alarm.version))

    def sweep(self, fire: Fire | None = None) -> int:
        return sweep(self.platform, {RING: fire or self.ring})

    def rung_cases(self) -> list[str]:
        return [case_id for case_id, _, _ in self.rung]

    def later(self, **passed: float) -> None:
        """Time passes, on both clocks alike."""
        self.legal.pass_time(timedelta(**passed))
        self.real.pass_time(timedelta(**passed))

    def jump(self, **passed: float) -> None:
        """Legal time moves forward, real time does not."""
        self.legal.pass_time(timedelta(**passed))

    def sweep_until(self, arrived: Callable[[], bool], runs: int = 100) -> int:
        for run in range(1, runs + 1):
            self.sweep()
            if arrived():
                return run
        raise AssertionError(f"not within {runs} runs")

    def alarm(self, case_id: str, name: str = RING) -> Alarm | None:
        return alarms.find(self.platform, keys.case(case_id), name)

    def row(self, case_id: str, name: str = RING) -> dict[str, Any]:
        return self.platform.table.get(keys.alarm(keys.case(case_id), name)) or {}

    def marks(self) -> list[Mark]:
        rows = (self.dynamo.item(keys.sweep_mark(shard)) for shard in range(keys.ALARM_SHARDS))
        return [Mark.model_validate(load(row)) for row in rows if row]

    def lows(self) -> set[str]:
        return {mark.low for mark in self.marks()}

    def settle(self) -> None:
        """What is being written is there, and the marks may pass what they have seen."""
        self.later(minutes=alarm_marks.SETTLING.total_seconds() / 60)
        self.sweep()
