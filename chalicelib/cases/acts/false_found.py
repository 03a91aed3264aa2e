"""What a finding of a false application brings: the bar, and what event and receipt say of it (行政许可法78)."""

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.barred import member_items
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.falsehood import FalseFinding, Falsehood, bar_of, finding_faults
from chalicelib.cases.model.heard import FactsTold, Forewarning
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError


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
    members = concerned_items(begun, warned.members) if warned and begun.case.is_request else {}
    errors = finding_faults(begun.item, warned, facts, finding, today, pointer, joint=begun.case.is_request)
    if errors or warned is None or facts is None:
        raise problems.Invalid(errors=errors)
    bars = [
        (code, bar_of(one, finding.ground, today)) for code, one in (members or {begun.case.item: begun.item}).items()
    ]
    barred = {code: bar.until for code, bar in bars if bar.until}
    found = Falsehood(
        ground=finding.ground,
        found_at=begun.caller.at,
        document=document,
        article=bars[0][1].article,
        until=max(barred.values(), default=None),
        barred_items=barred if members else {},
    )
    return Barring(finding, found, warned, facts)


def concerned_items(begun: Begun, members: Sequence[str], pointer: str = "/members") -> dict[str, ServiceItem]:
    """The members' items whose materials are held to be false; 422 for what the request does not ask for, and for what
    is no licence (行政许可法78).
    """
    known = member_items(begun.platform, begun.case, begun.item, begun.found.form)
    errors = list[FieldError]()
    if not members:
        errors.append(FieldError(pointer, "members_unnamed", "联办申请应当写明涉及哪些成员事项，填写事项编码"))
    for number, code in enumerate(members):
        if code not in known:
            words = f"本次联办不涉及“{code}”，涉及的事项有：{'、'.join(sorted(known))}"
            errors.append(FieldError(f"{pointer}/{number}", "member_unknown", words))
        elif not known[code].is_licence:
            words = f"“{known[code].name}”不是行政许可，不适用行政许可法第七十八条"
            errors.append(FieldError(f"{pointer}/{number}", "not_a_licence", words))
    if errors:
        raise problems.Invalid(errors=errors)
    return {code: known[code] for code in dict.fromkeys(members)}


def told_of(barring: Barring) -> dict[str, JsonValue]:
    """For event and receipt."""
    until = barring.falsehood.until
    items = sorted(barring.falsehood.barred_items)
    told: dict[str, JsonValue] = {"falsehood": barring.falsehood.ground, "barred_until": str(until) if until else None}
    return {**told, **({"barred_items": [*items]} if items else {})}
