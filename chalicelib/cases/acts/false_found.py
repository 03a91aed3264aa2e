"""What a finding of a false application brings: the bar, and what event and receipt say of it (行政许可法78)."""

from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.falsehood import FalseFinding, Falsehood, bar_of, finding_faults
from chalicelib.cases.model.heard import FactsTold, Forewarning
from chalicelib.foundation import problems


class Barring(NamedTuple):
    """The finding with the bar that it brings, and what it rests on: the facts and the evidence of the notice."""

    finding: FalseFinding
    falsehood: Falsehood
    warned: Forewarning
    facts: FactsTold

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """What was found is a keyed digest there: the decision has the words."""
        found, heard = self.facts.digest(secret, case_id), self.finding.heard.for_the_chain(secret, case_id)
        return {"ground": self.finding.ground, "found_digest": found, **heard}


def found_false(begun: Begun, finding: FalseFinding, document: str, pointer: str = "") -> Barring:
    """422 unless the person was told of it and heard. `document` is the refusal."""
    today, warned, facts = begun.caller.at.date(), begun.case.forewarned, begun.case.facts_told
    errors = finding_faults(begun.item, warned, facts, finding, today, pointer)
    if errors or warned is None or facts is None:
        raise problems.Invalid(errors=errors)
    bar = bar_of(begun.item, finding.ground, today)
    found = Falsehood(
        ground=finding.ground, found_at=begun.caller.at, document=document, article=bar.article, until=bar.until
    )
    return Barring(finding, found, warned, facts)


def told_of(barring: Barring) -> dict[str, JsonValue]:
    """For event and receipt."""
    until = barring.falsehood.until
    return {"falsehood": barring.falsehood.ground, "barred_until": str(until) if until else None}
