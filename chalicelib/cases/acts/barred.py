"""限制再次申请 (行政许可法78, 79): for which items of a case its applicant cannot apply today, by which decision.

Only items that directly concern safety or health bar anybody, so that nothing is read for others.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from chalicelib.cases.model import Case
from chalicelib.cases.model.falsehood import GROUNDS, Falsehood
from chalicelib.cases.store.bars import Lists, barring_cases
from chalicelib.cases.store.records import load_cases
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.conditions import evaluate, parse
from chalicelib.catalogue.store import load_item
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform


class StandingBar(NamedTuple):
    """`until` is its last day. `number` is that of the decision, None for the moment in which it has none yet."""

    item: str
    item_name: str
    until: date
    found: Falsehood
    number: str | None

    @property
    def says(self) -> str:
        decision = f"（决定书{self.number}）" if self.number else ""
        return (
            f"申请人因{GROUNDS[self.found.ground]}{decision}，依照{self.found.article}，"
            f"至{self.until}（含当日）不得再次申请“{self.item_name}”"
        )

    def told(self) -> dict[str, Any]:
        found = self.found
        return {
            "item": self.item,
            "until": str(self.until),
            "ground": found.ground,
            "article": found.article,
            "decision": self.number,
        }


def standing_bars(
    platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], today: date, known: Lists | None = None
) -> list[StandingBar]:
    """Of a joint request those of the members that its answers ask for. `known` lists are not read again.

    An application that was received before a finding is no new one, and goes on.
    """
    asked = {one.id: one.name for one in _items(platform, case, item, form) if one.safety}
    found = barring_cases(platform, case, asked, today, known or {}) if asked else {}
    cases = {one.id: one for one in load_cases(platform.table, [*dict.fromkeys(found.values())])}
    bars = [_bar(platform, cases[barring], code, asked[code]) for code, barring in found.items() if barring in cases]
    received = case.first_received_at or case.received_at
    return [bar for bar in bars if bar and (received is None or bar.found.found_at < received)]


def passed_over(
    platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], today: date
) -> list[StandingBar]:
    """Those that hold although silence has accepted what was brought to a window: nobody was asked then. Silence
    accepts an application (行政许可法32), it does not permit what 78 and 79 forbid.
    """
    at_window = case.deemed and case.channel == "counter"
    return standing_bars(platform, case, item, form, today) if at_window and case.decided_at is None else []


def require_unbarred(
    platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], today: date, known: Lists | None = None
) -> None:
    """409 `application_barred`, which names day, article and number of the decision."""
    if bars := standing_bars(platform, case, item, form, today, known):
        raise problems.Conflict(
            code="application_barred",
            title="；".join(bar.says for bar in bars),
            detail="期满之日的次日起可以申请；对认定有异议的，可以依法申请行政复议或者提起行政诉讼",
            more={"bars": [bar.told() for bar in bars]},
        )


def member_items(platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any]) -> dict[str, ServiceItem]:
    """Of a joint request: the items that its answers ask for, by their codes."""
    return {one.id: one for one in _items(platform, case, item, form)} if item.request_of else {}


def _items(platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any]) -> Iterator[ServiceItem]:
    made_of, answers = item.request_of, cast("Mapping[str, Any]", form.get("answers") or {})
    if made_of is None:
        yield item
        return
    for member in made_of.members:
        if not member.handled or evaluate(parse(member.handled), answers) is True:
            yield load_item(platform.table, case.division, member.item, version=member.version)


def _bar(platform: Platform, case: Case, item: str, name: str) -> StandingBar | None:
    """`case` is the one that bars the item: an application for it, or a request of which it was a member."""
    found = case.falsehood
    if found is None or found.barred_until is None:
        return None
    row = platform.table.get(keys.document(case.id, found.document)) if found.document else None
    number = row.get("number") if row else found.reference
    return StandingBar(item, name, found.barred_items.get(item, found.barred_until), found, number)
