"""The handbook of an item: which stages a case passes through, and how long they may take inside the promise. Pure."""

from collections.abc import Sequence

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.record import Stage
from chalicelib.catalogue.model.values import Unit

# Three weeks of calendar days have fifteen workdays at most; a promise in calendar days is judged by its workdays.
DAYS_OF_A_WEEK, WORKDAYS_OF_A_WEEK = 7, 5


def stages_of(item: ItemDocument, answers: conditions.Answers) -> tuple[Stage, ...]:
    """The stages that a case with these answers passes through; those whose condition is open are among them."""
    return tuple(
        stage
        for stage in item.manual
        if stage.when is None or conditions.evaluate(conditions.parse(stage.when), answers) is not False
    )


def is_complex(item: ItemDocument) -> bool:
    """Whether the department's leader decides, and not the chief representative (R65)."""
    return item.complexity is not None and item.complexity.level == "complex"


def inner_workdays(stages: Sequence[Stage]) -> int:
    """What the stages take one after the other. Of stages that run side by side the longest counts; time that the law
    excludes does not.
    """
    longest: dict[str, int] = {}
    for stage in stages:
        if not stage.excluded_time:
            beside = stage.parallel_with or stage.key
            longest[beside] = max(longest.get(beside, 0), stage.inner_workdays)
    return sum(longest.values())


def inner_ends(stages: Sequence[Stage]) -> dict[str, int]:
    """By stage, the workday after the acceptance by which it is to be finished, if every stage keeps its inner limit.
    None of the stage before the acceptance, and of time that the law excludes.
    """
    begun, ends, after = 0, dict[str, int](), dict[str, int]()
    for stage in stages:
        if stage.kind == "completeness" or stage.excluded_time:
            continue
        start = after.setdefault(stage.parallel_with or stage.key, begun)
        ends[stage.key] = start + stage.inner_workdays
        begun = max(begun, ends[stage.key])
    return ends


def examined_in(item: ItemDocument, answers: conditions.Answers) -> tuple[Stage, ...]:
    """The stages in which the department examines a case with these answers: after the acceptance, before the
    decision.
    """
    return tuple(stage for stage in stages_of(item, answers) if stage.kind not in ("completeness", "decision"))


def workdays_within(length: int, unit: Unit) -> int:
    """How many workdays a promise leaves: of calendar days five in seven, as no holiday is known beforehand."""
    if unit == "workday":
        return length
    weeks, rest = divmod(length, DAYS_OF_A_WEEK)
    return weeks * WORKDAYS_OF_A_WEEK + min(rest, WORKDAYS_OF_A_WEEK)
