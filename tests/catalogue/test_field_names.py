"""Every field of an item's record has its Chinese name in one table, and every change of it is told by that name."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.differences import BY_PART, SILENT, differences
from chalicelib.catalogue.model.field_names import ITEM, PARTS, name_of_field
from chalicelib.catalogue.model.grounds import Grounds
from chalicelib.catalogue.model.item import Material
from chalicelib.catalogue.store import as_version
from proofs.kit.catalogue import item_document
from tests.catalogue.conftest import DOCUMENT
from tools.openapi import published

OLD = as_version("441700", item_document("YM-P01"), 1)
OTHERS = [name for name in ServiceItem.model_fields if name not in BY_PART | SILENT]


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The models within a type."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(getattr(kind, "__value__", kind)):
        yield from models(inner)


def parts(model: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    for field in model.model_fields.values():
        for part in models(field.annotation):
            if part.__name__ not in seen:
                seen[part.__name__] = part
                parts(part, seen)
    return seen


def names(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_every_field_of_the_record_and_of_its_parts_has_a_name():
    assert set(ITEM) == names(ItemDocument)
    found = {name: names(part) for name, part in parts(ItemDocument, {}).items()}
    assert {name: set(told) for name, told in PARTS.items()} == found
    for told in (ITEM, *PARTS.values()):
        assert all(re.match("[一-鿿0-9 ]", words) for words in told.values())


def test_nothing_of_the_record_is_left_out():
    """A new field is told by its name, unless somebody says that it is looked at part by part or is silent."""
    of_row = set(ServiceItem.model_fields) - set(ItemDocument.model_fields)
    assert of_row <= SILENT
    assert SILENT - of_row == {"mended_defects", "unverified", "handling_code_local", "handling_code_national"}


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("name", OTHERS)
def test_a_change_is_told_by_the_chinese_name_of_the_field(name: str):
    field = ServiceItem.model_fields[name]
    another = ("自然人",) if name == "service_objects" else "另一内容"
    (told,) = differences(OLD, OLD.model_copy(update={name: another}))
    assert told.text == f"{name_of_field(field.alias or name)}有变化"
    assert (told.code, told.pointer) == ("other_changed", f"/{field.alias or name}")
    assert re.fullmatch("[一-鿿0-9 、（）]+", told.text)


def test_two_fields_of_one_thing_are_told_apart():
    both = OLD.model_copy(update={"category": "其他行政权力", "category_code": "20"})
    assert [one.text for one in differences(OLD, both)] == ["事项类型有变化", "事项类型代码有变化"]


@pytest.mark.parametrize("part", [part for part in Material.model_fields if part != "name"])
def test_each_part_of_a_material_is_told_by_its_name(part: str):
    first, *rest = OLD.materials
    other = first.model_copy(update={part: "另一内容"})
    (told,) = differences(OLD, OLD.model_copy(update={"materials": (other, *rest)}))
    assert told.text == f"材料“{first.name}”的{PARTS['Material'][part].partition('：')[0]}有变化"


def test_a_form_that_asks_the_same_otherwise_is_told():
    """Whether a field is required, its hint and what follows from it are no questions of their own."""
    section, *rest = OLD.form_fields
    field, *fields = section.fields
    other = section.model_copy(update={"fields": (field.model_copy(update={"hint": "另一说明"}), *fields)})
    (told,) = differences(OLD, OLD.model_copy(update={"form_fields": (other, *rest)}))
    assert told.text == "申请表的填写说明或者填写要求有变化"
    grounds = OLD.model_copy(update={"grounds": Grounds(channel="行政许可法29")})
    assert [one.text for one in differences(OLD, grounds)] == ["清单、渠道和前置事项的依据有变化"]


def resolved(schema: Any, schemas: dict[str, Any]) -> Any:
    """The schema with each component in its place."""
    if isinstance(schema, list):
        return [resolved(one, schemas) for one in schema]
    if not isinstance(schema, dict):
        return schema
    component = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else {}
    beside = {name: inner for name, inner in schema.items() if name != "$ref"}
    return {name: resolved(inner, schemas) for name, inner in (component | beside).items()}


@pytest.mark.requirement("R48")
def test_the_document_of_the_api_describes_every_field_of_a_draft():
    """Each item of the demonstration is what the document says, and a field that it does not name is refused."""
    schemas = published()["components"]["schemas"]
    content = resolved(schemas["ItemContent"], schemas)
    assert set(content["properties"]) == set(ITEM)
    assert {name: field["description"] for name, field in content["properties"].items()} == ITEM
    check = Draft202012Validator(content)
    for item in DOCUMENT["items"]:
        assert [error.message for error in check.iter_errors(item)] == [], item["id"]
    (first, *_) = DOCUMENT["items"]
    assert not check.is_valid(first | {"colour": "red"})
    assert not check.is_valid({name: value for name, value in first.items() if name != "fee"})
    body = schemas["DraftDocument"]["properties"]["document"]
    assert body == {"$ref": "#/components/schemas/ItemContent"}
