"""Time limits of an item: what the law gives, what the department promises, and from which event the days count."""

from pydantic import Field

from chalicelib.catalogue.model.values import Days, Note, Part, Standing, StartEvent, Text, Unit

ACCEPTANCE = "受理之日"
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
    value: Days
    condition: Text


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


class PromisedLimit(Part):
    """The limit the department promises; 0 workdays means the day of acceptance."""

    value: Days
    unit: Unit
    status: Standing
    condition: Text | None = None


class StepLimit(Part):
    value: Days
    unit: Unit | None = None
    source: Text | None = None


class UpwardStep(Part):
    """One level a 上报件 passes through."""

    level: int = Field(ge=1, le=7)
    role: Text
    limit: StepLimit | None = None
