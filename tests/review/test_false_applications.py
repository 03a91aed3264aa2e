"""隐瞒、虚假材料 (行政许可法78, 79): told, heard, found in the refusal; the bar, what it stops, and how it ends."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.adverse_answers import ApplicationBar, adverse, application_bars, bars_passed_over
from chalicelib.cases.api.case_answers import case_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.falsehood import ARTICLE_78, FalseFinding, bar_of
from chalicelib.cases.model.heard import FactsTold
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.reject import reject
from chalicelib.review.acts.decide import Proofs, decide
from chalicelib.review.api.department import Decision
from proofs.kit.adverse_acts import FALSE, INTENDED
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

pytestmark = pytest.mark.usefixtures("quick_documents")
# Found on Tuesday the 24th of November 2026: a year later, that day included.
BARRED = date(2027, 11, 24)


def text_of(hall: Hall, case_id: str, kind: str) -> str:
    (row,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == kind]
    return row["data"]


def forewarn(hall: Hall, case_id: str) -> None:
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id))


def refused(hall: Hall) -> str:
    """Refused after the acceptance, as the application was false."""
    case_id = hall.reviewed()
    forewarn(hall, case_id)
    hall.people.refuse_false(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def a_draft(hall: Hall) -> str:
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


@pytest.mark.law("1.10")
def test_nothing_is_found_before_the_person_was_told_and_heard(hall: Hall):
    case_id = hall.reviewed()
    with pytest.raises(Invalid) as untold:
        hall.people.refuse_false(case_id, hall.caller(CHIEF, case_id))
    assert [(one.pointer, one.code) for one in untold.value.errors] == [("/falsehood/heard", "not_forewarned")]
    forewarn(hall, case_id)
    warned = hall.case(case_id).forewarned
    assert warned
    assert warned.until == date(2026, 12, 1)  # five workdays
    silent = {"response": "silent", "reference": "卷宗第1页"}
    with pytest.raises(Invalid) as early:
        hall.people.refuse_false(case_id, hall.caller(CHIEF, case_id), heard=silent)
    assert [one.code for one in early.value.errors] == ["heard_awaited"]
    hall.clock.move_to(end_of(warned.until))
    hall.people.refuse_false(case_id, hall.caller(CHIEF, case_id), heard=silent)
    assert hall.case(case_id).status is Status.DECIDED


def test_a_ground_that_was_not_told_is_not_found(hall: Hall):
    case_id = hall.reviewed()
    forewarn(hall, case_id)
    with pytest.raises(Invalid) as other:
        hall.people.refuse_false(case_id, hall.caller(CHIEF, case_id), ground="concealed")
    assert [one.code for one in other.value.errors] == ["not_forewarned"]


@pytest.mark.law("1.10")
def test_a_finding_rests_on_what_was_told_and_names_no_other_facts(hall: Hall):
    other = {"facts": "完全不同的事实", "evidence": ["从未告知的证据"]}
    with pytest.raises(ValidationError) as unknown:
        FalseFinding.model_validate(FALSE | other)
    assert {(error["loc"], error["type"]) for error in unknown.value.errors()} == {
        (("facts",), "extra_forbidden"),
        (("evidence",), "extra_forbidden"),
    }
    case_id = hall.submitted()
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **INTENDED | other)
    hall.people.reject_false(case_id, hall.caller(CHIEF, case_id))
    told = text_of(hall, case_id, "non_acceptance_decision")
    assert "完全不同的事实" in told
    assert "从未告知的证据" in told
    warned, refused = (event for event in hall.events(case_id) if event.type in ("forewarned", "rejected"))
    assert warned.data["found_digest"] == refused.data["false_finding"]["found_digest"]
    assert "不同的事实" not in warned.model_dump_json() + refused.model_dump_json()


@pytest.mark.law("1.10")
def test_the_facts_of_the_notice_are_kept_encrypted_and_shown_by_the_documents_alone(hall: Hall):
    case_id = hall.submitted()
    forewarn(hall, case_id)
    assert hall.case(case_id).facts_told == FactsTold(facts="房屋租赁合同系伪造。", evidence=("出租人的询问笔录",))
    stored = hall.platform.table.client.query(
        TableName=hall.platform.table.name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": keys.meta(case_id).pk}},
    )
    assert "询问笔录" not in str(stored["Items"])
    assert "facts_told" not in case_answer(hall.case(case_id), None).model_dump()


@pytest.mark.law("1.10")
@pytest.mark.parametrize(
    ("item", "accepted", "words"),
    [
        ("YM-P01", False, ("不予受理；届时已经受理的，不予行政许可", "自决定作出之日起一年内，你单位不得再次申请")),
        ("YM-P01", True, ("不予行政许可", "自决定作出之日起一年内，你单位不得再次申请")),
        ("YM-S02", False, ("不予受理；届时已经受理的，不予行政许可",)),
    ],
)
def test_the_notice_tells_what_the_finding_would_bring(hall: Hall, item: str, accepted: bool, words: tuple[str, ...]):
    case_id = hall.reviewed() if accepted else hall.submitted(item)
    chief = f"chief-{hall.case(case_id).department}"
    hall.people.forewarn(case_id, hall.caller(chief, case_id))
    told = text_of(hall, case_id, "forewarning")
    for one in (*words, "第七十八条，给予你单位警告"):
        assert one in told
    assert ("不得再次申请" in told) is (item == "YM-P01")
    assert ("不予受理" in told) is not accepted


def test_the_same_is_not_told_twice_while_its_days_run(hall: Hall):
    case_id = hall.submitted()
    forewarn(hall, case_id)
    with pytest.raises(Conflict) as twice:
        forewarn(hall, case_id)
    assert twice.value.code == "already_forewarned"
    hall.clock.pass_time(hours=24)
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **INTENDED | {"facts": "房屋租赁合同的签名系伪造。"})
    first, second = (row["data"] for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == "forewarning")
    assert "代替" not in first
    assert "本告知书代替本机关于2026年11月24日作出的告知书" in second
    hall.people.reject_false(case_id, hall.caller(CHIEF, case_id))
    assert "签名系伪造" in text_of(hall, case_id, "non_acceptance_decision")


def test_the_window_that_accepts_what_is_held_to_be_false_is_warned(hall: Hall):
    case_id = hall.submitted()
    forewarn(hall, case_id)
    told = hall.people.accept(case_id, hall.caller(CLERK, case_id)).facts
    assert [one["code"] for one in told["warnings"]] == ["falsehood_forewarned"]
    assert "拟认定本件申请隐瞒有关情况或者提供虚假材料" in told["warnings"][0]["message"]


@pytest.mark.law("1.10")
def test_the_refusal_tells_facts_evidence_warning_and_the_day_of_the_bar(hall: Hall):
    case_id = refused(hall)
    told = text_of(hall, case_id, "refusal_decision")
    for words in (
        "房屋租赁合同系伪造",
        "出租人的询问笔录",
        "给予你单位警告",
        "2027年11月24日（含当日）",
        "申请行政复议",
    ):
        assert words in told
    case = hall.case(case_id)
    assert case.falsehood
    assert (case.falsehood.barred_until, case.falsehood.article) == (BARRED, ARTICLE_78)
    event = next(one for one in hall.events(case_id) if one.type == "decided")
    assert (event.data["outcome"], event.data["barred_until"]) == ("refuse", str(BARRED))
    assert "租赁" not in event.model_dump_json()


@pytest.mark.law("1.10")
def test_before_the_acceptance_the_department_refuses_to_accept_it(hall: Hall):
    case_id = hall.submitted()
    forewarn(hall, case_id)
    receipt = hall.people.reject_false(case_id, hall.caller(CHIEF, case_id))
    assert (receipt.facts["status"], receipt.facts["barred_until"]) == ("rejected", str(BARRED))
    assert "给予你单位警告" in text_of(hall, case_id, "non_acceptance_decision")


def test_what_silence_has_accepted_is_refused_by_a_decision_alone(hall: Hall):
    case_id = hall.submitted()
    forewarn(hall, case_id)
    due = hall.case(case_id).due("acceptance")
    assert due
    hall.clock.move_to(end_of(due + timedelta(days=1)))
    with pytest.raises(Conflict) as late:
        hall.people.reject_false(case_id, hall.caller(CHIEF, case_id))
    assert late.value.code == "accepted_by_silence"
    assert hall.case(case_id).falsehood is None


@pytest.mark.law("1.10")
def test_while_it_holds_a_draft_is_written_and_not_handed_in(hall: Hall):
    case_id = refused(hall)
    (number,) = [row["number"] for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == "refusal_decision"]
    again = a_draft(hall)
    with pytest.raises(Conflict) as barred:
        hall.people.submit(again, hall.caller(COMPANY, again))
    assert barred.value.code == "application_barred"
    assert barred.value.more["bars"] == [
        {
            "item": "YM-P01",
            "until": str(BARRED),
            "ground": "false_materials",
            "article": ARTICLE_78,
            "decision": number,
        }
    ]
    assert number in barred.value.title
    assert hall.case(again).status is Status.DRAFT


@pytest.mark.law("1.10")
def test_it_ends_by_itself_on_its_day(hall: Hall):
    refused(hall)
    hall.clock.move_to(end_of(BARRED - timedelta(days=1)))
    again = a_draft(hall)
    with pytest.raises(Conflict):
        hall.people.submit(again, hall.caller(COMPANY, again))
    hall.clock.move_to(end_of(BARRED))
    hall.clock.pass_time(minutes=1)
    hall.people.submit(again, hall.caller(COMPANY, again))
    assert hall.case(again).status is Status.SUBMITTED


@pytest.mark.law("1.10")
def test_it_holds_for_its_item_and_its_applicant_alone(hall: Hall):
    refused(hall)
    other = hall.submitted("YM-S02")
    assert hall.case(other).status is Status.SUBMITTED
    stranger = hall.draft("YM-S07", "citizen-lin")
    found = load_file(hall.platform.table, stranger)
    assert found
    assert application_bars(hall.platform, found, item_of(hall.platform, found.case)) == []


@pytest.mark.law("1.10")
def test_the_window_receives_it_and_refuses_it_in_writing(hall: Hall):
    refused(hall)
    receipt = hall.people.receive_walk_in(hall.caller(CLERK))
    case_id = receipt.facts["id"]
    with pytest.raises(Conflict) as barred:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert barred.value.code == "application_barred"
    reject(hall.platform, hall.caller(CLERK, case_id), case_id, "barred", "请在期满以后申请", None)
    told = text_of(hall, case_id, "non_acceptance_decision")
    assert "至2027-11-24（含当日）不得再次申请" in told
    assert ARTICLE_78 in told


@pytest.mark.law("1.10")
def test_the_clerk_is_told_at_the_receipt(hall: Hall):
    assert hall.people.receive_walk_in(hall.caller(CLERK)).facts["warnings"] == []
    refused(hall)
    warnings = hall.people.receive_walk_in(hall.caller(CLERK)).facts["warnings"]
    (barred,) = [one for one in warnings if one["code"] == "application_barred"]
    assert "至2027-11-24（含当日）不得再次申请" in barred["message"]


@pytest.mark.law("1.10", "1.3")
def test_silence_accepts_what_a_bar_forbids_and_permits_nothing(hall: Hall):
    """行政许可法32 accepts it after five workdays; 78 goes on forbidding the grant."""
    refused(hall)
    case_id = silently_accepted(hall)
    with pytest.raises(Conflict) as granted:
        hall.decide(case_id)
    assert granted.value.code == "application_barred"
    assert [bar["until"] for bar in granted.value.more["bars"]] == [str(BARRED)]
    assert [bar.article for bar in bars_shown(hall, case_id)] == [ARTICLE_78]
    refuse_for_bar(hall, case_id)
    told = text_of(hall, case_id, "refusal_decision")
    for words in ("在限制申请的期间提出", "至2027-11-24（含当日）不得再次申请", ARTICLE_78, "申请行政复议"):
        assert words in told
    event = next(one for one in hall.events(case_id) if one.type == "decided")
    assert len(event.data["barred_by"]) == 1
    assert hall.case(case_id).falsehood is None  # nothing new was found, and no other bar follows
    assert bars_shown(hall, case_id) == []


def test_what_no_bar_forbids_is_not_refused_for_one(hall: Hall):
    case_id = silently_accepted(hall)
    assert bars_shown(hall, case_id) == []
    with pytest.raises(Conflict) as free:
        refuse_for_bar(hall, case_id)
    assert free.value.code == "not_barred"
    with pytest.raises(ValidationError):
        Decision.model_validate({"outcome": "grant", "barred": True})


@pytest.mark.law("1.10")
def test_what_was_received_before_the_finding_goes_on(hall: Hall):
    case_id: str = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    refused(hall)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.law("1.10")
def test_a_bar_that_was_lifted_meanwhile_forbids_nothing(hall: Hall):
    found = refused(hall)
    case_id = silently_accepted(hall)
    hall.people.lift_bar(found, hall.caller(CHIEF, found))
    hall.decide(case_id)
    assert hall.case(case_id).outcome == "grant"


def silently_accepted(hall: Hall) -> str:
    """Brought to the window, whole, which has left it alone for its five workdays; reviewed."""
    case_id: str = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    for row in hall.rows(case_id, "MATERIAL#"):
        hall.arrives(case_id, row["id"])
    due = hall.case(case_id).due("acceptance")
    assert due
    hall.clock.move_to(end_of(due))
    hall.clock.pass_time(minutes=1)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).deemed
    hall.carry_out_everything()
    hall.answer(case_id)
    hall.carry_out_everything()
    return case_id


def refuse_for_bar(hall: Hall, case_id: str) -> None:
    reasons = ["在限制申请的期间提出申请"]
    decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "refuse", reasons, proofs=Proofs(barred=True))


def bars_shown(hall: Hall, case_id: str) -> list[ApplicationBar]:
    """In the task of who decides."""
    found = load_file(hall.platform.table, case_id)
    assert found
    return bars_passed_over(hall.platform, found)


def test_nobody_is_refused_for_a_bar_that_does_not_hold(hall: Hall):
    case_id = hall.submitted()
    with pytest.raises(Conflict) as free:
        reject(hall.platform, hall.caller(CLERK, case_id), case_id, "barred", "请在期满以后申请", None)
    assert free.value.code == "not_barred"


@pytest.mark.law("1.10")
def test_applicant_and_window_are_shown_the_bar(hall: Hall):
    case_id, again = refused(hall), a_draft(hall)
    found = load_file(hall.platform.table, again)
    assert found
    (bar,) = application_bars(hall.platform, found, item_of(hall.platform, found.case))
    assert (bar.item, bar.until, bar.ground) == ("YM-P01", BARRED, "false_materials")
    assert adverse(hall.case(case_id))["falsehood"]["barred_until"] == BARRED


@pytest.mark.law("1.10")
def test_an_annulled_decision_bars_nobody_any_more(hall: Hall):
    case_id, again = refused(hall), a_draft(hall)
    hall.people.lift_bar(case_id, hall.caller(CHIEF, case_id))
    told = text_of(hall, case_id, "bar_lifted_notice")
    refusal = next(one for one in vault.documents(hall.platform, case_id) if "不予" in one.title)
    for words in (refusal.named, "阳江市人民政府以行政复议决定（阳府复决〔2026〕12号）撤销", "行政复议法》第六十四条"):
        assert words in told
    assert "行政许可法》第七十八条" not in told
    (shown,) = adverse(hall.case(case_id))["annulled"]
    assert (shown["document"], shown["organ"]) == (refusal.no, "阳江市人民政府")
    hall.people.submit(again, hall.caller(COMPANY, again))
    assert hall.case(again).status is Status.SUBMITTED
    with pytest.raises(Conflict) as twice:
        hall.people.lift_bar(case_id, hall.caller(CHIEF, case_id))
    assert twice.value.code == "nothing_to_lift"


@pytest.mark.law("1.10")
def test_only_what_concerns_safety_or_health_bars_and_its_own_law_may_bar_longer():
    day = date(2024, 2, 29)
    assert bar_of(item_document("YM-S02"), "false_materials", day).until is None
    assert bar_of(item_document("YM-P01"), "false_materials", day).until == date(2025, 2, 28)
    assert bar_of(item_document("YM-P01"), "deception", day).until == date(2027, 2, 28)
    drugs = bar_of(item_document("YM-P05"), "bribery", day)
    assert (drugs.until, drugs.article) == (date(2034, 2, 28), "《药品管理法》第一百二十三条")
