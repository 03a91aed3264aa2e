"""What a record has to say before it is published, each with a place and a code of its own (R56, R65)."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.publication import errors_of
from chalicelib.catalogue.model.record_gaps import CATEGORIES, gaps
from chalicelib.foundation.problems import Invalid
from tests.catalogue.conftest import DOCUMENT
from tests.catalogue.office import Office

RECORDS = {raw["id"]: raw for raw in DOCUMENT["items"]}
CARD, DISPATCH = "YM-S07", "YM-S01"
Raw = dict[str, Any]


def read(raw: Raw) -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(raw))


def told(raw: Raw, in_force: Raw | None = None) -> set[tuple[str, str]]:
    """What publishing says of the record: what breaks a case, and what is missing beside it."""
    item = read(raw)
    found = [*errors_of(item), *gaps(item, read(in_force) if in_force else None)]
    assert all(one.message for one in found)
    return {(one.pointer, one.code) for one in found}


def stage(raw: Raw, kind: str) -> Raw:
    return next(one for one in raw["manual"] if one["kind"] == kind)


def place(raw: Raw, kind: str) -> int:
    return raw["manual"].index(stage(raw, kind))


def field(raw: Raw, key: str) -> tuple[str, Raw]:
    for number, section in enumerate(raw["form_fields"]):
        for index, one in enumerate(section["fields"]):
            if one["key"] == key:
                return f"/form_fields/{number}/fields/{index}", one
    raise AssertionError(key)


def without(*names: str) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        for name in names:
            raw.pop(name, None)

    return change


def setting(**values: Any) -> Callable[[Raw], None]:
    return lambda raw: raw.update(values)


def paying(**values: Any) -> Callable[[Raw], None]:
    return setting(fee={"basis": "社会保险法5", **values})


def whole_fee(**values: Any) -> Callable[[Raw], None]:
    return paying(name="工本费", standard="每张 20 元", **values)


def rated(*, charge: bool = True, **rate: Any) -> Callable[[Raw], None]:
    one = {"name": "工本费", "fen": 2000, "unit": "张", "status": "ILLUSTRATIVE", **rate}
    return whole_fee(charge=charge, rates=[one])


def decided_by(role: str, level: str) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        raw["complexity"] = {"level": level, "reason": "测试"}
        stage(raw, "decision")["role"] = role

    return change


def undecided(raw: Raw) -> None:
    raw["manual"].remove(stage(raw, "decision"))


def twice(raw: Raw) -> None:
    raw["materials"].append({**raw["materials"][0], "name": f" {raw['materials'][0]['name']}"})


def printing(text: str, how: str) -> Callable[[Raw], None]:
    return lambda raw: raw["validity"].update(kind="none", text=text, print=how, decided_by="rule")


def fixed(text: str) -> Callable[[Raw], None]:
    face = {"key": "term", "title": "有效期", "type": "text", "from": "system", "fixed": text}
    return lambda raw: raw["result_fields"].insert(0, face)


def sample(key: str, value: Any) -> Callable[[Raw], None]:
    return lambda raw: field(raw, key)[1].update(example=value)


DECISION = f"/manual/{place(RECORDS[CARD], 'decision')}/role"
LINES = len(RECORDS[CARD]["materials"])
ROLE = "complex_decided_by_chief"
# What is changed in the record, and everything that is then told of it.
TABLE: list[tuple[str, Callable[[Raw], None], set[tuple[str, str]]]] = [
    ("complexity", without("complexity"), {("/complexity", "complexity_missing")}),
    ("complex by the chief", decided_by("chief_representative", "complex"), {(DECISION, ROLE)}),
    ("complex by the leader", decided_by("department_leader", "complex"), set()),
    ("general by the chief", decided_by("chief_representative", "general"), set()),
    ("by an officer", decided_by("officer", "complex"), {(DECISION, "decision_role")}),
    ("no handbook", setting(manual=[]), {("/manual", "manual_missing")}),
    ("nobody decides", undecided, {("/manual", "decision_stage_missing")}),
    ("no remedies", without("remedies"), {("/remedies", "remedies_missing")}),
    ("endless", printing("长期", "text"), {("/validity/text", "validity_endless")}),
    ("for ever", printing("永久有效", "text"), {("/validity/text", "validity_endless")}),
    ("endless, and not printed", printing("长期有效，不印", "omit"), set()),
    ("endless face", fixed("长期"), {("/result_fields/0/fixed", "validity_endless")}),
    ("category", setting(category="行政许可"), {("/category", "category_differs")}),
    ("category in brackets", setting(category="公共服务（便民）"), set()),
    ("material twice", twice, {(f"/materials/{LINES}/name", "material_repeated")}),
    (
        "fee",
        paying(charge=True),
        {("/fee/name", "fee_name_missing"), ("/fee/standard", "fee_standard_missing")},
    ),
    ("fee without a case", whole_fee(charge="conditional"), {("/fee/condition", "fee_condition_missing")}),
    ("whole fee", whole_fee(charge=True), set()),
    ("no fee", paying(charge=False), set()),
    ("rate without fee", rated(charge=False), {("/fee/rates/0", "rate_without_charge")}),
    ("rate a case", rated(charge=True), set()),
    ("rate by a field that is not there", rated(by=["nothing"]), {("/fee/rates/0/by/0", "rate_field_unknown")}),
    ("rate by a text", rated(by=["address"]), {("/fee/rates/0/by/0", "rate_field_unknown")}),
    ("rate without a readable condition", rated(when="urgent =="), {("/fee/rates/0/when", "condition_malformed")}),
]


@pytest.mark.requirement("R56")
@pytest.mark.requirement("R65")
@pytest.mark.parametrize(("change", "wanted"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_what_is_missing_is_told_with_its_place(change: Callable[[Raw], None], wanted: set[tuple[str, str]]):
    raw = deepcopy(RECORDS[CARD])
    change(raw)
    assert told(raw) == wanted


@pytest.mark.parametrize(
    ("key", "value", "refused"),
    [
        ("premises_right", "stolen", True),
        ("premises_right", ["rent"], True),
        ("premises_right", None, True),
        ("premises_right", "own", False),
        ("managers_count", "five", True),
        ("managers_count", 5000, True),
        ("registered_capital_10k", 1, True),
    ],
)
def test_a_sample_that_the_form_refuses_is_told(key: str, value: Any, *, refused: bool):
    raw = deepcopy(RECORDS[DISPATCH])
    sample(key, value)(raw)
    assert told(raw) == ({(f"{field(raw, key)[0]}/example", "sample_refused")} if refused else set())


@pytest.mark.parametrize("code", [code for code, raw in RECORDS.items() if raw["result_fields"]])
def test_without_a_form_no_face_and_no_fact_comes_from_a_field(code: str):
    """Else a certificate would be printed with lines that nobody has filled in."""
    raw = {**RECORDS[code], "form_fields": []}
    known = ("applicant.name", "applicant.id_number", "applicant.uscc", "applicant.legal_representative")
    faces = {
        f"/result_fields/{number}/{name}"
        for number, face in enumerate(raw["result_fields"])
        for name in ("from", "else_from")
        if face.get(name) and face[name] not in (*known, "decision", "system")
    }
    facts = {
        f"/derives/{number}/from/{index}"
        for number, derive in enumerate(raw.get("derives", []))
        for index, source in enumerate(derive["from"])
        if not source.startswith("applicant.")
    }
    unknown = {pointer for pointer, code_ in told(raw) if code_ == "field_unknown"}
    assert faces | facts <= unknown


LIMIT = RECORDS[DISPATCH]["statutory_limit"]


def limited(reason: str | None = None, **changes: Any) -> Raw:
    grounds = {**RECORDS[DISPATCH]["grounds"], **({"limit": reason} if reason else {})}
    return {**RECORDS[DISPATCH], "statutory_limit": {**LIMIT, **changes}, "grounds": grounds}


WHY = "2027 年修正后第十二条改为 30 个工作日"


@pytest.mark.parametrize(
    ("in_force", "draft", "refused"),
    [
        (limited(), limited(), False),
        (limited(), limited(value=999), True),
        (limited(), limited(start="收到申请之日"), True),
        (limited(), limited(value=None, unit=None), True),
        (limited(), limited(value=30, source="劳务派遣行政许可实施办法13"), False),
        (limited(), limited(WHY, value=30), False),
        # The reason of the change before is none for the next one.
        (limited(WHY, value=30), limited(WHY, value=40), True),
        (limited(WHY, value=30), limited(WHY, value=30), False),
        (None, limited(value=999), False),
    ],
)
def test_the_limit_of_a_law_moves_with_its_basis_or_for_a_reason(in_force: Raw | None, draft: Raw, *, refused: bool):
    wanted = {("/statutory_limit/value", "limit_moved_without_reason")} if refused else set[tuple[str, str]]()
    assert told(draft, in_force) == wanted


@pytest.mark.parametrize("code", sorted(RECORDS))
def test_no_item_of_the_demonstration_lacks_anything_of_this(code: str):
    assert told(RECORDS[code], RECORDS[code]) == set()


def test_every_category_of_the_standard_has_its_name():
    assert {raw["category_code"] for raw in RECORDS.values()} <= CATEGORIES.keys()


def test_a_draft_is_held_against_the_version_in_force(office: Office):
    limit = office.document()["statutory_limit"]
    office.draft(statutory_limit={**limit, "value": limit["value"] + 1})
    with pytest.raises(Invalid) as refused:
        office.approve()
    assert refused.value.code == "item_not_publishable"
    assert {(one.pointer, one.code) for one in refused.value.errors} == {
        ("/document/statutory_limit/value", "limit_moved_without_reason")
    }
