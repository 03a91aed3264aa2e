"""From the draft to the bureau's receipt: who may do which step, and what each of them leaves (R42, R48, R58, R90)."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.catalogue import store
from chalicelib.catalogue.acts import end_item as ending
from chalicelib.catalogue.acts import life_gate
from chalicelib.catalogue.acts.approve_item import approve_item
from chalicelib.catalogue.acts.confirm_item_correction import confirm_item_correction
from chalicelib.catalogue.acts.consent_item import consent_item
from chalicelib.catalogue.acts.correct_item import correct_item
from chalicelib.catalogue.acts.discard_item_draft import discard_item_draft
from chalicelib.catalogue.acts.draft_item import draft_item
from chalicelib.catalogue.acts.file_item import file_item
from chalicelib.catalogue.acts.import_catalogue import import_catalogue, plan_whole, read_own
from chalicelib.catalogue.acts.publish_item import publish_item
from chalicelib.catalogue.acts.return_item import return_item
from chalicelib.catalogue.acts.save_item_draft import save_item_draft
from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.life_acts import LIFE_ACTS
from chalicelib.catalogue.model.settling import KEPT_FOR, SETTLED_AFTER
from chalicelib.catalogue.store.life import changes, filings, load_life, version_at, versions
from chalicelib.catalogue.store.public_list import list_items
from chalicelib.catalogue.store.statistics import catalogue_lines
from chalicelib.directory.store.staff import posts_of, write_member
from chalicelib.directory.store.version import moved
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound, PreconditionRequired, Stale
from chalicelib.foundation.writes import delete
from chalicelib.intake.model.open_items import why_closed
from local import simple_register as register
from local.catalogues import catalogue_of
from proofs.kit.catalogue import item_document, publish
from tests.catalogue.office import BUREAU, CITY, CODE, CONSENTING, EDITOR, LAW, LEADER, PAPER, Office, another_promise


def acting_as(person: Actor, other: Actor) -> Actor:
    """The same person with a second post."""
    return other.model_copy(update={"sub": person.sub})


@pytest.mark.requirement("R48")
@pytest.mark.requirement("R58")
@pytest.mark.requirement("R13")
def test_a_new_version_goes_from_the_draft_to_the_receipt_of_the_bureau(office: Office):
    office.draft(**another_promise())
    assert office.item().version == 1
    office.approve()
    office.consent()
    receipt = office.publish()
    assert (receipt.facts["version"], office.life.proposal) == (2, None)
    assert (office.item().version, office.item().promised_limit.value) == (2, 15)
    (told, *_), _ = changes(office.platform.table, CITY, limit=10, after=None)
    assert (told["kind"], told["version"], told["document"]) == ("revise", 2, PAPER)
    assert told["lines"] == ["承诺时限由10 个工作日改为15 个工作日"]
    (waiting,) = filings(office.platform.table, CITY, "pending", limit=10, after=None).items
    assert (waiting["code"], waiting["lines"], waiting["seq"]) == (CODE, told["lines"], receipt.facts["seq"])
    file_item(office.platform, office.by(BUREAU), CODE, waiting["seq"], "阳政数备31号")
    assert filings(office.platform.table, CITY, "pending", limit=10, after=None).items == []
    (filed,) = filings(office.platform.table, CITY, "filed", limit=10, after=None).items
    assert filed["receipt_number"] == "阳政数备31号"
    assert office.events() == ["item_drafted", "item_approved", "item_consented", "item_published", "item_filed"]
    with pytest.raises(Conflict) as refused:
        file_item(office.platform, office.by(BUREAU), CODE, waiting["seq"], "阳政数备32号")
    assert refused.value.code == "filing_received"
    with pytest.raises(NotFound):
        file_item(office.platform, office.by(BUREAU), CODE, 1, "阳政数备32号")


@pytest.mark.requirement("R48")
@pytest.mark.parametrize("steps", [(), ("approve",)])
def test_nothing_is_published_without_consent(office: Office, steps: tuple[str, ...]):
    office.draft(**another_promise())
    for step in steps:
        getattr(office, step)()
    with pytest.raises(Conflict) as refused:
        office.publish()
    assert refused.value.code == "item_act_out_of_order"
    assert office.item().version == 1


@pytest.mark.requirement("R48")
def test_the_steps_of_one_item_are_done_by_different_people(office: Office):
    """Also where one person has two posts, each with a token of its own."""
    people = {name: office.world.people.personas[name].actor for name in (EDITOR, LEADER, LAW, CONSENTING)}
    office.propose("cancel")
    with pytest.raises(Forbidden) as refused:
        office.approve(acting_as(people[EDITOR], people[LEADER]))
    assert refused.value.code == "same_person"
    office.approve()
    for earlier in (EDITOR, LEADER):
        with pytest.raises(Forbidden) as refused:
            office.review(acting_as(people[earlier], people[LAW]))
        assert refused.value.code == "same_person"
    office.review()
    for earlier in (EDITOR, LEADER, LAW):
        with pytest.raises(Forbidden) as refused:
            office.consent(acting_as(people[earlier], people[CONSENTING]))
        assert refused.value.code == "same_person"
    office.consent()
    office.publish()
    assert office.item().ended_at


@pytest.mark.requirement("R48")
def test_whoever_wrote_a_word_of_it_approves_nothing(office: Office):
    second = office.world.people.personas[EDITOR].actor.model_copy(update={"sub": "persona:editor2-ndrc"})
    office.draft(**another_promise())
    save_item_draft(office.platform, office.by(second), CODE, office.document(notes="补充说明"))
    leader = office.world.people.personas[LEADER].actor
    for editor in (office.world.people.personas[EDITOR].actor, second):
        with pytest.raises(Forbidden):
            office.approve(acting_as(editor, leader))


def second_post(office: Office, of: str, role_of: str) -> Actor:
    """Another account of the person of `of`, with the role of `role_of`, as the register of staff has it."""
    people = office.world.people.personas
    first, other = people[of].actor, people[role_of].actor
    account = other.model_copy(update={"sub": f"persona:second-{of}"})
    post = register.member(account, [], same_person_as=register.staff_id(first))
    (kept,) = posts_of(office.platform.table, CITY, register.staff_id(first))
    office.platform.table.write(*write_member(None, post, [kept.record]), moved(CITY))
    return account


@pytest.mark.requirement("R48")
@pytest.mark.parametrize(
    ("step", "before", "earlier", "role"),
    [
        ("approve", (), EDITOR, LEADER),
        ("review", ("approve",), EDITOR, LAW),
        ("review", ("approve",), LEADER, LAW),
        ("consent", ("approve", "review"), EDITOR, CONSENTING),
        ("consent", ("approve", "review"), LAW, CONSENTING),
        ("publish", ("approve", "review", "consent"), LEADER, EDITOR),
        ("publish", ("approve", "review", "consent"), CONSENTING, EDITOR),
    ],
)
def test_two_accounts_of_one_person_are_one(
    office: Office, step: str, before: tuple[str, ...], earlier: str, role: str
):
    """The accounts differ. That both belong to one person stands in the register of staff only."""
    office.propose("cancel")
    for done in before:
        getattr(office, done)()
    account = second_post(office, earlier, role)
    with pytest.raises(Forbidden) as refused:
        getattr(office, step)(who=account)
    assert refused.value.code == "same_person"
    getattr(office, step)()


@pytest.mark.requirement("R48")
def test_one_person_is_known_after_a_change_of_the_account(office: Office):
    """The account that wrote the draft is nobody's any more; the person stands in the step."""
    office.draft(**another_promise())
    editor = office.world.people.personas[EDITOR].actor
    own = register.staff_id(editor)
    (kept,) = posts_of(office.platform.table, CITY, own)
    renamed = kept.record.model_copy(update={"subject": "persona:renamed"})
    office.platform.table.write(*write_member(kept, renamed), moved(CITY))
    leader = office.world.people.personas[LEADER].actor.model_copy(update={"sub": "persona:renamed"})
    with pytest.raises(Forbidden) as refused:
        office.approve(leader)
    assert refused.value.code == "same_person"


@pytest.mark.parametrize("who", ["editor-food", "leader-food", "chief-ndrc", "citizen-lin", "clerk-production"])
def test_an_item_is_nobody_elses_business(office: Office, who: str):
    """Another department's people do not see it, others have no permission."""
    office.draft(**another_promise())
    caller = office.by(who)
    acts: list[Callable[[], Receipt]] = [
        lambda: draft_item(office.platform, caller, CODE),
        lambda: save_item_draft(office.platform, caller, CODE, office.document()),
        lambda: approve_item(office.platform, caller, CODE),
        lambda: discard_item_draft(office.platform, caller, CODE),
        lambda: consent_item(office.platform, caller, CODE, granted=True, document=PAPER, note=""),
        lambda: publish_item(office.platform, caller, CODE),
    ]
    for act in acts:
        with pytest.raises((NotFound, Forbidden)):
            act()
    assert office.events() == ["item_drafted"]


def test_another_region_sees_nothing_of_it(office: Office):
    office.draft(**another_promise())
    stranger = office.world.people.personas[LEADER].actor.model_copy(update={"region": "441781"})
    with pytest.raises(NotFound):
        office.approve(stranger)


def test_who_approves_says_which_draft(office: Office):
    """The draft has changed since the leader read it."""
    office.draft(**another_promise())
    read = office.by(LEADER)
    office.save(notes="改了一处")
    with pytest.raises(Stale):
        approve_item(office.platform, read, CODE)
    with pytest.raises(PreconditionRequired):
        approve_item(office.platform, office.world.people.caller(LEADER), CODE)


def test_the_same_request_is_one_act(office: Office):
    caller = office.by(EDITOR)
    first = draft_item(office.platform, caller, CODE)
    assert draft_item(office.platform, caller, CODE).facts == first.facts
    assert office.events() == ["item_drafted"]
    with pytest.raises(Conflict) as refused:
        office.draft()
    assert refused.value.code == "item_proposal_open"


def test_what_is_sent_back_has_to_pass_every_step_again(office: Office):
    office.draft(**another_promise())
    office.approve()
    office.consent(granted=False)
    assert office.state is ProposalState.DRAFT
    proposal = office.life.proposal
    assert proposal is not None
    assert (proposal.approved, proposal.returned is not None) == (None, True)
    office.approve()
    office.consent()
    return_item(office.platform, office.by(LEADER), CODE, "尚需核实")
    assert office.state is ProposalState.DRAFT
    with pytest.raises(Conflict):
        office.publish()


def test_an_approved_draft_is_not_changed_any_more(office: Office):
    office.draft(**another_promise())
    office.approve()
    for act in (office.save, lambda: discard_item_draft(office.platform, office.by(EDITOR), CODE)):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "item_act_out_of_order"


def test_a_draft_given_up_leaves_its_events_and_nothing_else(office: Office):
    office.draft(**another_promise())
    discard_item_draft(office.platform, office.by(EDITOR), CODE)
    rows = load_life(office.platform.table, CITY, CODE)
    assert (rows.draft, rows.life.proposal) == (None, None)
    assert office.events() == ["item_drafted", "item_draft_discarded"]


@pytest.mark.requirement("R81")
def test_a_new_item_cannot_be_chosen_before_it_is_published(office: Office):
    new = {"id": "YM-P98", "prerequisites": [], "name": "新设事项"}
    caller = office.by(EDITOR)
    draft_item(office.platform, caller, "YM-P98", office.document(**new))
    with pytest.raises(NotFound):
        store.load_item(office.platform.table, CITY, "YM-P98")
    shown, _ = list_items(office.platform.table, CITY, at=office.platform.now())
    assert "YM-P98" not in {item.id for item in shown}


def test_a_draft_of_another_department_or_of_another_shape_is_refused(office: Office):
    for wrong, pointer in (({"dept": "food"}, "/document/dept"), ({"id": "YM-P10"}, "/document/id")):
        with pytest.raises(Invalid) as refused:
            office.draft(**wrong)
        assert [error.pointer for error in refused.value.errors] == [pointer]
    with pytest.raises(Invalid) as refused:
        office.draft(materials="none")
    assert refused.value.errors[0].pointer == "/document/materials"
    with pytest.raises(NotFound):
        draft_item(office.platform, office.by(EDITOR), "YM-P97")


@pytest.mark.requirement("R9")
def test_every_reason_not_to_publish_is_told_at_once(office: Office):
    document = office.document()
    materials = [
        {**line, "legal_basis": None} if number < 2 else line for number, line in enumerate(document["materials"])
    ]
    fee = {"charge": True, "name": "评审费", "standard": "每件 100 元", "basis": "local practice"}
    office.draft(materials=materials, fee=fee, handling_modes_GBT39046_A5=[1], prerequisites=["YM-X99"])
    with pytest.raises(Invalid) as refused:
        office.approve()
    assert refused.value.code == "item_not_publishable"
    assert {(error.pointer, error.code) for error in refused.value.errors} == {
        ("/document/materials/0/legal_basis", "legal_basis_missing"),
        ("/document/materials/1/legal_basis", "legal_basis_missing"),
        ("/document/fee/basis", "fee_basis_missing"),
        ("/document/handling_modes_GBT39046_A5", "channel_basis_missing"),
        ("/document/prerequisites/0", "item_unknown"),
        ("/document/prerequisites/0", "edge_basis_missing"),
    }


@pytest.mark.requirement("R42")
def test_a_version_published_ahead_waits_for_its_time_by_itself(office: Office):
    starts = office.platform.now() + timedelta(days=5)
    office.draft(**another_promise())
    office.approve()
    office.consent()
    office.publish(starts)
    assert (office.item().version, office.item(starts).version) == (1, 2)
    with pytest.raises(Conflict) as refused:
        office.draft(**another_promise())
    assert refused.value.code == "item_version_pending"
    office.world.clock.move_to(starts)
    assert office.item().version == 2
    office.draft()
    office.approve()
    office.consent()
    for wrong, code in ((starts, "effective_in_the_past"), (starts + timedelta(days=800), "effective_too_far")):
        with pytest.raises(Invalid) as early:
            office.publish(wrong)
        assert [error.code for error in early.value.errors] == [code]
    office.publish()
    assert office.item().version == 3


def pending(office: Office, **days: int) -> datetime:
    """Version 2 is published and takes effect in five days, unless `days` says otherwise."""
    starts = office.platform.now() + timedelta(**days or {"days": 5})
    office.draft(**another_promise(), name="企业投资项目核准（新）")
    office.approve()
    office.consent()
    office.publish(starts)
    return starts


def withdrawn(office: Office) -> Receipt:
    office.propose("withdraw")
    office.approve()
    office.consent()
    return office.publish()


@pytest.mark.requirement("R42", "R48", "R58", "R13")
def test_a_version_is_withdrawn_before_its_day_and_never_holds(office: Office):
    before, table = office.item(), office.platform.table
    starts = pending(office)
    office.propose("withdraw")
    office.approve()
    with pytest.raises(Forbidden):
        office.consent(LEADER)
    office.consent()
    told = office.publish()
    assert (told.facts["published"], told.facts["version"], told.etag) == ("withdraw", 2, office.life.etag)
    store.forget()
    assert office.item(starts + timedelta(days=1)) == before
    assert store.load_item(table, CITY, CODE).version == 1
    assert version_at(table, CITY, CODE, starts + timedelta(days=1)) == 1
    shown, _ = list_items(table, CITY, q=CODE, at=starts + timedelta(days=1))
    assert [(one.name, one.version) for one in shown] == [(before.name, 1)]
    assert office.events()[-1] == "item_withdrawn"
    (newest, *_), _ = changes(table, CITY, limit=1, after=None)
    assert (newest["kind"], newest["version"], newest["reason"]) == ("withdraw", 2, "上位法已经修改")
    waiting = filings(table, CITY, "pending", limit=10, after=None).items
    assert [row["kind"] for row in waiting] == ["revise", "withdraw"]


@pytest.mark.requirement("R42")
def test_the_number_of_a_withdrawn_version_is_not_used_again(office: Office):
    pending(office)
    withdrawn(office)
    starts = pending(office, days=9)
    rows, _ = versions(office.platform.table, CITY, CODE, limit=9, after=None)
    assert [(row["version"], "withdrawn_at" in row) for row in rows] == [(3, False), (2, True), (1, False)]
    assert (office.item().version, office.item(starts).version) == (1, 3)
    office.world.clock.move_to(starts)
    assert store.load_item(office.platform.table, CITY, CODE, 2).withdrawn_at is not None
    office.draft()
    assert office.life.proposal is not None
    assert office.life.proposal.base == 3


@pytest.mark.requirement("R42")
def test_the_first_version_of_a_new_item_is_withdrawn_too(office: Office):
    """Nobody ever sees the item, until another version of it is published."""
    table, now = office.platform.table, office.platform.now()
    starts = now + timedelta(days=3)
    table.write(*(delete(register_keys.current_item(CITY, CODE)), delete(register_keys.item_version(CITY, CODE, 1))))
    table.write(*store.publish(CITY, item_document(CODE), 1, now, ahead=store.Ahead(starts)))
    withdrawn(office)
    for at in (now, starts, starts + timedelta(days=1)):
        with pytest.raises(NotFound):
            office.item(at)
        assert CODE not in {one.id for one in list_items(table, CITY, at=at)[0]}
        assert CODE not in store.current_departments(table, CITY, at)
        assert CODE not in {one.id for one in catalogue_lines(table, CITY, at)}
    with pytest.raises(Conflict):
        office.propose("suspend")
    with pytest.raises(NotFound):
        ending.end_item(office.platform, office.by("administrator"), CODE)
    begins = pending(office)
    with pytest.raises(NotFound):
        office.item()
    assert office.item(begins).version == 2


@pytest.mark.requirement("R42")
def test_what_was_ended_or_suspended_meanwhile_stays_so_after_a_withdrawal(office: Office):
    ended = office.platform.now() + timedelta(days=2)
    starts = pending(office)
    office.carry_out("suspend", until=starts + timedelta(days=30))
    ending.end_item(office.platform, office.by("administrator"), CODE, ended)
    withdrawn(office)
    item = office.item(starts)
    assert (item.version, item.ended_at) == (1, ended)
    assert item.suspension is not None
    assert CODE not in {one.id for one in list_items(office.platform.table, CITY, at=starts)[0]}


@pytest.mark.parametrize(
    ("left", "code"), [(SETTLED_AFTER, "item_version_imminent"), (timedelta(), "item_no_version_pending")]
)
def test_what_takes_effect_at_any_moment_is_not_withdrawn(office: Office, left: timedelta, code: str):
    """Another process may already have read it."""
    starts = pending(office)
    office.world.clock.move_to(starts - 2 * SETTLED_AFTER)
    office.propose("withdraw")
    office.approve()
    office.consent()
    office.world.clock.move_to(starts - left)
    with pytest.raises(Conflict) as refused:
        office.publish()
    assert refused.value.code == code
    discardable = return_item(office.platform, office.by(LEADER), CODE, "来不及")
    assert discardable.facts["state"] == "draft"


def test_there_has_to_be_a_version_to_withdraw(office: Office):
    with pytest.raises(Conflict) as refused:
        office.propose("withdraw")
    assert refused.value.code == "item_no_version_pending"


def corrected_name(office: Office, name: str, after: str, version: int | None = None) -> None:
    """Proposed by the editor, confirmed by the leader."""
    words = {"pointer": "/name", "before": name, "after": after, "why": "漏字"}
    correct_item(office.platform, office.by(EDITOR), CODE, **words, version=version)
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    store.forget()


def test_a_correction_names_the_version_while_another_waits(office: Office):
    old, table = office.item().name, office.platform.table
    starts = pending(office)
    new = office.item(starts).name
    for version, code in ((None, "version_needed"), (3, "version_not_in_force")):
        with pytest.raises(Invalid) as refused:
            corrected_name(office, old, "甲", version)
        assert [error.code for error in refused.value.errors] == [code]
    corrected_name(office, old, "甲", 1)
    corrected_name(office, new, "乙", 2)
    for at, name, version in ((office.platform.now(), "甲", 1), (starts, "乙", 2)):
        assert (office.item(at).name, store.load_item(table, CITY, CODE, version).name) == (name, name)
        assert [one.name for one in list_items(table, CITY, q=CODE, at=at)[0]] == [name]
    withdrawn(office)
    store.forget()
    assert office.item(starts).name == "甲"
    assert [one.name for one in list_items(table, CITY, q=CODE, at=starts)[0]] == ["甲"]


def test_a_version_that_held_before_is_not_corrected_any_more(office: Office):
    old = office.item().name
    starts = pending(office)
    correct_item(
        office.platform, office.by(EDITOR), CODE, pointer="/name", before=old, after="甲", why="漏字", version=1
    )
    office.world.clock.move_to(starts)
    with pytest.raises(Conflict) as late:
        confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    assert late.value.code == "item_published_meanwhile"
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=False, note="")
    with pytest.raises(Invalid) as refused:
        corrected_name(office, old, "甲", 1)
    assert [error.code for error in refused.value.errors] == ["version_not_in_force"]


def test_a_correction_of_a_version_ends_with_it(office: Office):
    new = office.item(pending(office)).name
    correct_item(
        office.platform, office.by(EDITOR), CODE, pointer="/name", before=new, after="乙", why="漏字", version=2
    )
    withdrawn(office)
    assert office.life.correction is None


def another_process(office: Office) -> Callable[[], store.ServiceItem]:
    """Reads as a process that has read the item just before the change, and keeps it as long as it may."""
    store.forget()
    read_at = office.world.wall()
    store.load_item(office.platform.table, CITY, CODE, wall=read_at)
    last = read_at + KEPT_FOR - timedelta(milliseconds=1)
    return lambda: store.load_item(office.platform.table, CITY, CODE, wall=last, at=office.platform.now())


@pytest.mark.requirement("R42")
def test_no_process_takes_an_old_version_for_the_one_in_force(office: Office):
    """One keeps the old version for 30 s, one reads the new one at once: both say the same until all have read it."""
    office.draft(**another_promise())
    office.approve()
    office.consent()
    kept = another_process(office)
    receipt = publish_item(office.platform, office.by(EDITOR), CODE)
    starts = datetime.fromisoformat(receipt.facts["effective_at"])
    assert starts >= office.platform.now() + KEPT_FOR
    office.world.clock.pass_time(KEPT_FOR)
    assert (kept().version, office.item().version) == (1, 1)
    office.world.clock.move_to(starts)
    store.forget()  # its 30 s are over
    assert office.item().version == 2


@pytest.mark.requirement("R42")
@pytest.mark.parametrize("way", ["cancel", "administrator"])
def test_no_process_takes_an_item_for_open_that_has_ended(office: Office, way: str):
    if way == "cancel":
        office.propose("cancel")
        office.approve()
        office.review()
        office.consent()
    kept = another_process(office)
    caller = office.by(EDITOR if way == "cancel" else "administrator")
    (publish_item if way == "cancel" else ending.end_item)(office.platform, caller, CODE)
    office.world.clock.pass_time(KEPT_FOR)
    there = office.item()
    assert kept().ended_at is None
    assert there.ended_at is not None
    assert why_closed(there, office.platform.now()) is None
    office.world.clock.pass_time(SETTLED_AFTER)
    assert why_closed(office.item(), office.platform.now()) is not None


@pytest.mark.requirement("R42")
def test_what_is_published_ahead_does_not_keep_an_item_open(office: Office):
    """It is suspended and ended while a version waits for its time."""
    starts = office.platform.now() + timedelta(days=5)
    office.draft(**another_promise())
    office.approve()
    office.consent()
    office.publish(starts)
    office.carry_out("suspend")
    item = office.item()
    assert item.suspension is not None
    assert (item.version, item.suspension.holds(office.platform.now())) == (1, True)
    office.carry_out("cancel")
    assert why_closed(office.item(), office.platform.now()) is not None
    assert why_closed(office.item(starts), starts) is not None


@pytest.mark.requirement("R42")
def test_an_item_that_has_ended_stays_so_until_the_version_that_opens_it_again(office: Office):
    office.carry_out("cancel")
    office.draft(**another_promise())
    office.approve()
    office.consent()
    starts = office.platform.now() + timedelta(days=5)
    office.publish(starts)
    assert why_closed(office.item(), office.platform.now()) is not None
    assert why_closed(office.item(starts), starts) is None
    for at, listed in ((office.platform.now(), False), (starts, True)):
        shown, _ = list_items(office.platform.table, CITY, at=at)
        assert (CODE in {one.id for one in shown}) is listed


@pytest.mark.requirement("R42")
def test_suspended_resumed_and_suspended_again(office: Office):
    office.carry_out("suspend")
    suspension = office.item().suspension
    assert suspension is not None
    assert suspension.holds(office.platform.now())
    with pytest.raises(Conflict) as refused:
        office.propose("suspend")
    assert refused.value.code == "item_suspended_already"
    office.carry_out("resume")
    suspension = office.item().suspension
    assert suspension is not None
    assert not suspension.holds(office.platform.now())
    with pytest.raises(Conflict) as refused:
        office.propose("resume")
    assert refused.value.code == "item_not_suspended"
    until = office.platform.now() + timedelta(days=3)
    office.carry_out("suspend", until=until)
    suspension = office.item().suspension
    assert suspension is not None
    assert not suspension.holds(until)


@pytest.mark.requirement("R42")
def test_the_guide_says_that_an_item_is_suspended_and_what_follows_one_that_has_ended(office: Office):
    assert item_answer(office.item(), demonstration=False).suspension is None
    office.carry_out("suspend")
    told = item_answer(office.item(), demonstration=False).suspension
    assert told is not None
    assert (told.reason, told.document, told.until) == ("上位法已经修改", PAPER, None)
    office.carry_out("merge", successors=["YM-P01"])
    closing = item_answer(office.item(), demonstration=False).closing
    assert closing is not None
    assert (closing.kind, closing.successors) == ("merge", ["YM-P01"])


@pytest.mark.requirement("R42")
def test_a_suspension_goes_on_over_a_new_version(office: Office):
    office.carry_out("suspend")
    office.draft(**another_promise())
    office.approve()
    office.consent()
    office.publish()
    assert office.item().version == 2
    assert office.item().suspension is not None


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("cancel", {}),
        ("devolve", {"to_divisions": ["441781"]}),
        ("split", {"successors": ["YM-P01", "YM-P02"]}),
        ("merge", {"successors": ["YM-P01"]}),
    ],
)
def test_an_end_names_what_follows_and_passes_the_office_of_law(office: Office, kind: str, facts: dict[str, Any]):
    office.propose(kind, **facts)
    office.approve()
    with pytest.raises(Conflict) as refused:
        office.consent()
    assert refused.value.code == "item_law_review_missing"
    office.review(passed=False)
    assert office.state is ProposalState.DRAFT
    office.approve()
    office.review()
    office.consent()
    office.publish()
    item = office.item()
    assert item.ended_at is not None
    assert item.ended_at <= office.platform.now()
    assert item.closing is not None
    assert (item.closing.kind, list(item.closing.successors)) == (kind, facts.get("successors", []))
    with pytest.raises(Conflict) as refused:
        office.propose("cancel")
    assert refused.value.code == "item_ended"


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("kind", "facts", "pointer", "code"),
    [
        ("split", {"successors": ["YM-P01"]}, "/successors", "successors_missing"),
        ("merge", {}, "/successors", "successors_missing"),
        ("merge", {"successors": ["YM-X99"]}, "/successors/0", "item_unknown"),
        ("merge", {"successors": [CODE]}, "/successors/0", "item_unknown"),
        ("merge", {"successors": ["YM-P01", "YM-P02"]}, "/successors", "successors_too_many"),
        ("merge", {"successors": ["YM-P01", "YM-P01"]}, "/successors/1", "duplicate"),
        ("cancel", {"successors": ["YM-P01", "YM-P01"]}, "/successors/1", "duplicate"),
        ("split", {"successors": ["YM-P01", "YM-P02", "YM-P01"]}, "/successors/2", "duplicate"),
        ("devolve", {"to_divisions": ["441781", "441781"]}, "/to_divisions/1", "duplicate"),
        ("devolve", {}, "/to_divisions", "missing"),
        ("devolve", {"to_divisions": ["441700"]}, "/to_divisions/0", "division_not_below"),
        ("devolve", {"to_divisions": ["440100"]}, "/to_divisions/0", "division_not_below"),
    ],
)
def test_what_follows_must_be_there(office: Office, kind: str, facts: dict[str, Any], pointer: str, code: str):
    with pytest.raises(Invalid) as refused:
        office.propose(kind, **facts)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]


def test_times_that_run_backwards_are_refused(office: Office):
    now = office.platform.now()
    with pytest.raises(Invalid) as refused:
        office.propose("suspend", effective_at=now + timedelta(days=3), until=now + timedelta(days=2))
    assert [error.code for error in refused.value.errors] == ["dates_reversed"]
    with pytest.raises(Invalid) as refused:
        office.propose("cancel", effective_at=now - timedelta(days=3))
    assert [error.code for error in refused.value.errors] == ["effective_in_the_past"]


def test_a_suspension_is_planned_two_years_ahead_at_most(office: Office):
    now, two_years = office.platform.now(), timedelta(days=2 * 365)
    with pytest.raises(Invalid) as refused:
        office.propose("suspend", until=now + two_years + timedelta(seconds=1))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/until", "until_too_far")]
    office.propose("suspend", until=now + two_years)


def test_an_import_meanwhile_sends_the_draft_back(office: Office):
    """What was approved was compared with another version."""
    office.draft(**another_promise())
    office.approve()
    office.consent()
    publish(office.platform, CODE, version=2, notes="另一次导入")
    with pytest.raises(Conflict) as refused:
        office.publish()
    assert refused.value.code == "item_published_meanwhile"
    assert office.item().version == 2


def test_a_clerical_error_is_put_right_by_two_people_and_changes_no_version(office: Office):
    before = office.item()
    words: dict[str, Any] = {
        "pointer": "/name",
        "before": before.name,
        "after": "企业投资项目核准（含换发）",
        "why": "漏字",
    }
    correct_item(office.platform, office.by(EDITOR), CODE, **words)
    assert office.item() == before
    editor, leader = (office.world.people.personas[name].actor for name in (EDITOR, LEADER))
    own = office.by(acting_as(editor, leader))
    with pytest.raises(Forbidden):
        confirm_item_correction(office.platform, own, CODE, confirmed=True, note="")
    second = office.by(second_post(office, EDITOR, LEADER))
    with pytest.raises(Forbidden) as refused:
        confirm_item_correction(office.platform, second, CODE, confirmed=True, note="")
    assert refused.value.code == "same_person"
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=True, note="")
    store.forget()
    after = office.item()
    assert (after.name, after.version, after.content_hash) == (words["after"], 1, before.content_hash)
    assert store.load_item(office.platform.table, CITY, CODE, 1).name == words["after"]
    shown, _ = list_items(office.platform.table, CITY, q=CODE)
    assert [item.name for item in shown] == [words["after"]]
    assert [one.why for one in after.corrections] == ["漏字"]


@pytest.mark.parametrize(
    "pointer",
    ["/promised_limit/value", "/fee/basis", "/materials/0/name", "/materials/0/condition", "/legal_basis/0/article"],
)
def test_a_correction_changes_words_only(office: Office, pointer: str):
    with pytest.raises(Invalid) as refused:
        correct_item(office.platform, office.by(EDITOR), CODE, pointer=pointer, before="a", after="b", why="笔误")
    assert [error.code for error in refused.value.errors] == ["correction_of_substance"]


def test_a_refused_correction_leaves_the_words(office: Office):
    name = office.item().name
    correct_item(office.platform, office.by(EDITOR), CODE, pointer="/name", before=name, after="另一名称", why="改名")
    with pytest.raises(Conflict):
        correct_item(office.platform, office.by(EDITOR), CODE, pointer="/name", before=name, after="又一名", why="改名")
    confirm_item_correction(office.platform, office.by(LEADER), CODE, confirmed=False, note="不是笔误")
    assert (office.item().name, office.life.correction) == (name, None)


def test_the_administrators_end_is_in_the_chain_too(office: Office):
    ending.end_item(office.platform, office.by("administrator"), CODE)
    assert office.events() == ["item_ended"]
    (waiting,) = filings(office.platform.table, CITY, "pending", limit=10, after=None).items
    assert (waiting["kind"], waiting["reason"]) == ("end", "管理员取消")


@pytest.mark.requirement("R48")
def test_the_administrator_ends_an_item_earlier_and_never_opens_one(office: Office):
    def end(at: datetime | None = None) -> Receipt:
        return ending.end_item(office.platform, office.by("administrator"), CODE, at)

    first = office.platform.now() + timedelta(days=10)
    end(first)
    earlier = first - timedelta(days=5)
    end(earlier)
    (told, *_), _ = changes(office.platform.table, CITY, limit=10, after=None)
    assert told["reason"] == f"原定取消时间 {first:%Y-%m-%d %H:%M:%S}，由管理员提前"
    for later in (earlier, first):
        with pytest.raises(Conflict) as refused:
            end(later)
        assert refused.value.code == "item_end_not_earlier"
    end()
    office.world.clock.pass_time(SETTLED_AFTER)
    for reopening in (None, office.platform.now() + timedelta(days=600)):
        with pytest.raises(Conflict) as refused:
            end(reopening)
        assert refused.value.code == "item_end_not_earlier"
    assert why_closed(office.item(), office.platform.now()) is not None
    with pytest.raises(Invalid) as far:
        end(office.platform.now() + timedelta(days=800))
    assert [error.code for error in far.value.errors] == ["ends_too_far"]


def test_two_at_once_are_one_after_the_other(office: Office, monkeypatch: pytest.MonkeyPatch):
    """Another editor begins a draft between the reading and the writing of the first."""
    second = office.by(EDITOR)
    read, began = life_gate.load_life, list[bool]()

    def read_and_lose(*where: Any) -> Any:
        rows = read(*where)
        if not began:
            began.append(True)
            draft_item(office.platform, second, CODE)
        return rows

    monkeypatch.setattr(life_gate, "load_life", read_and_lose)
    with pytest.raises(Conflict) as refused:
        draft_item(office.platform, office.world.people.caller(EDITOR), CODE)
    assert refused.value.code == "item_proposal_open"
    assert office.events() == ["item_drafted"]


def test_the_table_names_every_act_once():
    names = [row.name for row in LIFE_ACTS]
    assert len(names) == len(set(names))
    assert all(row.done_by and row.events for row in LIFE_ACTS)


@pytest.mark.requirement("R48")
def test_a_file_does_not_replace_what_was_published_with_consent(office: Office):
    """Nor does it open again what has ended; whoever means it names the item."""
    table, now = office.platform.table, office.platform.now
    document = catalogue_of(CITY)
    import_catalogue(table, CITY, document, now())
    office.draft(**another_promise())
    office.approve()
    office.consent()
    office.publish()
    kept = office.item()
    store.forget()
    import_catalogue(table, CITY, document, now())
    assert store.load_item(table, CITY, CODE, at=now()) == kept
    plan = plan_whole(table, CITY, read_own(CITY, document), now(), replace=frozenset({CODE}))
    assert [(one.kind, one.id) for one in plan.changes if one.what == "item" and one.kind != "unchanged"] == [
        ("updated", CODE)
    ]
    office.carry_out("cancel")
    plan = plan_whole(table, CITY, read_own(CITY, document), now())
    assert [(one.kind, one.id) for one in plan.changes if one.what == "item" and one.kind != "unchanged"] == [
        ("held", CODE)
    ]
    assert plan.pending == 0


def test_a_draft_alone_does_not_keep_a_file_from_coming(office: Office):
    office.draft(**another_promise())
    document = json.loads(json.dumps(catalogue_of(CITY)))
    next(one for one in document["items"] if one["id"] == CODE)["notes"] = "由文件带来"
    import_catalogue(office.platform.table, CITY, document, office.platform.now())
    store.forget()
    office.world.clock.pass_time(SETTLED_AFTER)
    assert office.item().notes == "由文件带来"


@pytest.mark.requirement("R90")
def test_a_receipt_number_stands_for_one_filing(office: Office):
    """A second filing of the item with the number of the first is refused, and waits on."""
    pending(office)
    withdrawn(office)
    first, second = filings(office.platform.table, CITY, "pending", limit=9, after=None).items
    file_item(office.platform, office.by(BUREAU), CODE, first["seq"], "阳政数备〔2026〕31号")
    with pytest.raises(Conflict) as refused:
        file_item(office.platform, office.by(BUREAU), CODE, second["seq"], "阳政数备〔2026〕31号")
    assert refused.value.code == "receipt_number_used"
    (waits,) = filings(office.platform.table, CITY, "pending", limit=9, after=None).items
    assert waits["seq"] == second["seq"]
    file_item(office.platform, office.by(BUREAU), CODE, second["seq"], "阳政数备〔2026〕32号")
    assert filings(office.platform.table, CITY, "pending", limit=9, after=None).items == []
