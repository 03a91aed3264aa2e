"""One applies for the item as it is published on the day of submission; what is received keeps its version (R42)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue import store
from chalicelib.catalogue.acts import life_gate
from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.acts.import_catalogue import import_catalogue, plan_whole, read_own
from chalicelib.catalogue.acts.import_plan import carry_out
from chalicelib.catalogue.model import Material
from chalicelib.catalogue.model.form_fields import Section
from chalicelib.catalogue.store.life import load_life
from chalicelib.catalogue.store.public_list import list_items
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.intake.acts.create_application import create_application, has_changed
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.submit import ItemChanged, submit
from chalicelib.intake.model.open_items import news_of, why_closed
from local.catalogues import catalogue_of
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cases_so_far import complete_draft
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall
from tests.cases.test_every_act import before_the_first_write

FOOD = item_document("YM-P01")
PLAN = Material.model_validate(FOOD.materials[0].model_dump() | {"name": "食品安全事故处置方案", "necessity": "必要"})


def publish_anew(hall: Hall, **changes: Any) -> None:
    """The list begins with another material, so that the number of every line moves on."""
    publish(hall.platform, "YM-P01", version=2, **({"materials": (PLAN, *FOOD.materials)} | changes))
    store.forget()  # a process knows it half a minute later at most


def lines(hall: Hall, case_id: str) -> dict[str, tuple[str, str]]:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return {file.id: (file.line, file.state) for file in found.files}


def try_to_submit(hall: Hall, case_id: str) -> Any:
    return submit(hall.platform, hall.caller(COMPANY, case_id), case_id)


@pytest.mark.requirement("R42")
def test_a_draft_of_an_older_version_is_not_submitted_unseen(hall: Hall):
    case_id = complete_draft(hall)
    publish_anew(hall)
    before = hall.case(case_id)
    with pytest.raises(ItemChanged) as refused:
        try_to_submit(hall, case_id)
    assert (refused.value.status, refused.value.code) == (409, "item_changed")
    told = {(error.pointer, error.code) for error in refused.value.errors}
    assert ("/item/materials/0", "material_added") in told
    kept = {pointer.removeprefix("/form/answers/") for pointer, code in told if code == "answer_kept"}
    assert kept == set(APPLICATIONS["YM-P01"].answers)
    assert "新增材料“食品安全事故处置方案”（必要）" in [error.message for error in refused.value.errors]
    assert hall.case(case_id) == before
    assert has_changed(hall.platform, before)


@pytest.mark.requirement("R42")
def test_saving_the_form_moves_the_draft_and_its_files_to_the_new_list(hall: Hall):
    case_id = complete_draft(hall)
    old = lines(hall, case_id)
    publish_anew(hall)
    save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, hall.form())
    assert hall.case(case_id).item_version == 2
    assert not has_changed(hall.platform, hall.case(case_id))
    assert lines(hall, case_id) == {file: (f"{int(line) + 1:02d}", state) for file, (line, state) in old.items()}
    with pytest.raises(Invalid) as refused:
        try_to_submit(hall, case_id)  # the new material is missing
    assert [error.pointer for error in refused.value.errors] == ["/materials/01"]
    hall.hand_in(case_id, "01")
    try_to_submit(hall, case_id)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, event.data["item_version"]) == (Status.SUBMITTED, 2)
    assert len(event.data["files"]) == len(old) + 1


@pytest.mark.requirement("R42")
def test_a_file_announced_while_the_draft_moves_is_moved_too(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = hall.draft()
    publish_anew(hall)
    before_the_first_write(hall, monkeypatch, lambda: hall.people.add_material(case_id, hall.caller(COMPANY), "01"))
    save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, hall.form())
    assert [*lines(hall, case_id).values()] == [("02", "requested")]


@pytest.mark.requirement("R42")
def test_a_line_that_the_new_list_has_not_takes_no_file(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The draft moves to the shorter list between the reading and the writing of who announces the file."""
    case_id, last = hall.draft(), f"{len(FOOD.materials):02d}"
    publish_anew(hall, materials=FOOD.materials[1:])
    caller = hall.caller(COMPANY, case_id)
    before_the_first_write(hall, monkeypatch, lambda: save_form(hall.platform, caller, case_id, hall.form()))
    with pytest.raises(Invalid) as refused:
        hall.people.add_material(case_id, hall.caller(COMPANY), last)
    assert [error.code for error in refused.value.errors] == ["material_unlisted"]
    assert lines(hall, case_id) == {}


@pytest.mark.requirement("R42")
def test_a_file_of_a_material_that_is_asked_for_no_more_does_not_count(hall: Hall):
    case_id = complete_draft(hall)
    (gone, *_) = [file for file, (line, _) in lines(hall, case_id).items() if line == "01"]
    publish_anew(hall, materials=FOOD.materials[1:], name="食品经营许可（新）", theme="社会民生")
    save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, hall.form())
    assert lines(hall, case_id)[gone] == ("01", "refused")
    case = hall.case(case_id)
    assert (case.item_name, case.theme) == ("食品经营许可（新）", "社会民生")
    (own,) = hall.world.rows(keys.applicant(case.applicant_key))
    assert own["item_name"] == "食品经营许可（新）"
    try_to_submit(hall, case_id)
    assert gone not in [file["file"] for file in hall.events(case_id)[-1].data["files"]]


@pytest.mark.requirement("R42")
def test_a_cancelled_item_takes_no_new_applications_from_its_day_and_old_cases_go_on(hall: Hall):
    draft, received = complete_draft(hall), hall.submitted()
    ends = datetime(2026, 12, 1, tzinfo=SHANGHAI)
    end_item(hall.platform, hall.caller("administrator"), "YM-P01", ends)
    store.forget()
    hall.draft()  # until then
    hall.clock.move_to(ends)
    walk_in = WalkIn.model_validate(APPLICATIONS["YM-P01"].walk_in | {"form": hall.form()})
    for apply in (
        lambda: try_to_submit(hall, draft),
        lambda: save_form(hall.platform, hall.caller(COMPANY, draft), draft, hall.form()),
        lambda: create_application(hall.platform, hall.caller(COMPANY), "YM-P01", {}),
        lambda: receive_walk_in(hall.platform, hall.caller(CLERK), walk_in),
    ):
        with pytest.raises(Invalid) as refused:
            apply()
        assert (refused.value.code, refused.value.errors[0].pointer) == ("item_ended", "/item")
    assert hall.case(draft).status is Status.DRAFT
    hall.people.accept(received, hall.caller(CLERK, received))
    hall.people.withdraw(draft, hall.caller(COMPANY, draft))


@pytest.mark.requirement("R42")
def test_an_item_ends_with_the_moment_that_was_named_and_not_before():
    item = store.as_version("441700", FOOD, 1).model_copy(update={"ended_at": datetime(2026, 12, 1, tzinfo=SHANGHAI)})
    moment = datetime(2026, 12, 1, tzinfo=SHANGHAI)
    assert why_closed(item, moment - timedelta(microseconds=1)) is None
    closed = why_closed(item, moment)
    assert closed
    assert closed.code == "item_ended"


@pytest.mark.requirement("R42")
def test_what_is_new_is_told_line_by_line_and_which_answers_are_to_be_given_anew(hall: Hall):
    """The question for vending machines is gone, a new one has come, the promise is shorter and a fee is charged."""
    case_id = complete_draft(hall)
    plain = [line for line in FOOD.materials if "vending" not in (line.condition or "")]
    hall_size = Material.model_validate(
        PLAN.model_dump() | {"necessity": "非必要(情形)", "condition": "seats>=100", "name": "大型餐饮方案"}
    )
    charged = FOOD.fee.model_copy(update={"charge": "conditional"})
    promised = FOOD.promised_limit.model_copy(update={"value": 1, "condition": None})
    publish_anew(
        hall, materials=(*plain, hall_size), fee=charged, promised_limit=promised, form_fields=without_machines()
    )
    with pytest.raises(ItemChanged) as refused:
        try_to_submit(hall, case_id)
    told = {(error.code, error.pointer) for error in refused.value.errors}
    assert told >= {
        ("question_removed", "/item/form/answers/vending"),
        ("answer_dropped", "/form/answers/vending"),
        ("question_added", "/item/form/answers/seats"),
        ("answer_needed", "/form/answers/seats"),
        ("answer_kept", "/form/answers/business_items"),
        ("limit_changed", "/item/promised_limit"),
        ("fee_changed", "/item/fee"),
        ("material_added", f"/item/materials/{len(plain)}"),
        ("material_removed", "/item/materials"),
    }
    assert all(error.message for error in refused.value.errors)
    (seats,) = [error.message for error in refused.value.errors if error.code == "answer_needed"]
    assert seats.startswith("请填写“"), "nobody has filled it in before"


def without_machines() -> tuple[Section, ...]:
    """The form without its questions for machines, and with one for the seats."""
    asked = next(field for field in FOOD.fields if field.key == "employees_count")
    seats = asked.model_copy(update={"key": "seats", "title": "座位数", "shared_key": None})
    places = [[one for one in section.fields if "vending" not in one.key] for section in FOOD.form_fields]
    sections = [
        section.model_copy(update={"fields": tuple(kept)})
        for section, kept in zip(FOOD.form_fields, places, strict=True)
    ]
    return (*sections, Section(title="规模", fields=(seats,)))


@pytest.mark.requirement("R42")
def test_a_suspended_item_takes_no_application_until_it_resumes_and_says_why(hall: Hall):
    draft, now = complete_draft(hall), hall.platform.now()
    until = now + timedelta(days=20)
    pause = {"from": now.isoformat(), "until": until.isoformat(), "reason": "系统升级改造"}
    hall.platform.table.write(*store.stand("441700", "YM-P01", 1, {"suspension": pause}))
    store.forget()
    assert has_changed(hall.platform, hall.case(draft))
    with pytest.raises(Invalid) as refused:
        try_to_submit(hall, draft)
    assert (refused.value.code, refused.value.errors[0].code) == ("item_suspended", "item_suspended")
    assert "系统升级改造" in refused.value.errors[0].message
    hall.clock.move_to(until)
    try_to_submit(hall, draft)


@pytest.mark.requirement("R42")
def test_what_is_announced_has_changed_nothing_yet(hall: Hall):
    """The draft can be submitted until the end holds; what is announced is told all the same."""
    draft, ends = complete_draft(hall), hall.platform.now() + timedelta(minutes=2)
    end_item(hall.platform, hall.caller("administrator"), "YM-P01", ends)
    store.forget()
    for at, changed in ((ends - timedelta(seconds=1), False), (ends, True)):
        hall.clock.move_to(at)
        assert has_changed(hall.platform, hall.case(draft)) is changed
        found, today = load_file(hall.platform.table, draft), store.load_item(hall.platform.table, "441700", "YM-P01")
        assert found is not None
        told = {one.code for one in news_of(today, today, found.form, at)}
        assert told == {"item_ended" if changed else "item_closes"}


@pytest.mark.requirement("R42")
def test_a_split_item_names_the_codes_that_follow_it(hall: Hall):
    now, closing = hall.platform.now(), {"kind": "split", "reason": "分设两项", "successors": ["YM-P02", "YM-P05"]}
    hall.platform.table.write(*store.end_version("441700", "YM-P01", 1, now, closing))
    store.forget()
    with pytest.raises(Invalid) as refused:
        create_application(hall.platform, hall.caller(COMPANY), "YM-P01", {})
    assert [error.code for error in refused.value.errors] == ["item_ended", "item_successor", "item_successor"]
    assert "已拆分" in refused.value.title
    assert "YM-P05" in refused.value.errors[2].message


@pytest.mark.requirement("R42")
def test_a_version_takes_effect_by_itself_at_its_time(hall: Hall):
    """Nothing runs at that time: whoever reads says when it is."""
    table, now = hall.platform.table, hall.platform.now()
    starts = now + timedelta(days=3)
    row = table.get(register_keys.current_item("441700", "YM-P01"))
    item = FOOD.model_copy(update={"name": "食品经营许可（新）"})
    table.write(*store.publish("441700", item, 2, now, ahead=store.Ahead(starts, row)))
    store.forget()
    for at, version, name in ((now, 1, FOOD.name), (starts, 2, "食品经营许可（新）")):
        assert store.load_item(table, "441700", "YM-P01", at=at).version == version
        assert store.load_item(table, "441700", "YM-P01", at=at, wall=hall.platform.wall()).version == version
        shown, _ = list_items(table, "441700", at=at)
        assert {one.name for one in shown if one.id == "YM-P01"} == {name}
    draft = complete_draft(hall)
    assert hall.case(draft).item_version == 1
    hall.clock.move_to(starts)
    with pytest.raises(ItemChanged):
        try_to_submit(hall, draft)


@pytest.mark.requirement("R42")
def test_a_new_item_is_not_there_before_its_time(hall: Hall):
    table, now = hall.platform.table, hall.platform.now()
    starts = now + timedelta(days=3)
    item = item_document("YM-S12")
    table.write(*store.publish("441700", item, 1, now, ahead=store.Ahead(starts)))
    with pytest.raises(NotFound):
        store.load_item(table, "441700", "YM-S12", at=now)
    assert "YM-S12" not in {one.id for one in list_items(table, "441700", at=now)[0]}
    assert store.load_item(table, "441700", "YM-S12", at=starts).version == 1
    assert "YM-S12" in {one.id for one in list_items(table, "441700", at=starts)[0]}


@pytest.mark.requirement("R42")
def test_an_ended_item_is_not_listed_and_its_guide_says_so(hall: Hall):
    ends = hall.platform.now() + timedelta(minutes=2)
    end_item(hall.platform, hall.caller("administrator"), "YM-P01", ends)
    table, later = hall.platform.table, ends + timedelta(days=1)
    for at, listed in ((ends, False), (later, False), (ends - timedelta(days=1), True)):
        shown, _ = list_items(table, "441700", at=at)
        assert ("YM-P01" in {item.id for item in shown}) is listed
    assert store.load_item(hall.platform.table, "441700", "YM-P01").ended_at == ends
    with pytest.raises(NotFound):
        end_item(hall.platform, hall.caller("administrator"), "YM-X99", ends)


@pytest.mark.requirement("R42")
def test_only_an_import_that_names_it_opens_it_again(hall: Hall):
    table, document = hall.platform.table, catalogue_of("441700")
    import_catalogue(table, "441700", document, hall.platform.now())
    version = store.load_item(table, "441700", "YM-P01").version
    end_item(hall.platform, hall.caller("administrator"), "YM-P01")
    assert import_catalogue(table, "441700", document, hall.platform.now()).updated == 0
    assert store.load_item(table, "441700", "YM-P01").ended_at is not None
    own, replace = read_own("441700", document), frozenset({"YM-P01"})
    tuple(carry_out(table, plan_whole(table, "441700", own, hall.platform.now(), replace=replace)))
    store.forget()
    item = store.load_item(table, "441700", "YM-P01")
    assert (item.version, item.ended_at) == (version + 1, None)


@pytest.mark.requirement("R42")
def test_an_item_that_was_published_meanwhile_is_not_ended(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The administrator has seen the version before."""
    seen = load_life(hall.platform.table, "441700", "YM-P01")
    publish(hall.platform, "YM-P01", version=2)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(life_gate, "load_life", lambda *_: seen)
        with pytest.raises(Conflict) as refused:
            end_item(hall.platform, hall.caller("administrator"), "YM-P01")
    assert refused.value.code == "item_published_meanwhile"
    assert store.load_item(hall.platform.table, "441700", "YM-P01").ended_at is None


@pytest.mark.requirement("R2")
def test_what_only_a_window_handles_is_not_begun_online(hall: Hall):
    """开放档案查阅 (GB/T 39046 A.5: 1, at the window)."""
    publish(hall.platform, "YM-S12")
    with pytest.raises(Invalid) as refused:
        create_application(hall.platform, hall.caller("citizen-lin"), "YM-S12", {})
    assert (refused.value.code, refused.value.errors[0].pointer) == ("item_window_only", "/item")
    assert hall.everything() == []


@pytest.mark.requirement("R2")
def test_a_draft_of_what_has_become_a_matter_of_the_window_is_not_submitted(hall: Hall):
    case_id = complete_draft(hall)
    publish_anew(hall, handling_modes=(1, 4))
    with pytest.raises(Invalid) as refused:
        try_to_submit(hall, case_id)
    assert refused.value.code == "item_window_only"


@pytest.mark.requirement("R42")
def test_no_item_is_ended_in_the_past_and_the_same_request_is_one_act(hall: Hall):
    """What was applied for before the act was applied for rightly."""
    now = hall.platform.now()
    with pytest.raises(Invalid) as refused:
        end_item(hall.platform, hall.caller("administrator"), "YM-P01", now - timedelta(minutes=1))
    assert [error.code for error in refused.value.errors] == ["ends_in_the_past"]
    caller = hall.caller("administrator")
    first = end_item(hall.platform, caller, "YM-P01", now + timedelta(days=9))
    end_item(hall.platform, hall.caller("administrator"), "YM-P01", now + timedelta(days=3))
    again = end_item(hall.platform, caller, "YM-P01", now + timedelta(days=9))
    assert (again.facts, again.repeated) == (first.facts, True)
    ended = store.load_item(hall.platform.table, "441700", "YM-P01").ended_at
    assert ended == now + timedelta(days=3)
