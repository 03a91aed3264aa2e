"""What holds for every act alike: its one transaction, its place, its version, its repetition, who may do it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.access.refusals import NotInRegister
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api.event_answers import event_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.problems import Conflict, Invalid, NotFound, PreconditionRequired, Problem, Stale
from chalicelib.foundation.writes import update
from chalicelib.http.routes import Route
from local.simple_register import staff_id
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK, ISSUER, OFFICER
from proofs.kit.hall import Hall
from proofs.kit.register import join
from proofs.soak.shown_events import EVERY_LINE
from tests.cases.acts import GUARDED, MOVING, PROVIDER, SUPERIOR, TRIED_ACTS

DOCUMENTS = {
    "submit": "receipt-voucher",
    "accept": "acceptance-notice",
    "correct": "correction-notice",
    "reject": "non-acceptance-decision",
    "supplement": "receipt-voucher",
    "withdraw": "termination-notice",
    "withdraw_at_window": "termination-notice",
    "decide": "grant-decision",
    "order_fee": "fee-notice",
    "annul_fee": "fee-annulment",
    "compare": "collection-notice",
    "deliver": "service-record",
}
# act -> what follows: a machine started or resumed, messages sent
EFFECTS = {
    "submit": ["send"],
    "accept": ["start", "send"],
    "correct": ["send"],
    "reject": ["send"],
    "supplement": ["send"],
    "withdraw": ["send"],
    "withdraw_at_window": ["send"],
    "answer_task": ["resume"],
    "decide": ["resume", "start", "send"],
    "order_fee": ["send"],
    "annul_fee": ["send"],
    "compare": ["send", "resume"],
    "correct_result": ["resume"],
    "correct_result_above": ["resume"],
    "correct_writing": ["send", "send"],
    "correct_writing_at_window": ["send"],
    "deliver": ["send", "resume"],
}


def stored(hall: Hall) -> list[Item]:
    """The whole table but the serial counters, in which gaps are allowed."""
    rows = [row for row in hall.everything() if not row["pk"].startswith("SERIAL#")]
    return sorted(rows, key=lambda row: (row["pk"], row["sk"]))


def force(hall: Hall, case_id: str, status: Status) -> None:
    hall.platform.table.write(update(keys.meta(case_id), put={"status": status.value}))


def before_the_first_write(hall: Hall, monkeypatch: pytest.MonkeyPatch, rival: Callable[[], Any]) -> None:
    """Somebody else's act is committed between an act's reading and its writing."""
    table, write = hall.platform.table, hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(table, "write", write)
        rival()
        write(*ops)

    monkeypatch.setattr(table, "write", interrupted)


@pytest.mark.parametrize("name", MOVING)
def test_an_act_is_one_transaction(hall: Hall, name: str, monkeypatch: pytest.MonkeyPatch):
    act = TRIED_ACTS[name]
    case_id, caller = act.prepare(hall)
    before, written = hall.case(case_id), list[tuple[Any, ...]]()
    write = hall.platform.table.write
    monkeypatch.setattr(hall.platform.table, "write", lambda *ops: (written.append(ops), write(*ops)))
    receipt = act.do(hall.people, case_id, caller)
    after, happened = hall.case(case_id), hall.events(case_id)
    assert len(written) == 1
    assert (after.status, happened[-1].type) == (act.status, act.event)
    assert (after.version, after.seq) == (before.version + 1, before.seq + 1)
    assert (happened[-1].seq, happened[-1].hash) == (after.seq, after.last_hash)
    assert (happened[-1].actor, happened[-1].at) == (caller.actor.sub, caller.at)
    assert broken_at(happened) is None
    assert (receipt.facts["status"], receipt.etag) == (act.status.value, after.etag)
    assert after.status in row_of(name).ends_in


def row_of(name: str) -> CaseAct:
    return next(row for row in ACTS if row.name == (TRIED_ACTS[name].row or name))


@pytest.mark.parametrize("name", sorted(TRIED_ACTS))
def test_a_receipt_has_a_field_for_everything_that_the_act_answers(hall: Hall, name: str):
    act, route = TRIED_ACTS[name], route_of(name)
    case_id, caller = act.prepare(hall)
    facts = act.do(hall.people, case_id, caller).facts
    assert route.answer is not None
    if "upload" in route.answer.model_fields:  # the address is made anew for each answer
        return
    assert set(facts) <= set(route.answer.model_fields) | {"files"}
    needed = {field for field, told in route.answer.model_fields.items() if told.is_required()}
    assert needed <= set(facts) | {"uploads"}


@pytest.mark.parametrize("name", TRIED_ACTS)
def test_every_event_is_shown_to_who_is_told_of_no_line(hall: Hall, name: str):
    act = TRIED_ACTS[name]
    case_id, caller = act.prepare(hall)
    done = act.do(hall.people, case_id, caller).facts.get("case_id", case_id)
    shown = [event_answer(event, EVERY_LINE) for event in hall.events(str(done))]
    assert [one.seq for one in shown] == list(range(1, len(shown) + 1))


def route_of(name: str) -> Route:
    import app

    routes = [route for route in app.ROUTES if route.act is row_of(name)]
    return routes[-1] if name.endswith("_at_window") else routes[0]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_an_act_gives_out_its_document(hall: Hall, name: str):
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    receipt = TRIED_ACTS[name].do(hall.people, case_id, caller)
    no = f"{hall.case(case_id).seq:04d}-{DOCUMENTS[name]}"
    document = hall.platform.table.get(keys.document(case_id, no))
    assert document is not None
    assert (document["state"], document["organ"]) == ("preparing", "food")
    assert name == "compare" or receipt.facts["document"] == no


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_what_follows_stands_in_the_outbox(hall: Hall, name: str):
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    TRIED_ACTS[name].do(hall.people, case_id, caller)
    (row,) = [row for row in hall.rows(case_id, "OUTBOX#") if row["sk"] == f"OUTBOX#{hall.case(case_id).seq:06d}"]
    assert "pending_pk" in row
    assert row["effects"].count('"do":') == len(EFFECTS[name])
    assert all(f'"do":"{kind}"' in row["effects"] for kind in EFFECTS[name])


@pytest.mark.requirement("R1")
# A claim looks at the state of its task instead.
@pytest.mark.parametrize("name", sorted(TRIED_ACTS.keys() - {"claim_task"}))
def test_an_act_out_of_order_is_refused_everywhere_else(hall: Hall, name: str):
    act, case_id = TRIED_ACTS[name], TRIED_ACTS[name].ready(hall)
    rule = next(row.lawful_from for row in ACTS if row.name == (act.row or name))
    for status in Status:
        if status in rule:
            continue
        force(hall, case_id, status)
        before = stored(hall)
        with pytest.raises(Conflict) as refused:
            act.do(hall.people, case_id, act.caller(hall, case_id))
        assert refused.value.code == "act_out_of_order", status
        assert status.label in (refused.value.detail or "")
        assert stored(hall) == before, status


@pytest.mark.parametrize("name", GUARDED)
def test_if_match_is_asked_for_and_must_be_the_newest(hall: Hall, name: str):
    act, case_id = TRIED_ACTS[name], TRIED_ACTS[name].ready(hall)
    before = stored(hall)
    with pytest.raises(PreconditionRequired):
        act.do(hall.people, case_id, act.caller(hall, case_id, if_match=None))
    with pytest.raises(Stale) as stale:
        act.do(hall.people, case_id, act.caller(hall, case_id, if_match='"v999"'))
    assert stale.value.headers["ETag"] == hall.case(case_id).etag
    assert stored(hall) == before


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("name", sorted(TRIED_ACTS))
def test_a_repeated_request_gets_the_same_receipt_and_does_nothing(hall: Hall, name: str):
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    first = TRIED_ACTS[name].do(hall.people, case_id, caller)
    before = stored(hall)
    assert TRIED_ACTS[name].do(hall.people, case_id, replace(caller, at=hall.platform.now())) == first
    assert stored(hall) == before


@pytest.mark.parametrize("name", sorted(TRIED_ACTS))
def test_a_key_is_good_for_one_request(hall: Hall, name: str):
    case_id, caller = TRIED_ACTS[name].prepare(hall)
    TRIED_ACTS[name].do(hall.people, case_id, caller)
    before = stored(hall)
    with pytest.raises(Invalid) as refused:
        TRIED_ACTS[name].do(hall.people, case_id, replace(caller, digest="another request"))
    assert refused.value.code == "idempotency_key_reused"
    assert stored(hall) == before


# A person who is seen twice at once was seen twice: the later check only holds longer. A report that comes twice is
# answered, and does not count.
TWICE = ("check_identity", "report_outside")


@pytest.mark.parametrize("name", [*(name for name in MOVING if name not in TWICE), "save_form"])
def test_of_two_at_once_one_wins_and_the_other_is_told(hall: Hall, name: str, monkeypatch: pytest.MonkeyPatch):
    act = TRIED_ACTS[name]
    case_id, caller = act.prepare(hall)
    rival = act.caller(hall, case_id)
    before_the_first_write(hall, monkeypatch, lambda: act.do(hall.people, case_id, rival))
    with pytest.raises(Problem) as refused:
        act.do(hall.people, case_id, caller)
    assert refused.value.status in (409, 412)
    assert [event.type for event in hall.events(case_id)].count(act.event or "") == (1 if act.event else 0)
    assert hall.platform.table.get(keys.idempotency(caller.actor.sub, caller.key or "")) is None


@pytest.mark.parametrize("name", ["submit", "accept", "answer_task", "decide"])
def test_the_same_request_twice_at_once_is_answered_alike(hall: Hall, name: str, monkeypatch: pytest.MonkeyPatch):
    act, first = TRIED_ACTS[name], []
    case_id, caller = act.prepare(hall)
    before_the_first_write(hall, monkeypatch, lambda: first.append(act.do(hall.people, case_id, caller)))
    assert act.do(hall.people, case_id, caller) == first[0]
    assert [event.type for event in hall.events(case_id)].count(act.event or "") == 1


@pytest.mark.parametrize("name", sorted(TRIED_ACTS))
def test_to_strangers_the_case_does_not_exist(hall: Hall, name: str):
    act, case_id = TRIED_ACTS[name], TRIED_ACTS[name].ready(hall)
    for stranger in act.strangers():
        if isinstance(stranger, Actor):
            join(hall.platform, stranger)
    before = stored(hall)
    for stranger in act.strangers():
        with pytest.raises(NotFound) as unknown:
            act.do(hall.people, case_id, act.caller(hall, case_id, stranger))
        assert unknown.value.code in ("case_not_found", "task_not_found")
    assert stored(hall) == before


# Organs above have no post in this hall, so that no register of it has their people.
OF_STAFF = sorted(name for name, act in TRIED_ACTS.items() if act.who not in (COMPANY, SUPERIOR, PROVIDER))


@pytest.mark.requirement("R59")
@pytest.mark.parametrize("name", OF_STAFF)
def test_who_has_left_does_no_act(hall: Hall, name: str):
    act, case_id = TRIED_ACTS[name], TRIED_ACTS[name].ready(hall)
    who = act.caller(hall, case_id).actor
    leave_staff(hall.platform, hall.caller("administrator"), staff_id(who), "调离")
    before, caller = stored(hall), act.caller(hall, case_id)
    with pytest.raises(NotInRegister):
        act.do(hall.people, case_id, caller)
    assert stored(hall) == before


@pytest.mark.requirement("R59")
@pytest.mark.parametrize("name", OF_STAFF)
def test_who_has_left_gets_no_receipt_of_what_was_done_before(hall: Hall, name: str):
    act = TRIED_ACTS[name]
    case_id, caller = act.prepare(hall)
    act.do(hall.people, case_id, caller)
    leave_staff(hall.platform, hall.caller("administrator"), staff_id(caller.actor), "调离")
    before = stored(hall)
    with pytest.raises(NotInRegister):
        act.do(hall.people, case_id, replace(caller, at=hall.platform.now()))
    assert stored(hall) == before


@pytest.mark.parametrize("name", ["accept", "answer_task", "decide", "compare"])
def test_who_works_elsewhere_now_gets_no_receipt_either(hall: Hall, name: str):
    act = TRIED_ACTS[name]
    case_id, caller = act.prepare(hall)
    act.do(hall.people, case_id, caller)
    elsewhere = caller.actor.model_copy(update={"region": "441702"})
    join(hall.platform, elsewhere)
    before = stored(hall)
    with pytest.raises(NotFound):
        act.do(hall.people, case_id, replace(caller, actor=elsewhere))
    assert stored(hall) == before


@pytest.mark.parametrize("who", [CLERK, ISSUER, OFFICER, CHIEF, "supervisor", "system-food"])
def test_what_was_never_received_is_nobodys_business(hall: Hall, who: str):
    draft, withdrawn = hall.draft(), hall.draft()
    TRIED_ACTS["withdraw"].do(hall.people, withdrawn, hall.caller(COMPANY, withdrawn))
    received = hall.submitted()
    for case_id in (draft, withdrawn):
        with pytest.raises(NotFound):
            seen_case(hall.platform, hall.caller(who), case_id)
    assert seen_case(hall.platform, hall.caller(who), received).id == received
