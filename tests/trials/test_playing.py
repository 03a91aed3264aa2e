"""What an editor finds out in a trial is what an applicant, a window or a department would meet (R9, R13, R58)."""

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_case
from chalicelib.catalogue.acts.approve_item import approve_item
from chalicelib.catalogue.acts.consent_item import consent_item
from chalicelib.catalogue.acts.draft_item import draft_item
from chalicelib.catalogue.acts.save_item_draft import save_item_draft
from chalicelib.catalogue.api.life_views import proposal_answer
from chalicelib.catalogue.store.life import load_item_events
from chalicelib.documents.acts.print_document import TRIAL_MARK
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.problems import Invalid, NotFound, Problem
from chalicelib.foundation.sandbox import NO_PROVINCE
from chalicelib.foundation.writes import delete
from proofs.kit.applications import paper
from proofs.kit.catalogue import item_document
from proofs.kit.trials import Player
from proofs.kit.world import World
from tests.trials.conftest import CODE, EDITOR
from tests.trials.test_deaths import DEFECT

LEADER, CONSENTING, CITY = "leader-ndrc", "item-approver", "441700"


def approve(player: Player, who: str = LEADER) -> Any:
    return approve_item(player.platform, player.world.people.caller(who, if_match=player.life.etag), CODE)


def consent(player: Player) -> Any:
    caller = player.world.people.caller(CONSENTING, if_match=player.life.etag)
    return consent_item(player.platform, caller, CODE, granted=True, document="阳编办〔2026〕18号", note="")


def save_other_words(player: Player) -> None:
    document = item_document(CODE).model_dump(mode="json", by_alias=True, exclude_unset=True)
    limit = document["promised_limit"]
    changed = document | {"promised_limit": {**limit, "value": limit["value"] - 1}}
    save_item_draft(player.platform, player.caller(), CODE, changed)


def refused(do: Any) -> str:
    with pytest.raises(Problem) as problem:
        do()
    return problem.value.code


def standing(player: Player) -> str | None:
    answer, _ = proposal_answer(player.platform, player.caller().actor, CODE)
    return answer.trial.standing if answer.trial else None


# ------------------------------------------------------------------------------------------ before consent is asked
@pytest.mark.requirement("R58")
@pytest.mark.requirement("R48")
def test_consent_is_asked_only_for_a_draft_that_was_played_through(player: Player):
    assert (standing(player), refused(lambda: approve(player))) == (None, "trial_missing")
    player.start()
    assert (standing(player), refused(lambda: approve(player))) == ("running", "trial_missing")
    assert refused(player.finish) == "trial_unplayed"
    player.closed()
    player.finish(note="清单、时限和证照与草稿一致")
    assert standing(player) == "current"
    approve(player)
    consent(player)


@pytest.mark.requirement("R58")
def test_a_changed_draft_needs_another_trial(player: Player):
    player.start()
    player.closed()
    player.finish()
    save_other_words(player)
    assert (standing(player), refused(lambda: approve(player))) == ("outdated", "trial_missing")


def test_a_trial_that_failed_does_not_count(player: Player):
    player.start()
    player.finish(passed=False, note="清单缺一项")
    assert (standing(player), refused(lambda: approve(player))) == ("failed", "trial_missing")


def test_what_was_approved_before_is_not_consented_to_without_a_trial(player: Player):
    player.start()
    player.closed()
    player.finish()
    approve(player)
    player.start()
    assert refused(lambda: consent(player)) == "trial_missing"


def test_an_item_whose_cases_this_hall_does_not_handle_needs_none(world: World):
    document = item_document(CODE).model_dump(mode="json", by_alias=True, exclude_unset=True)
    player = Player(world, CODE, EDITOR)
    save_item_draft(player.platform, player.caller(), CODE, document | {"handling_type": "上报件"})
    assert refused(lambda: approve(player)) != "trial_missing"


@pytest.mark.requirement("R58")
def test_the_chain_of_the_item_tells_what_was_played_with_which_draft(player: Player):
    player.start()
    player.closed()
    player.submitted()
    player.finish(note="走通")
    events = load_item_events(player.platform.table, CITY, CODE)
    assert broken_at(events) is None
    told = events[-1].data
    assert events[-1].type == "item_trial_finished"
    assert told["content"] == player.life.proposal.content_hash if player.life.proposal else False
    assert {"submitted", "accepted", "reviewed", "decided", "compared", "delivered", "archived"} <= {*told["acts"]}
    assert (told["cases"], len(told["open"]), told["note"]) == (2, 1, "走通")


# ------------------------------------------------------------------------------------------------- the real acts
@pytest.mark.requirement("R13")
def test_a_form_that_lacks_something_is_told_as_it_is_outside(player: Player):
    player.start()
    form = player.form()
    body = {"item": CODE, "form": {**form, "answers": {}}}
    player.play("create_application", who=player.applicant, body=body)
    with pytest.raises(Invalid) as told:
        player.play("submit_application")
    pointers = {error.pointer for error in told.value.errors}
    assert any(pointer.startswith("/form/answers/") for pointer in pointers)
    assert any(pointer.startswith("/materials/") for pointer in pointers)


@pytest.mark.requirement("R29")
def test_a_notice_a_supplement_and_a_term_that_runs_out(player: Player):
    player.start()
    case_id = player.submitted()
    player.play("correct_case", body={"defects": [DEFECT]})
    due = due_of(player, case_id, "supplement")
    assert player.wait_until(end_of(due)) == 1
    assert player.case(case_id).status == "lapsed"
    player.samples(case_id, "01")
    player.play("supplement_application")
    assert player.case(case_id).status == "submitted"
    numbers = [one.number for one in player.case(case_id).documents]
    assert len(numbers) == len(set(numbers)) == 3


@pytest.mark.requirement("R24")
def test_silence_accepts_in_a_trial_too(player: Player):
    player.start()
    case_id = player.submitted()
    before = player.world.clock.at
    player.wait_until(end_of(due_of(player, case_id, "acceptance")) + timedelta(minutes=1))
    case = player.case(case_id)
    assert (case.status, "deemed_accepted" in case.events) == ("in_review", True)
    assert player.world.clock.at - before < timedelta(minutes=5)
    later = player.look().now
    assert later
    assert later > player.platform.now() + timedelta(days=4)


def due_of(player: Player, case_id: str, kind: Any) -> Any:
    case = load_case(player.inside.table, case_id)
    assert case
    assert case.due(kind)
    return case.due(kind)


def test_time_goes_forward_and_not_too_far(player: Player):
    player.start()
    now = player.look().now
    assert now
    player.wait_until(now + timedelta(days=2))
    for wrong in (now, now + timedelta(days=5000)):
        with pytest.raises(Invalid):
            player.wait_until(wrong)


def test_a_refusal_is_played_and_is_no_trial_of_the_certificate(player: Player):
    player.start()
    case_id = player.submitted()
    player.play("accept_case")
    player.play("answer_task", body={"recommendation": "refuse", "opinion": "场所不符合条件"})
    reasons = ["申请材料不符合法定条件"]
    player.play("decide_case", who="leader", body={"outcome": "refuse", "reasons": reasons})
    player.printed()
    player.play("deliver_result", body={"recipient": player.recipient()})
    assert (player.case(case_id).status, player.case(case_id).outcome) == ("closed", "refuse")
    assert refused(player.finish) == "trial_unplayed"


def test_a_grant_that_nobody_has_handed_over_is_no_whole_trial(player: Player):
    player.start()
    case_id = player.decided()
    assert (player.case(case_id).outcome, player.case(case_id).status) == ("grant", "comparing")
    assert refused(player.finish) == "trial_unplayed"
    player.finish(passed=False, note="未走完")
    assert refused(lambda: player.finish(passed=False, note="再次结束")) == "item_trial_finished"


def test_a_sample_is_attached_once_to_each_line_that_lacks_one(player: Player):
    player.start()
    case_id = player.submitted()
    assert player.samples(case_id) == {}


@pytest.mark.requirement("R28")
def test_a_walk_in_is_received_by_the_window_of_the_sandbox(player: Player):
    player.start()
    person = player.recipient()
    presented = {name: person[name] for name in ("relation", "name", "id_number", "seen")}
    body = {"item": CODE, "form": player.form(), "presented_by": presented, "papers": [paper("01")], "scans": []}
    player.play("receive_walk_in", body=body)
    (case,) = player.look().cases
    assert (case.status, "SY" in (case.number or "")) == ("submitted", True)
    player.samples(case.case_id)


@pytest.mark.requirement("R1")
def test_the_law_of_the_act_holds_whoever_plays(player: Player):
    player.start()
    player.submitted()
    grant = {"outcome": "grant"}
    assert refused(lambda: player.play("decide_case", who="leader", body=grant)) == "act_out_of_order"
    assert refused(lambda: player.play("decide_case", who="chief", body=grant)) == "not_authorised"
    player.play("accept_case")
    assert refused(lambda: player.play("accept_case")) == "act_out_of_order"


def test_papers_and_masks_are_read_as_the_posts_read_them(player: Player):
    player.start()
    player.submitted()
    representative = player.form()["applicant"]["legal_representative"]
    assert representative["id_number"] in str(player.told("read_application"))
    assert representative["id_number"] not in str(player.told("read_case", who="window"))


# ------------------------------------------------------------------------------------------------------ documents
@pytest.mark.requirement("R58")
def test_each_page_of_each_document_says_that_it_is_of_a_trial(player: Player):
    player.start()
    player.closed()
    player.printed()
    stored = player.world.buckets.buckets[player.platform.settings.documents_bucket]
    printed = [versions for key, versions in stored.items() if key.endswith(".pdf")]
    assert len(printed) >= 6
    for versions in printed:
        for page in PdfReader(io.BytesIO(body_of(versions))).pages:
            words = page.extract_text().replace("\n", "")
            assert TRIAL_MARK in words
            assert "演示样本" not in words


def body_of(versions: Any) -> bytes:
    return next(reversed(versions.values()))


def test_the_printer_passes_over_what_has_ended(player: Player):
    player.start()
    player.submitted()
    for pk in player.world.partitions("TRIAL#"):
        for row in player.world.stored(pk):
            player.platform.table.write(delete(Key(pk, row["sk"]["S"])))
    player.printed()
    assert player.world.messages(names.TRIALS_QUEUE) == []
    with pytest.raises(NotFound):
        player.look()


def test_the_sandbox_has_a_division_of_no_place(player: Player):
    player.start()
    shown = player.look()
    assert shown.sandbox == NO_PROVINCE + CITY[2:]
    assert {move.do for move in shown.steps} >= {"create_application", "receive_walk_in"}
    assert not {move.do for move in shown.steps} & {"decide_case", "list_cases"}


@pytest.mark.requirement("R9")
def test_a_new_item_that_was_never_published_is_played(world: World):
    code = "YM-I03"
    editor = f"editor-{item_document(code).department}"
    player = Player(world, code, editor)
    document = item_document(code).model_dump(mode="json", by_alias=True, exclude_unset=True)
    draft_item(world.platform, player.caller(), code, document)
    player.start()
    case_id = player.closed()
    assert player.case(case_id).status == "closed"
    player.finish()
