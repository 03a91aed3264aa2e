"""What a finding of a false application brings: the bar, and what event and receipt say of it (行政许可法78)."""

from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.falsehood import FalseFinding, Falsehood, bar_of, finding_faults
from chalicelib.foundation import problems


class Barring(NamedTuple):
    """The finding with the bar that it brings."""

    finding: FalseFinding
    falsehood: Falsehood


def found_false(begun: Begun, finding: FalseFinding, document: str, pointer: str = "") -> Barring:
    """422 unless the person was told of it and heard. `document` is the refusal."""
    today = begun.caller.at.date()
    if errors := finding_faults(begun.item, begun.case.forewarned, finding, today, pointer):
        raise problems.Invalid(errors=errors)
    bar = bar_of(begun.item, finding.ground, today)
    found = Falsehood(
        ground=finding.ground, found_at=begun.caller.at, document=document, article=bar.article, until=bar.until
    )
    return Barring(finding, found)


def told_of(barring: Barring) -> dict[str, JsonValue]:
    """For event and receipt."""
    until = barring.falsehood.until
    return {"falsehood": barring.falsehood.ground, "barred_until": str(until) if until else None}
