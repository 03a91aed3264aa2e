"""办事指南, 受理清单, 申请表, 业务手册: four sheets of one record, as JSON and on paper (R13, R47)."""

from typing import Any

import pytest

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.access.policy import Permission, allows
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import KINDS, Here, Sheet, SheetKind, sheet_of
from chalicelib.catalogue.model.artefacts.facts import laws_of
from chalicelib.catalogue.model.artefacts.sheets import NOT_ASKED
from chalicelib.catalogue.model.called import Named
from chalicelib.catalogue.model.citations import without_research
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.model.forms.examples import EXAMPLES_OF, sample_answers
from chalicelib.catalogue.store import content_hash, forget
from chalicelib.directory.model.place import Remedies
from chalicelib.documents.api.sheets import SheetAnswer, SheetQuery, read_checklist, read_form, read_guide, read_manual
from chalicelib.documents.store import sheets
from chalicelib.documents.store.rendering.typesetting import page_count
from chalicelib.foundation import names, register_keys
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.http.routes import Call
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall

VIEWS = {"guide": read_guide, "checklist": read_checklist, "form": read_form, "manual": read_manual}
ITEMS = [item["id"] for item in catalogue_of(CITY_DIVISION)["items"]]
HERE = Here("某局", Remedies("某市人民政府"))
NUMBER = "44170219900307801X"
PERSON = {"name": "林示例", "id_number": NUMBER}
APPLICANTS: dict[str, dict[str, Any]] = {"自然人": {"kind": "自然人", **PERSON}} | {
    kind: {
        "kind": kind,
        "name": "阳江示例餐饮有限公司",
        "uscc": "91441700YM0000526G",
        "legal_representative": PERSON,
        "contact": {"name": "林示例", "phone": "13800138000"},
    }
    for kind in ("企业法人", "其他组织")
}
MATERIALS = {"guide": "申请材料", "checklist": "受理清单", "manual": "受理清单"}


def asked(hall: Hall, kind: SheetKind, item: str = "YM-P01", **query: Any) -> SheetAnswer:
    call: Any = Call(hall.platform, None, SheetQuery.model_validate(query), f"/v1/items/{item}/{kind}", "", "r-1")
    answer: Any = VIEWS[kind](call, item).body
    return answer


def as_published(code: str) -> ServiceItem:
    document = item_document(code)
    of_row = {"region": CITY_DIVISION, "version": 1, "content_hash": content_hash(document)}
    return ServiceItem.model_validate(dict(document) | of_row)


def chapter(sheet: Sheet, title: str) -> Any:
    return next(one for one in sheet.chapters if one.title == title)


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("code", ITEMS)
def test_guide_checklist_form_and_manual_agree_in_every_common_fact(code: str):
    item = as_published(code)
    made = {kind: sheet_of(item, kind, HERE) for kind in KINDS}
    first = [chapter(sheet, "基本信息").facts for sheet in made.values()]
    assert first[1:] == first[:-1]
    told = {fact.label: fact.value for fact in first[0]}
    assert (told["事项名称"], told["实施编码"], told["办理结果"]) == (
        item.name,
        item.implementing_code,
        item.result.name,
    )
    lists = [chapter(made[kind], title).table for kind, title in MATERIALS.items()]
    assert lists[1:] == lists[:-1]
    assert [row[1] for row in lists[0].rows] == [line.name for line in item.materials]
    assert chapter(made["guide"], "设定依据") == chapter(made["manual"], "设定依据")
    titles = {field.title for field in item.fields}
    for kind in ("form", "checklist"):
        rows = [row[0] for one in made[kind].chapters if one.table for row in one.table.rows]
        assert titles <= set(rows)
    if item.manual:
        stages = chapter(made["manual"], "办理环节").table.rows
        assert [row[1].partition("（")[0] for row in stages] == [
            stage.title.partition("（")[0] for stage in item.manual
        ]
        for row, stage in zip(stages, item.manual, strict=True):
            criteria = (without_research(criterion, laws_of(item)) or criterion for criterion in stage.criteria)
            assert all(criterion in row[4] for criterion in criteria)
    assert not any(one.empty for sheet in made.values() for one in sheet.chapters)


def test_a_limit_that_changes_changes_on_every_sheet():
    item = as_published("YM-P01")
    limit = item.promised_limit.model_copy(update={"value": 6})
    changed = item.model_copy(update={"promised_limit": limit})
    for kind in KINDS:
        before, after = (
            {fact.label: fact.value for fact in chapter(sheet_of(one, kind, HERE), "基本信息").facts}
            for one in (item, changed)
        )
        assert (before["承诺期限"], after["承诺期限"]) == ("7个工作日", "6个工作日")


@pytest.mark.requirement("R13")
def test_an_older_version_is_read_by_number_and_by_time(hall: Hall):
    was = hall.platform.now()
    hall.clock.pass_time(days=1)
    name = "食品经营许可（新名）"
    publish(hall.platform, "YM-P01", version=2, name=name)
    assert asked(hall, "guide").name == name
    assert asked(hall, "guide", version=1).name == item_document("YM-P01").name
    assert asked(hall, "guide", at=was.isoformat()).version == 1
    with pytest.raises(NotFound):
        asked(hall, "guide", version=9)
    with pytest.raises(Invalid) as refused:
        asked(hall, "guide", version=1, at=was.isoformat())
    assert [error.code for error in refused.value.errors] == ["version_or_time"]


@pytest.mark.requirement("R13", "R47")
@pytest.mark.parametrize("kind", KINDS)
def test_each_is_printed_once_and_kept(hall: Hall, kind: SheetKind):
    with pytest.raises(Conflict) as waiting:
        asked(hall, kind, format="pdf")
    assert (waiting.value.code, waiting.value.headers["Retry-After"]) == ("document_preparing", "2")
    with pytest.raises(Conflict):
        asked(hall, kind, format="pdf")
    assert len(hall.pending()) == 1
    hall.carry_out_everything()
    printed = asked(hall, kind, format="pdf").printed
    assert printed is not None
    assert asked(hall, kind).printed is None
    made = asked(hall, kind)
    found = sheets.find(hall.platform, Sheet.model_validate(made.model_dump(include=set(Sheet.model_fields))), "441700")
    assert found is not None
    stored = hall.platform.s3.get_object(Bucket=hall.platform.settings.documents_bucket, Key=found.key or "")
    pdf = stored["Body"].read()
    assert (len(pdf), page_count(pdf) >= 2) == (printed.size, True)
    assert hall.messages(names.RENDERINGS_QUEUE) == []


@pytest.mark.usefixtures("quick_documents")
def test_a_sheet_that_got_lost_is_ordered_again(hall: Hall):
    with pytest.raises(Conflict):
        asked(hall, "guide", format="pdf")
    hall.world.dispatch(hall.world.stored_in("pending"))
    (lost,) = hall.messages(names.RENDERINGS_QUEUE)
    assert (lost["item"], lost["version"], lost["kind"]) == ("YM-P01", 1, "guide")
    hall.wall.pass_time(minutes=61)
    with pytest.raises(Conflict):
        asked(hall, "guide", format="pdf")
    assert len(hall.pending()) == 1
    hall.carry_out_everything()
    assert asked(hall, "guide", format="pdf").printed


@pytest.mark.usefixtures("quick_documents")
def test_what_has_changed_since_is_printed_anew(hall: Hall):
    with pytest.raises(Conflict):
        asked(hall, "guide", format="pdf")
    hall.carry_out_everything()
    first = asked(hall, "guide", format="pdf").printed
    publish(hall.platform, "YM-P01", version=2, notes="另有说明")
    forget()
    with pytest.raises(Conflict):
        asked(hall, "guide", format="pdf")
    assert asked(hall, "guide", version=1, format="pdf").printed is not None
    assert first is not None
    rows = hall.world.rows(register_keys.item_owner("441700", "YM-P01"), "SHEET#")
    assert sorted(row["state"] for row in rows) == ["preparing", "ready"]


@pytest.mark.requirement("R56")
def test_the_handbook_is_for_everybody_of_the_hall_and_for_no_applicant():
    may = {role for role in Role if allows(role, Permission.READ_MANUALS)}
    # An organ above is not of the hall.
    assert may == set(Role) - {Role.APPLICANT, *OF_ORGAN_ABOVE}


@pytest.mark.requirement("R47", "R78")
@pytest.mark.parametrize("code", ITEMS)
def test_the_sample_is_an_application_that_the_form_accepts(code: str):
    item = as_published(code)
    kind = item.service_objects[0]
    filled = sample_answers(item, kind, NUMBER)
    form = {"applicant": APPLICANTS[kind], "answers": filled}
    assert check_form(item, form, EXAMPLES_OF, "complete").errors == []
    printed = {
        row[0]: row[1]
        for one in sheet_of(item, "checklist", HERE).chapters
        if one.title.startswith("样本：") and one.table
        for row in one.table.rows
    }
    assert set(printed) == {field.title for field in item.fields}
    empty = {field.title for field in item.fields if field.key not in filled}
    assert {title for title, value in printed.items() if value == NOT_ASKED} == empty


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("code", ITEMS)
def test_no_sheet_has_a_dash_for_a_content_nor_codes_that_nobody_can_read(code: str):
    item = as_published(code)
    names = Named({one: f"事项{one}" for one in ITEMS})
    told = sheet_of(item, "guide", HERE, names=names).model_dump_json()
    assert "：-" not in told
    assert "|YM-" not in told
    for reference in item.prerequisites:
        for before in reference.partition("?")[0].split("|"):
            assert f"“事项{before}”（{before}）" in told


@pytest.mark.requirement("R13")
def test_the_guide_names_what_comes_before(hall: Hall):
    publish(hall.platform, "YM-R01", "YM-R02")
    facts = chapter(asked(hall, "guide"), "办理条件").facts
    (before,) = [fact.value for fact in facts if fact.label == "前置事项"]
    assert "YM-R01）或者“" in before
    assert before.startswith("“")


@pytest.mark.requirement("R13")
def test_where_to_ask_for_reconsideration_is_one_sentence_for_each_organ():
    (first, second) = chapter(sheet_of(as_published("YM-P13"), "guide", HERE), "救济途径").paragraphs
    assert "某市人民政府申请行政复议" in first
    assert second.startswith("设立寺观教堂由省宗教事务部门决定")
