"""A draft is carried over to a version that was published since: what stays, what conflicts, what is asked again."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.confirm_item_correction import confirm_item_correction
from chalicelib.catalogue.acts.correct_item import correct_item
from chalicelib.catalogue.acts.draft_item import draft_item
from chalicelib.catalogue.acts.rebase_item import rebase_item
from chalicelib.catalogue.api.life_views import proposal_answer
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.rebase import Clash, rebased
from chalicelib.catalogue.store import raw_document
from chalicelib.catalogue.store.life import load_life
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, Forbidden, Stale
from proofs.kit.catalogue import item_document, publish
from tests.catalogue.office import CITY, CODE, EDITOR, LEADER, Office, another_promise


def fits(_: Mapping[str, Any]) -> list[str]:
    return []


BASE: dict[str, Any] = {
    "name": "一",
    "limit": {"value": 10, "unit": "workday"},
    "materials": [{"name": "甲", "copies": 1}, {"name": "乙", "copies": 1}, {"name": "丙", "copies": 1}],
    "tags": ["a", "b"],
    "numbers": [1, 2],
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**deepcopy(BASE), **parts}


@pytest.mark.parametrize(
    ("draft", "newest", "wanted", "carried", "clashes"),
    [
        pytest.param(changed(name="二"), BASE, changed(name="二"), ["/name"], [], id="only the draft"),
        pytest.param(BASE, changed(name="二"), changed(name="二"), [], [], id="only the newest version"),
        pytest.param(changed(name="二"), changed(name="二"), changed(name="二"), [], [], id="both alike"),
        pytest.param(
            changed(name="二"), changed(name="三"), changed(name="三"), [], [Clash("/name", "二")], id="both otherwise"
        ),
        pytest.param(
            changed(limit={"value": 5, "unit": "workday"}),
            changed(limit={"value": 10, "unit": "day"}),
            changed(limit={"value": 5, "unit": "day"}),
            ["/limit/value"],
            [],
            id="two parts of one object",
        ),
        pytest.param(
            changed(materials=[*BASE["materials"][:2], {"name": "丙", "copies": 2}]),
            changed(materials=[{"name": "丁", "copies": 1}, {"name": "甲", "copies": 3}, *BASE["materials"][1:]]),
            changed(
                materials=[
                    {"name": "丁", "copies": 1},
                    {"name": "甲", "copies": 3},
                    {"name": "乙", "copies": 1},
                    {"name": "丙", "copies": 2},
                ]
            ),
            ["/materials/3"],
            [],
            id="two lines of one list, one of them moved",
        ),
        pytest.param(
            changed(materials=BASE["materials"][:2]),
            changed(materials=[*BASE["materials"][:2], {"name": "丙", "copies": 9}]),
            changed(materials=[*BASE["materials"][:2], {"name": "丙", "copies": 9}]),
            [],
            [Clash("/materials/2", None)],
            id="taken out in the draft, changed in the newest version",
        ),
        pytest.param(
            changed(materials=[{"name": "甲", "copies": 2}, *BASE["materials"][1:]]),
            changed(materials=BASE["materials"][1:]),
            changed(materials=BASE["materials"][1:]),
            [],
            [Clash("/materials", '{"name": "甲", "copies": 2}')],
            id="changed in the draft, taken out in the newest version",
        ),
        pytest.param(
            changed(tags=["a", "b", "c"]),
            changed(tags=["b"]),
            changed(tags=["b", "c"]),
            ["/tags/1"],
            [],
            id="a list of words",
        ),
        pytest.param(
            changed(numbers=[1, 2, 3]),
            changed(numbers=[2]),
            changed(numbers=[2]),
            [],
            [Clash("/numbers", "[1, 2, 3]")],
            id="a list without names is one place",
        ),
    ],
)
def test_what_is_carried_over(
    draft: dict[str, Any], newest: dict[str, Any], wanted: dict[str, Any], carried: list[str], clashes: list[Clash]
):
    found = rebased(BASE, draft, newest, fits)
    assert (found.document, list(found.carried), list(found.clashes)) == (wanted, carried, clashes)


def test_two_changes_that_do_not_fit_together_leave_the_newest_version():
    def refuses_both(document: Mapping[str, Any]) -> list[str]:
        return ["/limit/value"] if document["name"] == "二" and document["limit"]["value"] == 5 else []

    draft = changed(limit={"value": 5, "unit": "workday"}, tags=["a"])
    found = rebased(BASE, draft, changed(name="二"), refuses_both)
    assert found.document == changed(name="二", tags=["a"])
    assert found.carried == ("/tags",)
    assert found.clashes == (Clash("/limit", '{"value": 5, "unit": "workday"}'),)


LINES = st.lists(
    st.fixed_dictionaries({"name": st.sampled_from("甲乙丙丁戊"), "copies": st.integers(0, 2)}),
    unique_by=lambda line: line["name"],
    max_size=5,
)
DOCUMENTS = st.fixed_dictionaries(
    {"name": st.sampled_from("一二三"), "materials": LINES},
    optional={"note": st.sampled_from("xyz"), "numbers": st.lists(st.integers(0, 2), max_size=2)},
)


@given(base=DOCUMENTS, draft=DOCUMENTS, newest=DOCUMENTS)
def test_nothing_that_one_side_alone_changed_is_lost(
    base: dict[str, Any], draft: dict[str, Any], newest: dict[str, Any]
):
    found = rebased(base, draft, newest, fits)
    assert rebased(base, base, newest, fits).document == newest
    assert rebased(base, draft, base, fits).document == draft
    assert rebased(base, draft, base, fits).clashes == ()
    lines = [{line["name"]: line for line in part["materials"]} for part in (base, draft, newest, found.document)]
    for name in "甲乙丙丁戊":
        was, wanted, now, became = (part.get(name) for part in lines)
        if wanted == was:
            assert became == now
        elif now == was:
            assert became == wanted
    for part in ("name", "note", "numbers"):
        was, wanted, now, became = (one.get(part) for one in (base, draft, newest, found.document))
        assert became == (now if was == wanted or was != now else wanted)


# ------------------------------------------------------------------------------------------------------------- the act
def rebase(office: Office, who: str = EDITOR) -> Receipt:
    return rebase_item(office.platform, office.by(who), CODE)


def imported(office: Office, **parts: Any) -> None:
    """Another version is published by an import, while the draft is under way."""
    publish(office.platform, CODE, version=2, **parts)
    store.forget()


@pytest.mark.requirement("R48")
def test_a_consented_draft_goes_on_from_the_version_that_was_imported(office: Office):
    office.draft(**another_promise())
    office.approve()
    office.consent()
    imported(office, notes="另一次导入")
    with pytest.raises(Conflict) as refused:
        office.publish()
    assert refused.value.code == "item_published_meanwhile"
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/document/notes", "other_changed")]
    assert proposal_answer(office.platform, office.by(EDITOR).actor, CODE)[0].outdated
    receipt = rebase(office)
    assert (receipt.facts["base"], receipt.facts["carried"]) == (2, ["/promised_limit"])
    assert (office.state, receipt.facts["conflicts"]) == (ProposalState.DRAFT, [])
    proposal = office.life.proposal
    assert proposal is not None
    assert (proposal.approved, proposal.consented) == (None, None)
    with pytest.raises(Conflict) as early:
        office.publish()
    assert early.value.code == "item_act_out_of_order"
    office.approve()
    office.consent()
    office.publish()
    store.forget()
    item = office.item()
    assert (item.version, item.promised_limit.value, item.notes) == (3, 15, "另一次导入")
    assert office.events().count("item_rebased") == 1


@pytest.mark.requirement("R48")
def test_nobody_approves_or_consents_to_an_outdated_draft(office: Office):
    office.draft(**another_promise())
    imported(office, notes="另一次导入")
    with pytest.raises(Conflict) as refused:
        office.approve()
    assert refused.value.code == "item_published_meanwhile"
    rebase(office)
    office.approve()
    publish(office.platform, CODE, version=3, notes="又一次导入")
    with pytest.raises(Conflict) as refused:
        office.consent()
    assert refused.value.code == "item_published_meanwhile"


def test_what_conflicts_is_told_until_the_draft_is_saved(office: Office):
    office.draft(**another_promise(), notes="草稿的说明")
    imported(office, notes="另一次导入")
    receipt = rebase(office)
    told = [{"pointer": "/notes", "drafted": "草稿的说明"}]
    assert (receipt.facts["conflicts"], receipt.facts["carried"]) == (told, ["/promised_limit"])
    answer, _ = proposal_answer(office.platform, office.by(EDITOR).actor, CODE)
    assert ([one.model_dump() for one in answer.conflicts], answer.outdated) == (told, False)
    draft = load_life(office.platform.table, CITY, CODE).draft
    assert draft is not None
    assert raw_document(draft)["notes"] == "另一次导入"
    office.save(notes="两者合并的说明")
    assert proposal_answer(office.platform, office.by(EDITOR).actor, CODE)[0].conflicts == []


def test_a_draft_of_the_newest_version_is_not_rebased(office: Office):
    office.draft(**another_promise())
    with pytest.raises(Conflict) as refused:
        rebase(office)
    assert refused.value.code == "item_base_unchanged"


def test_who_rebases_says_which_draft_and_may_edit(office: Office):
    office.draft(**another_promise())
    imported(office, notes="另一次导入")
    read = office.by(EDITOR)
    office.save(**another_promise(), notes="改了一处")
    with pytest.raises(Stale):
        rebase_item(office.platform, read, CODE)
    with pytest.raises(Forbidden):
        rebase(office, LEADER)


@pytest.mark.requirement("R48")
def test_whoever_rebases_a_draft_approves_none_of_it(office: Office):
    people = office.world.people.personas
    second = people[EDITOR].actor.model_copy(update={"sub": "persona:editor2-ndrc"})
    office.draft(**another_promise())
    imported(office, notes="另一次导入")
    rebase_item(office.platform, office.by(second), CODE)
    with pytest.raises(Forbidden) as refused:
        office.approve(people[LEADER].actor.model_copy(update={"sub": second.sub}))
    assert refused.value.code == "same_person"


def test_a_suspension_that_was_proposed_before_an_import_goes_on(office: Office):
    office.propose("suspend")
    office.approve()
    imported(office, notes="另一次导入")
    with pytest.raises(Conflict):
        office.review()
    assert rebase(office).facts["base"] == 2
    office.approve()
    office.review()
    office.consent()
    office.publish()
    assert office.item().suspension is not None


def test_a_proposal_that_makes_no_sense_any_more_is_not_rebased(office: Office):
    office.carry_out("suspend")
    office.propose("resume")
    current = load_life(office.platform.table, CITY, CODE).current
    assert current is not None
    publish(office.platform, CODE, version=2, notes="导入后不再暂停")
    with pytest.raises(Conflict) as refused:
        rebase(office)
    assert refused.value.code == "item_not_suspended"


def corrects(office: Office, after: str) -> None:
    name = office.item().name
    correct_item(office.platform, office.by(EDITOR), CODE, pointer="/name", before=name, after=after, why="漏字")
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    store.forget()


def test_a_clerical_correction_is_not_undone_by_the_next_version(office: Office):
    """Neither by a draft that begins after it, nor by one that was under way."""
    corrects(office, "企业投资项目核准（含换发）")
    draft = office.draft()
    assert draft.facts["base"] == 1
    corrects(office, "企业投资项目核准（含变更和换发）")
    with pytest.raises(Conflict) as refused:
        office.approve()
    assert refused.value.code == "item_published_meanwhile"
    assert [one.pointer for one in refused.value.errors] == ["/document/name"]
    rebase(office)
    office.approve()
    office.consent()
    office.publish()
    store.forget()
    assert (office.item().version, office.item().name) == (2, "企业投资项目核准（含变更和换发）")


def test_a_new_item_that_an_import_has_published_meanwhile_is_compared_with_it(office: Office):
    """It was drafted without a version before it: what both say in two ways is a conflict."""
    fresh = raw_document(item_document(CODE)) | {"id": "YM-I98", "prerequisites": [], "notes": "草稿的说明"}
    draft_item(office.platform, office.by(EDITOR), "YM-I98", fresh)
    there = item_document(CODE).model_copy(update={"id": "YM-I98", "prerequisites": (), "notes": "导入的说明"})
    office.platform.table.write(*store.publish(CITY, there, 1, office.platform.now()))
    etag = load_life(office.platform.table, CITY, "YM-I98").life.etag
    caller = office.world.people.caller(EDITOR, if_match=etag)
    receipt = rebase_item(office.platform, caller, "YM-I98")
    assert receipt.facts["conflicts"] == [{"pointer": "/notes", "drafted": "草稿的说明"}]
