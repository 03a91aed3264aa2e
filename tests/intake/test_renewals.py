"""延续: whoever asks in time gets the renewal where the organ has not decided by the last day (行政许可法50(2))."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.renews import renewed_term
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.foundation.writes import delete
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.issuance.store import register
from proofs.kit.applications import COMPANY, PERMIT
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

# YM-P01 is decided on the 24th of November 2026 for five years, and asked for again 15 workdays before its end.
UNTIL = date(2031, 11, 23)
LAST = date(2031, 11, 2)


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


@pytest.fixture
def old(hall: Hall) -> str:
    return hall.closed()


def renewal(hall: Hall, old: str, day: date, by: str = COMPANY) -> str:
    hall.clock.move_to(at(day))
    made = hall.people.create_application(hall.caller(by), renews=old)
    case_id = made.facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(by, case_id))
    return case_id


def accepted(hall: Hall, old: str, day: date = LAST) -> str:
    case_id = renewal(hall, old, day)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def silence(hall: Hall, day: date = UNTIL, late: timedelta = timedelta()) -> None:
    hall.clock.move_to(end_of(day) + late)
    hall.world.sweep()
    hall.carry_out_everything()


@pytest.mark.law("15.16", "7.1")
@pytest.mark.requirement("R52")
@pytest.mark.parametrize("late", [timedelta(), timedelta(days=40)])
def test_silence_renews_from_the_day_after_the_last_one_however_late_the_alarm_is(
    hall: Hall, old: str, late: timedelta
):
    case_id = accepted(hall, old)
    assert hall.case(case_id).due("expiry") == UNTIL
    silence(hall, late=late)
    case, until = hall.case(case_id), date(2036, 11, 23)
    assert (case.status, case.outcome, case.open_tasks, case.decided_by) == (Status.COMPARING, "grant", (), None)
    assert term_of(case) == (UNTIL + timedelta(days=1), until, None)
    assert case.decided_at == end_of(UNTIL)
    assert case.clocks["issue"].started == UNTIL + timedelta(days=1)
    (told,) = (event.data for event in hall.events(case_id) if event.type == "renewal_deemed")
    assert told["outcome"] == "grant"
    assert told["valid_until"] == str(until)
    found, _ = matters(hall.platform.table, hall.platform.settings.division, limit=50, after=None)
    assert "renewed_by_silence" in {one.matter for one in found}


@pytest.mark.law("15.16", "15.22")
def test_what_was_renewed_by_silence_is_made_handed_over_and_closed(hall: Hall, old: str):
    case_id = accepted(hall, old)
    silence(hall)
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED


@pytest.mark.law("15.16")
def test_nothing_is_renewed_while_the_last_day_runs(hall: Hall, old: str):
    case_id = accepted(hall, old)
    silence(hall, UNTIL - timedelta(days=1))
    hall.clock.move_to(end_of(UNTIL) - timedelta(seconds=1))
    hall.world.sweep()
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.law("15.4", "15.16")
def test_the_holder_is_told_in_writing_and_the_public_hears_of_it(hall: Hall, old: str):
    case_id, table = accepted(hall, old), hall.platform.table
    identifier = hall.case(case_id).renews.identifier  # type: ignore[union-attr]
    before = register.find(table, identifier)
    silence(hall)
    hall.issue_documents()
    written = vault.whole_documents(hall.platform, case_id)
    (notice,) = (one for one in written if one.kind == DocumentKind.RENEWAL_NOTICE)
    assert notice.number
    for said in ("第五十条第二款", "自2031年11月24日起视为准予延续，有效期至2036年11月23日"):
        assert said in notice.data
    entry, day = register.find(table, identifier), UNTIL + timedelta(days=1)
    assert before is not None
    assert before.state(day) == "expired"
    assert entry is not None
    assert entry.renewal is not None
    assert (entry.state(day), entry.renewal.until) == ("valid", date(2036, 11, 23))
    assert entry.state(date(2036, 11, 24)) == "expired"


@pytest.mark.law("15.16", "15.23")
def test_the_clocks_follow_from_the_events(hall: Hall, old: str):
    case_id = accepted(hall, old)
    silence(hall, late=timedelta(days=3))
    case, platform = hall.case(case_id), hall.platform
    history = clocks_as_of(hall.events(case_id), platform.now(), Rules(platform.calendars, 10, licence=True))
    assert history.clocks == case.clocks
    assert history.ended["expiry"][1] == "renewal_deemed"


@pytest.mark.law("15.16")
def test_who_asks_too_late_is_told_and_is_not_renewed(hall: Hall, old: str):
    day = LAST + timedelta(days=1)
    hall.clock.move_to(at(day))
    made = hall.people.create_application(hall.caller(COMPANY), renews=old)
    assert "renewal_late" in {one["code"] for one in made.facts["warnings"]}
    case_id = accepted(hall, old, day)
    assert hall.case(case_id).due("expiry") is None
    silence(hall, late=timedelta(days=2))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.law("15.16")
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_what_is_decided_in_time_is_decided(hall: Hall, old: str, outcome: Any):
    case_id = accepted(hall, old)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, outcome)
    hall.carry_out_everything()
    silence(hall)
    assert "renewal_deemed" not in {event.type for event in hall.events(case_id)}
    assert hall.case(case_id).outcome == outcome


@pytest.mark.law("15.16")
def test_after_the_last_day_neither_refusal_nor_withdrawal_is_lawful_and_silence_has_renewed(hall: Hall, old: str):
    case_id = accepted(hall, old)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.clock.move_to(end_of(UNTIL))  # and no alarm has come
    with pytest.raises(Conflict) as refused:
        hall.decide(case_id, "refuse")
    assert refused.value.code == "renewed_by_silence"
    hall.carry_out_everything()
    assert (hall.case(case_id).outcome, hall.case(case_id).status) == ("grant", Status.COMPARING)
    hall.world.sweep()
    assert [event.type for event in hall.events(case_id)].count("renewal_deemed") == 1


@pytest.mark.law("15.16")
def test_a_withdrawal_comes_too_late_as_well(hall: Hall, old: str):
    case_id = accepted(hall, old)
    hall.clock.move_to(end_of(UNTIL))
    with pytest.raises(Conflict) as refused:
        hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert refused.value.code == "renewed_by_silence"
    assert hall.case(case_id).outcome == "grant"


@pytest.mark.law("7.1", "15.16")
def test_what_was_cancelled_meanwhile_is_not_renewed(hall: Hall, old: str):
    case_id = accepted(hall, old)
    hall.people.cancel_result(old, hall.caller(CHIEF, old))
    silence(hall)
    case = hall.case(case_id)
    assert case.status is Status.IN_REVIEW
    assert "renewal_not_deemed" in {event.type for event in hall.events(case_id)}


@pytest.mark.law("15.16")
def test_who_completes_the_application_after_the_last_day_left_nothing_to_decide_on(hall: Hall, old: str):
    case_id = renewal(hall, old, LAST)
    hall.correct(case_id, "01")
    hall.clock.move_to(at(UNTIL + timedelta(days=1)))
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).due("expiry") is None


@pytest.mark.law("15.16")
def test_an_application_accepted_after_the_last_day_but_whole_before_it_is_renewed_at_once(hall: Hall, old: str):
    case_id = renewal(hall, old, LAST)
    hall.correct(case_id, "01")
    hall.clock.move_to(at(UNTIL))
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    hall.clock.move_to(at(UNTIL + timedelta(days=1)))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.world.sweep()
    assert hall.case(case_id).renews.deemed  # type: ignore[union-attr]
    assert term_of(hall.case(case_id)).begins == UNTIL + timedelta(days=1)


def refused(hall: Hall, old: str, by: str = COMPANY, **more: Any) -> str:
    with pytest.raises(Invalid) as told:
        hall.people.create_application(hall.caller(by), renews=old, **more)
    (error,) = told.value.errors
    assert error.pointer == "/renews"
    return error.code


def test_only_an_own_result_that_lasts_and_runs_out_is_renewed(hall: Hall, old: str):
    assert refused(hall, "no-such-case") == "renewed_unfit"
    assert refused(hall, hall.accepted()) == "renewed_unfit"
    hall.clock.move_to(end_of(UNTIL))
    assert refused(hall, old) == "renewed_expired"


def test_nothing_is_told_of_the_result_of_somebody_else(hall: Hall, old: str):
    assert refused(hall, old, by="citizen-lin") == refused(hall, "no-such-case") == "renewed_unfit"


def test_an_item_that_does_not_run_out_is_not_renewed(hall: Hall, old: str):
    assert refused(hall, old, item="YM-P12") == "not_renewed"


def test_a_draft_that_is_handed_in_after_the_last_day_is_no_renewal(hall: Hall, old: str):
    hall.clock.move_to(at(LAST))
    case_id = hall.people.create_application(hall.caller(COMPANY), renews=old).facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.clock.move_to(end_of(UNTIL))
    with pytest.raises(Invalid) as told:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert [error.code for error in told.value.errors] == ["renewed_expired"]


def conflict(hall: Hall, old: str, day: date = LAST) -> str:
    with pytest.raises(Conflict) as told:
        renewal(hall, old, day)
    return told.value.code


def ready(hall: Hall, old: str) -> str:
    """A draft with all its papers."""
    hall.clock.move_to(at(LAST))
    case_id = hall.people.create_application(hall.caller(COMPANY), renews=old).facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


@pytest.mark.law("15.16")
def test_one_licence_has_one_renewal_under_way(hall: Hall, old: str):
    first, second = ready(hall, old), ready(hall, old)
    hall.people.submit(first, hall.caller(COMPANY, first))
    with pytest.raises(Conflict) as told:
        hall.people.submit(second, hall.caller(COMPANY, second))
    assert told.value.code == conflict(hall, old) == "renewal_open"
    walk_in = WalkIn.model_validate(PERMIT.walk_in | {"renews": old})
    with pytest.raises(Conflict) as told:
        receive_walk_in(hall.platform, hall.caller(CLERK), walk_in)
    assert told.value.code == "renewal_open"


@pytest.mark.law("15.16")
def test_what_the_window_has_received_is_the_one_renewal_as_well(hall: Hall, old: str):
    hall.clock.move_to(at(LAST))
    receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(PERMIT.walk_in | {"renews": old}))
    assert conflict(hall, old) == "renewal_open"


@pytest.mark.law("15.16")
def test_who_has_withdrawn_may_ask_again_and_silence_renews_on_the_later_case(hall: Hall, old: str):
    first = accepted(hall, old)
    hall.people.withdraw(first, hall.caller(COMPANY, first))
    second = accepted(hall, old)
    silence(hall)
    assert (hall.case(first).outcome, hall.case(second).outcome) == (None, "grant")


def decided_in_time(hall: Hall, case_id: str, outcome: Any) -> None:
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, outcome)
    hall.carry_out_everything()


@pytest.mark.law("15.16")
def test_a_refusal_made_in_time_stands_for_nobody_could_ask_beside_it(hall: Hall, old: str):
    """Only what is handed in later, and in time, is a new application that the organ has to answer."""
    first = accepted(hall, old, LAST - timedelta(days=40))
    assert conflict(hall, old, LAST - timedelta(days=39)) == "renewal_open"
    decided_in_time(hall, first, "refuse")
    silence(hall)
    entry = register.find(hall.platform.table, hall.case(first).renews.identifier)  # type: ignore[union-attr]
    assert entry is not None
    assert (entry.renewal, entry.state(UNTIL + timedelta(days=1))) == (None, "expired")


@pytest.mark.law("15.16")
def test_who_was_refused_and_asks_again_in_time_is_renewed_by_a_second_silence(hall: Hall, old: str):
    first = accepted(hall, old, LAST - timedelta(days=40))
    decided_in_time(hall, first, "refuse")
    second = accepted(hall, old)
    silence(hall)
    assert hall.case(second).renews.deemed  # type: ignore[union-attr]


@pytest.mark.law("15.16")
def test_what_was_renewed_in_time_is_not_renewed_again(hall: Hall, old: str):
    first = accepted(hall, old, LAST - timedelta(days=40))
    decided_in_time(hall, first, "grant")
    hall.clock.move_to(at(LAST))
    assert refused(hall, old) == "renewed_already"


@pytest.mark.law("15.16")
def test_silence_does_not_renew_for_a_case_that_another_has_taken_over(hall: Hall, old: str):
    """Both are under way, as before one row named the one that renews; the one that it names is decided in time."""
    first = accepted(hall, old)
    named = hall.platform.table.get(keys.renewal(old))
    assert named is not None
    hall.platform.table.write(delete(keys.renewal(old)))
    second = accepted(hall, old)
    decided_in_time(hall, second, "grant")
    silence(hall)
    assert hall.case(first).outcome is None
    assert "renewal_not_deemed" in {event.type for event in hall.events(first)}


@pytest.mark.law("15.16", "7.1")
def test_what_was_renewed_is_not_cancelled_as_expired(hall: Hall, old: str):
    case_id = accepted(hall, old)
    hall.clock.move_to(end_of(UNTIL))  # and no alarm has come
    codes = [_not_expired(hall, old)]
    silence(hall)
    hall.clock.move_to(at(UNTIL + timedelta(days=2)))
    codes.append(_not_expired(hall, old))
    assert hall.case(case_id).outcome == "grant"
    assert codes == ["renewal_open", "renewed_already"]


def _not_expired(hall: Hall, old: str) -> str:
    with pytest.raises(Conflict) as told:
        hall.people.cancel_result(old, hall.caller(CHIEF, old), ground="expired", facts="有效期届满未延续。")
    return told.value.code


@pytest.mark.law("7.1")
def test_who_ends_the_old_certificate_is_told_of_the_case_that_has_renewed_it(hall: Hall, old: str):
    case_id = accepted(hall, old)
    silence(hall)
    hall.clock.move_to(at(UNTIL + timedelta(days=2)))
    made = hall.people.cancel_result(old, hall.caller(CHIEF, old))
    (warning,) = made.facts["warnings"]
    assert warning["code"] == "renewed_since"
    assert hall.case(case_id).number in warning["message"]


@pytest.mark.law("7.1")
def test_who_ends_it_while_its_renewal_is_under_way_is_told_so(hall: Hall, old: str):
    accepted(hall, old)
    made = hall.people.cancel_result(old, hall.caller(CHIEF, old))
    assert [one["code"] for one in made.facts["warnings"]] == ["renewal_open"]


def texts(hall: Hall, case_id: str) -> dict[str, str]:
    return {one.kind: one.data for one in vault.whole_documents(hall.platform, case_id)}


@pytest.mark.law("15.16")
@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2031, 7, 10), ["renewal_early"]),
        (LAST - timedelta(days=20), []),
        (LAST, []),
        (LAST + timedelta(days=1), ["renewal_late"]),
    ],
)
def test_the_receipt_says_that_it_is_a_renewal_and_warns_as_the_draft_did(
    hall: Hall, old: str, day: date, told: list[str]
):
    hall.clock.move_to(at(day))
    made = hall.people.create_application(hall.caller(COMPANY), renews=old)
    case_id = made.facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    receipt = hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    ours = [one["code"] for one in made.facts["warnings"] if one["pointer"] == "/renews"]
    assert [one["code"] for one in receipt.facts.get("warnings", [])] == ours == told
    renews = hall.case(case_id).renews
    assert renews is not None
    assert f"{renews.named}，有效期至2031年11月23日" in texts(hall, case_id)[DocumentKind.RECEIPT_VOUCHER]


def handed_over(hall: Hall, case_id: str) -> None:
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    hall.carry_out_everything()


@pytest.mark.law("15.16", "15.22")
def test_a_granted_renewal_names_the_old_certificate_which_ends_as_the_new_one_is_handed_over(hall: Hall, old: str):
    case_id = accepted(hall, old)
    decided_in_time(hall, case_id, "grant")
    renews, table = hall.case(case_id).renews, hall.platform.table
    assert renews is not None
    written = texts(hall, case_id)
    assert f"准予延续{renews.named}" in written[DocumentKind.GRANT_DECISION]
    assert renews.number in written[vault.CERTIFICATE]
    before = register.find(table, renews.identifier)
    handed_over(hall, case_id)
    entry, today = register.find(table, renews.identifier), hall.platform.now().date()
    assert before is not None
    assert entry is not None
    assert (before.state(today), entry.state(today)) == ("valid", "renewed")


@pytest.mark.law("15.16")
def test_what_silence_has_renewed_is_replaced_by_the_new_certificate(hall: Hall, old: str):
    case_id = accepted(hall, old)
    silence(hall)
    handed_over(hall, case_id)
    entry = register.find(hall.platform.table, hall.case(case_id).renews.identifier)  # type: ignore[union-attr]
    assert entry is not None
    assert entry.state(hall.platform.now().date()) == "renewed"


@pytest.mark.law("7.1")
def test_what_was_ended_meanwhile_stays_as_it_was_told(hall: Hall, old: str):
    case_id = accepted(hall, old)
    decided_in_time(hall, case_id, "grant")
    hall.people.cancel_result(old, hall.caller(CHIEF, old))
    handed_over(hall, case_id)
    entry = register.find(hall.platform.table, hall.case(case_id).renews.identifier)  # type: ignore[union-attr]
    assert entry is not None
    assert entry.state(hall.platform.now().date()) == "cancelled"


@pytest.mark.law("15.16")
@pytest.mark.parametrize(
    ("item", "begins", "until", "renewed"),
    [
        # Fixed by the rule: three years.
        ("YM-S01", date(2026, 1, 1), date(2028, 12, 31), date(2031, 12, 31)),
        # Up to five years, as the decision says: as long as it was.
        ("YM-S09", date(2026, 1, 1), date(2027, 12, 31), date(2029, 12, 31)),
        ("YM-S09", date(2026, 1, 15), date(2026, 9, 14), date(2027, 5, 14)),
        ("YM-S09", date(2026, 1, 1), date(2026, 1, 10), date(2026, 1, 20)),
    ],
)
def test_the_next_term_is_the_items_own_else_as_long_as_it_was(item: str, begins: date, until: date, renewed: date):
    assert renewed_term(item_document(item), {}, begins, until).until == renewed
