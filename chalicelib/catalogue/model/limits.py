"""Time limits of an item: what the law gives, what the department promises, and from which event the days count."""

import re
from typing import Annotated, NamedTuple

from pydantic import Field

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.values import Days, Note, Part, Standing, StartEvent, Text, Unit
from chalicelib.foundation.validation import Shape

ACCEPTANCE = "受理之日"
OTHERWISE = re.compile(r"\s*,\s*else\s+([0-9]{1,4})\s*$", re.ASCII)
OTHER_STARTS: dict[str, StartEvent] = {
    "公示期满后申请": "application_after_publicity",
    "受理期限终止之日": "end_of_acceptance_window",
}


def start_event(text: str) -> StartEvent | None:
    """The event a clock starts at, from the words of the law; None where the words are not known.

    The rule is 受理之日; some special laws count from receipt (收到申请之日 …), before acceptance.
    """
    if text == ACCEPTANCE:
        return "acceptance"
    return "receipt" if text.startswith("收到") else OTHER_STARTS.get(text)


class Extension(Part):
    """How far a limit may be extended, in its own unit, and who approves it (行政许可法42)."""

    value: Days
    approver: Text | None = None
    once: bool | None = None
    condition: Text | None = None


class ShortTrack(Part):
    """A shorter limit under a condition: in words, and in `when` over the form where the form tells it."""

    value: Days
    condition: Text
    when: Text | None = None


class StatutoryLimit(Part):
    """The limit of the law, in `unit`; value and unit are None together where the law sets none."""

    value: Days | None
    unit: Unit | None
    start: Text
    source: Text
    status: Standing
    extension: Extension | None = None
    short_track: ShortTrack | None = None
    suspension: Note | None = None
    excluded: Note | None = Field(default=None, description="time that does not count (行政许可法45)")
    note: Note | None = None

    @property
    def start_event(self) -> StartEvent:
        return start_event(self.start) or "acceptance"


def statutory_under(limit: StatutoryLimit, answers: conditions.Answers) -> int | None:
    """The length of the law's limit for these answers, in the unit of the limit."""
    track = limit.short_track
    short = track is not None and track.when is not None and conditions.evaluate(conditions.parse(track.when), answers)
    return track.value if track and short else limit.value


class Route(Part):
    """Another promise where its condition holds for the answers of the form."""

    condition: Text
    value: Days
    unit: Unit


class PromisedLimit(Part):
    """The limit the department promises; 0 workdays means the day of acceptance.

    `routes` are promises under a condition; the first whose condition holds counts, and `value` where none does.

    With a `condition`, such as `commitment_route==true, else 6`, `value` is promised where the condition holds for the
    answers of the form, and the length after `else` otherwise; without `else` nothing is promised otherwise. Items
    published before routes have it.
    """

    value: Days
    unit: Unit
    status: Standing
    condition: Text | None = None
    routes: tuple[Route, ...] = ()


class Promise(NamedTuple):
    """What is promised in one case: the length and its unit, and the condition it was promised under, in Chinese."""

    value: int
    condition: str | None = None
    unit: Unit = "workday"


def promised_under(limit: PromisedLimit, answers: conditions.Answers, words: conditions.Words) -> Promise | None:
    """The promise for these answers; None where nothing is promised. What is not answered does not hold. `words` are
    those of the item, for the condition.
    """
    for route in limit.routes:
        if conditions.evaluate(on := conditions.parse(route.condition), answers):
            return Promise(route.value, conditions.describe(on, words), route.unit)
    if limit.condition is None:
        return Promise(limit.value, unit=limit.unit)
    condition, otherwise = split_condition(limit.condition)
    if conditions.evaluate(condition, answers):
        return Promise(limit.value, conditions.describe(condition, words), limit.unit)
    return None if otherwise is None else Promise(otherwise, unit=limit.unit)


def split_condition(text: str) -> tuple[conditions.Condition, int | None]:
    """The condition of a promise, and what is promised otherwise. Raises ConditionError."""
    found = OTHERWISE.search(text)
    return conditions.parse(text[: found.start()] if found else text), int(found[1]) if found else None


class StepLimit(Part):
    value: Days
    unit: Unit | None = None
    source: Text | None = None


class UpwardStep(Part):
    """One level a 上报件 passes through."""

    level: int = Field(ge=1, le=7)
    role: Text
    limit: StepLimit | None = None
    organ: Annotated[str, Shape(r"[a-z][a-z0-9_]{0,29}", "organ_format", "应为机构目录中上级机关的标识")] | None = (
        Field(default=None, description="上级机关在机构目录中的标识；由本级办理的层级不填")
    )
