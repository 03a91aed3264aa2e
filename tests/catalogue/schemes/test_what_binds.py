"""What is on the critical path, and which questions stand behind a variable: the rules by themselves."""

from datetime import date

import pytest

from chalicelib.catalogue.model.schemes.critical import critical_path
from chalicelib.catalogue.model.schemes.parts import Length
from chalicelib.catalogue.model.schemes.plans import Facts, Planned
from chalicelib.catalogue.model.schemes.situation import Situation, questions_behind, situation_of
from tests.catalogue.schemes.data import WORKED, scheme

BUILD = WORKED["cases"][0]["given"]["plans"][0]["answers"]
BEGIN, MIDDLE, END = date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 30)


def edges(situation: Situation, *kinds: str) -> list[tuple[str, str]]:
    """From which member to which, for the edges of these kinds."""
    nodes = [node.id for node in situation.scheme.nodes]
    return [(one.from_[0], name) for name in nodes for one in situation.edges_to(name) if one.blocks in kinds]


def planned(situation: Situation, name: str, opens: date, due: date) -> Planned:
    node = next(one for one in situation.scheme.nodes if one.id == name)
    return Planned(node, Length(value=1, unit="workday"), opens, opens, due, due, None, None, provisional=False)


@pytest.mark.parametrize(("kinds", "binds"), [(("opening",), True), (("issue", "construction"), False)])
def test_only_an_edge_that_a_member_waits_for_is_on_the_critical_path(kinds: tuple[str, ...], binds: bool):
    """The two end on the same day, by chance where nothing waits for a decision of the first."""
    situation = situation_of(scheme("YM-J01"), BUILD)
    first, second = edges(situation, *kinds)[0]
    opens = MIDDLE if binds else BEGIN
    members = {first: planned(situation, first, BEGIN, MIDDLE if binds else END)}
    members[second] = planned(situation, second, opens, END)
    chain = critical_path(situation, members, Facts(BEGIN), END)
    assert ((first, second) == chain) is binds
    assert len(chain) == (2 if binds else 1)


def test_the_question_behind_a_derived_variable_is_asked_and_not_the_variable():
    plan = scheme("YM-J01")
    assert questions_behind(plan, frozenset({"granted_land", "is_report_book"})) == {"land_acquisition", "eia"}
    assert questions_behind(plan, frozenset({"flammable_explosive"})) == {"flammable_explosive"}
