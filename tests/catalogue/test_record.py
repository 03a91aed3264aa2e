"""The record of an item: its parts agree with each other, and what was found wrong in the first catalogue is mended."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.clocks import on_acceptance
from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.declared import declared
from chalicelib.catalogue.model.document import read_document
from chalicelib.catalogue.model.handbook import inner_workdays, stages_of, workdays_within
from chalicelib.catalogue.model.limits import Promise, promised_under
from chalicelib.catalogue.model.record_checks import stated_conditions
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation.problems import Invalid
from proofs.kit.catalogue import item_document
from tests.catalogue.conftest import DOCUMENT

ITEMS = [raw["id"] for raw in DOCUMENT["items"]]
FOOD = next(number for number, raw in enumerate(DOCUMENT["items"]) if raw["id"] == "YM-P01")
Change = Callable[[dict[str, Any]], object]


def field(raw: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for section in raw["form_fields"] for one in section["fields"] if one["key"] == key)


def found_in(change: Change, code: str = "YM-P01") -> dict[str, str]:
    """What an import finds after this change of one item, by the pointer below the item."""
    document = deepcopy(dict(DOCUMENT))
    number = ITEMS.index(code)
    change(document["items"][number])
    with pytest.raises(Invalid) as refused:
        read_document(document)
    root = f"/items/{number}"
    return {error.pointer.removeprefix(root): error.code for error in refused.value.errors}


def setting(which: str, /, **values: Any) -> Change:
    return lambda raw: field(raw, which).update(values)


WRONG: list[tuple[str, Change, tuple[str, str]]] = [
    ("a key twice", setting("vending", key="main_format"), ("/form_fields/2/fields/2/key", "field_repeated")),
    ("no choices", setting("main_format", choices=None), ("/form_fields/2/fields/0/choices", "field_choices")),
    (
        "choices of a yes or no",
        setting("vending", choices={"a": "甲"}),
        ("/form_fields/2/fields/2/choices", "field_choices"),
    ),
    ("no columns", setting("vending_places", columns=None), ("/form_fields/2/fields/3/columns", "field_columns")),
    ("bounds the wrong way", setting("employees_count", min=9, max=1), ("/form_fields/3/fields/1/min", "field_bounds")),
    ("bounds of a text", setting("online_platform", min=1), ("/form_fields/2/fields/4/min", "field_bounds")),
    (
        "length of a number",
        setting("employees_count", max_length=3),
        ("/form_fields/3/fields/1/max_length", "field_bounds"),
    ),
    (
        "another shared key",
        setting("premises_right", shared_key="right"),
        ("/form_fields/1/fields/2/shared_key", "shared_key"),
    ),
    (
        "for nobody",
        setting("premises_right", only_for=["其他组织"]),
        ("/form_fields/1/fields/2/only_for", "applicant_kind"),
    ),
    (
        "no such face",
        setting("main_format", certificate_field="x"),
        ("/form_fields/2/fields/0/certificate_field", "face_unknown"),
    ),
    (
        "no such field",
        setting("vending_places", required="robots==true"),
        ("/form_fields/2/fields/3/required", "field_unknown"),
    ),
    (
        "another type",
        setting("vending_places", required="vending==1"),
        ("/form_fields/2/fields/3/required", "field_type_differs"),
    ),
    (
        "no such choice",
        setting("vending_places", required="main_format=='bar'"),
        ("/form_fields/2/fields/3/required", "choice_unknown"),
    ),
    (
        "unreadable",
        setting("vending_places", required="vending=true"),
        ("/form_fields/2/fields/3/required", "condition_malformed"),
    ),
    (
        "on itself",
        setting("vending", required="vending==true"),
        ("/form_fields/2/fields/2/required", "condition_circular"),
    ),
    (
        "a line asks what nobody tells",
        lambda raw: raw["materials"][6].update(condition="robots==true"),
        ("/materials/6/condition", "field_unknown"),
    ),
    (
        "a derived variable twice",
        lambda raw: raw["derives"].append(raw["derives"][0]),
        ("/derives/1/variable", "field_repeated"),
    ),
    (
        "a rule of another type",
        lambda raw: raw["derives"][0].update(rule="age_years"),
        ("/derives/0/rule", "derive_rule"),
    ),
    (
        "a map without one",
        lambda raw: raw["derives"][0].update(rule="map", kind="choice"),
        ("/derives/0/rule", "derive_rule"),
    ),
    (
        "derived from nothing",
        lambda raw: raw["derives"][0].update({"from": ["robots"]}),
        ("/derives/0/from/0", "field_unknown"),
    ),
    (
        "a face twice",
        lambda raw: raw["result_fields"].append(raw["result_fields"][0]),
        ("/result_fields/14/key", "field_repeated"),
    ),
    (
        "a face of nothing",
        lambda raw: raw["result_fields"][2].update({"from": "robots"}),
        ("/result_fields/2/from", "field_unknown"),
    ),
    (
        "beside no stage",
        lambda raw: raw["manual"][1].update(parallel_with="x"),
        ("/manual/1/parallel_with", "stage_unknown"),
    ),
    ("a stage twice", lambda raw: raw["manual"].append(raw["manual"][0]), ("/manual/4/key", "field_repeated")),
    (
        "days before acceptance",
        lambda raw: raw["manual"][0].update(inner_workdays=1),
        ("/manual/0/inner_workdays", "stage_days"),
    ),
    (
        "more days than promised",
        lambda raw: raw["manual"][1].update(inner_workdays=9),
        ("/manual", "stages_over_promise"),
    ),
    (
        "until no day",
        lambda raw: raw["validity"].update(rules=[{"when": "vending==true", "until_field": "main_format"}]),
        ("/validity/rules/0/until_field", "field_unknown"),
    ),
    (
        "before no item",
        lambda raw: raw.update(prerequisites=["YM-R01?robots==true"]),
        ("/prerequisites/0", "field_unknown"),
    ),
]


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(("change", "expected"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_parts_that_contradict_each_other_are_refused(change: Change, expected: tuple[str, str]):
    pointer, code = expected
    assert found_in(change).get(pointer) == code


@pytest.mark.requirement("R78")
def test_a_shared_key_means_one_fact_in_every_item():
    wrong = found_in(setting("premises_right", choices={"own": "自有"}), "YM-S09")
    assert [code for code in wrong.values() if code == "shared_key_conflict"]
    # One of the two is named; which one depends on the order of the document.
    assert found_in(setting("employees_count", unit="名"), "YM-P01")["/form_fields/3/fields/1/shared_key"] == (
        "shared_key_conflict"
    )


def test_every_reason_is_named_at_once():
    def twice(raw: dict[str, Any]) -> None:
        field(raw, "vending_places")["required"] = "robots==true"
        raw["manual"][1]["inner_workdays"] = 9

    assert set(found_in(twice)) >= {"/form_fields/2/fields/3/required", "/manual"}


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("code", ITEMS)
def test_every_variable_of_a_condition_comes_from_the_form(code: str):
    """Nothing is asked beside the form, so no question is asked twice."""
    item = item_document(code)
    known = declared(item)
    used = {
        one.variable
        for stated in stated_conditions(item)
        for one in conditions.comparisons(conditions.parse(stated.text))
    }
    assert used <= set(known)
    assert not {derive.variable for derive in item.derives} & {field.key for field in item.fields}


@pytest.mark.requirement("R10")
def test_the_variables_of_all_lists_are_told_by_the_forms_of_their_items():
    """The first catalogue had 61. Its corrections took a line of YM-I05 and the negations of YM-P02 and YM-I16 away,
    and brought the line of key dischargers of YM-I15, and the choice of YM-S02.
    """
    asked = {
        (code, one.variable)
        for code in ITEMS
        for line in item_document(code).materials
        if line.condition
        for one in conditions.comparisons(conditions.parse(line.condition))
    }
    assert len(asked) == 61 - 3 + 2
    assert [(code, name) for code, name in sorted(asked) if name not in declared(item_document(code))] == []


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("code", ITEMS)
def test_the_stages_of_the_handbook_fit_the_promise(code: str):
    item = item_document(code)
    assert [stage.key for stage in item.manual if stage.kind == "completeness"] == ["completeness"]
    assert any(stage.kind == "decision" for stage in item.manual)
    promise = promised(item)
    assert inner_workdays(stages_of(item, {})) <= workdays_within(promise.value, promise.unit)


def test_stages_side_by_side_take_as_long_as_the_longest():
    together = stages_of(item_document("YM-I07"), {"flammable_explosive": False})
    assert "lightning" not in {stage.key for stage in together}
    assert inner_workdays(together) < sum(stage.inner_workdays for stage in together)


# ----------------------------------------------------------------------------------------- what was found wrong before

RECEIVED, ACCEPTED = date(2026, 11, 20), date(2026, 11, 24)


def due(code: str, **answers: Any) -> str | None:
    """The last day of the law's term, of an application of Friday 20 November that was accepted on the 24th."""
    clocks = on_acceptance(
        {}, item_document(code), answers, received=RECEIVED, accepted=ACCEPTED, calendar=WorkCalendar()
    )
    return str(clocks["statutory"].due) if "statutory" in clocks else None


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("code", "answers", "last"),
    [
        ("YM-S04", {}, "2026-12-18"),  # 20 workdays from the receipt
        ("YM-S07", {}, "2026-12-04"),  # 10 workdays from the receipt
        ("YM-S08", {}, "2026-12-04"),
        ("YM-I06", {"plan_kind": "book"}, "2026-12-08"),  # 10 workdays from the acceptance
        ("YM-I06", {"plan_kind": "form"}, "2026-11-24"),  # at once
        ("YM-I10", {}, "2026-12-08"),
        ("YM-I15", {}, "2026-12-09"),  # 15 calendar days from the acceptance
    ],
)
def test_the_corrected_terms_of_the_law_are_counted(code: str, answers: dict[str, Any], last: str):
    assert due(code, **answers) == last


def promised(item: ItemDocument, **answers: Any) -> Promise:
    promise = promised_under(item.promised_limit, answers, words_of(item))
    assert promise is not None
    return promise


VALID = ("P01", "P05", "I02", "I15", "P07", "I05", "I06", "P16", "I14", "I17", "I21", "P08")
NOTHING_PRINTED = ("R01", "R02", "R03", "P09", "P14")
OPENED = ("R01", "P08", "P01", "P02", "I14", "I16", "I20")
# The item, the part that was corrected, and whether the record is as it should be.
DEFECTS: list[tuple[str, str, Callable[[Any], object]]] = [
    ("YM-S04", "/statutory_limit", lambda item: item.statutory_limit.start_event == "receipt"),
    ("YM-S07", "/statutory_limit", lambda item: item.statutory_limit.value == 10),
    ("YM-S08", "/statutory_limit", lambda item: item.statutory_limit.value == 10),
    ("YM-I06", "/statutory_limit", lambda item: "30" in item.statutory_limit.excluded),
    ("YM-I06", "/promised_limit", lambda item: promised(item, plan_kind="form").value == 0),
    ("YM-I10", "/statutory_limit", lambda item: item.statutory_limit.extension is None),
    ("YM-I15", "/statutory_limit", lambda item: item.statutory_limit.unit == "calendar_day"),
    *((f"YM-{code}", "/validity", lambda item: item.validity) for code in VALID),
    *((f"YM-{code}", "/validity", lambda item: item.validity.print == "omit") for code in NOTHING_PRINTED),
    ("YM-P05", "/result/renewal", lambda item: item.result.renewal.days_before_expiry == "6个月"),
    *((f"YM-{code}", "/service_objects", lambda item: "自然人" in item.service_objects) for code in OPENED),
    ("YM-P04", "/derives/0", lambda item: item.derives[0].rule == "years_begun"),
    ("YM-I18", "/special_procedures/1/condition", lambda item: conditions.parse(item.special_procedures[1].condition)),
    ("YM-I16", "/promised_limit", lambda item: promised(item, commitment_route=True).value == 0),
    ("YM-I16", "/promised_limit", lambda item: promised(item, commitment_route=False) == Promise(6)),
    ("YM-I16", "/materials/5/condition", lambda item: item.materials[5].condition == "commitment_route==false"),
    ("YM-P02", "/materials/3/condition", lambda item: item.materials[3].condition == "commitment_route==false"),
    ("YM-I05", "/materials/2", lambda item: not any(line.condition for line in item.materials)),
    ("YM-I15", "/materials/3", lambda item: item.materials[3].condition is None),
    ("YM-I15", "/materials/3", lambda item: item.materials[3].necessity == "必要"),
    ("YM-I15", "/materials/6", lambda item: "隐蔽工程" in item.materials[6].name),
    ("YM-I15", "/materials/7", lambda item: item.materials[7].condition == "key_discharger==true"),
    ("YM-P10", "/derives/1", lambda item: item.derives[1].status == "ILLUSTRATIVE"),
    ("YM-P11", "/prerequisites/0", lambda item: item.prerequisites == ("YM-I01?filed_project==true",)),
    ("YM-P11", "/validity/rules/0", lambda item: item.validity.rules[0].document == "取水申请批准文件"),
    ("YM-P07", "/materials/5", lambda item: item.materials[5].shared and item.materials[5].necessity == "非必要"),
    ("YM-P13", "/sub_items", lambda item: len(item.sub_items) == 2),
    ("YM-P15", "/form_fields", lambda item: "restricted" not in str(item.form_fields)),
    ("YM-I10", "/materials/2", lambda item: "防雷产品" in item.materials[2].name),
    ("YM-I18", "/fee/basis", lambda item: "MEMORY" not in item.fee.basis),
    ("YM-I18", "/fee/standard", lambda item: "核定" in item.fee.standard),
    ("YM-I09", "/fee/standard", lambda item: "应建面积" in item.fee.standard),
    ("YM-I19", "/legal_basis/0/status", lambda item: item.legal_basis[0].status == "VERIFIED"),
    ("YM-I19", "/legal_basis/2", lambda item: "第5号" in item.legal_basis[2].law),
    ("YM-S13", "/promised_limit/value", lambda item: item.promised_limit.value == 0),
    ("YM-S06", "/form_fields", lambda item: len(item.fields[0].choices) >= 12),
    ("YM-S09", "/prerequisites", lambda item: item.prerequisites == ("YM-R01|YM-R02",)),
    (
        "YM-I07",
        "/special_procedures/0/participants",
        lambda item: "fire" not in item.special_procedures[0].participants,
    ),
    (
        "YM-I12",
        "/special_procedures/0/participants",
        lambda item: "meteo" not in item.special_procedures[0].participants,
    ),
]


@pytest.mark.parametrize(("code", "what", "mended"), [pytest.param(*row, id=f"{row[0]}{row[1]}") for row in DEFECTS])
def test_a_defect_of_the_first_catalogue_is_mended_and_says_on_which_source(
    code: str, what: str, mended: Callable[[Any], object]
):
    item = item_document(code)
    assert mended(item)
    told = next(one for one in item.mended_defects if one.what == what)
    assert told.why
    assert told.basis
    assert told.before != told.after or what in ("/validity", "/materials/5/condition", "/materials/3/condition")


# Of these a correction tells only what of them it changed.
IN_PART = ("/form_fields", "/manual", "/derives")


@pytest.mark.parametrize("code", ITEMS)
def test_a_correction_says_what_now_stands_in_the_record(code: str):
    """What a correction ends with is in the record, so a later change of the record has to be told too."""
    raw = next(one for one in DOCUMENT["items"] if one["id"] == code)
    for correction in raw.get("mended_defects", []):
        if correction["what"] not in IN_PART:
            assert at(raw, correction["what"]) == correction["to"], correction["what"]


def at(raw: Any, pointer: str) -> Any:
    """What stands there; None where nothing does."""
    here: Any = raw
    for part in pointer.split("/")[1:]:
        known: Any = dict(enumerate(here)) if isinstance(here, list) else here
        here = known.get(int(part) if isinstance(here, list) else part)
    return here
