"""The catalogue in the form of the provincial catalogue system (事项目录管理系统, R48). Pure.

Each field of the form has its Chinese name and stands for one place of the item's document. What the form has no field
for stands under 扩展, so that nothing is lost: `document_of` makes the document again, and it is the same. Codes that
follow from other fields (such as 服务对象代码) are written for readers; a form in which they contradict those fields is
refused.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple, cast

from chalicelib.catalogue.model.values import ApplicantKind, Necessity
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import MESSAGES, pointer_of

FORM = "yimen-provincial/1"
BASIC, DETAILS, MATERIALS, REST, STANDING = "基本目录", "实施清单", "材料", "扩展", "状态"
Document = dict[str, Any]


class FormField(NamedTuple):
    """A field of the form, and the place in the item's document for which it stands."""

    name: str
    path: tuple[str, ...]


def _fields(**paths: str) -> tuple[FormField, ...]:
    return tuple(FormField(name, tuple(path.split("/"))) for name, path in paths.items())


BASIC_FIELDS = _fields(
    基本编码="basic_code_SYNTHETIC", 事项名称="name", 事项类型="category", 事项类型代码="category_code"
)
DETAIL_FIELDS = _fields(
    实施编码="implementing_code_SYNTHETIC",
    实施主体="dept_name_now",
    实施主体标识="dept",
    行使层级="exercise_level",
    主题="theme",
    服务对象="service_objects",
    办理形式代码="handling_modes_GBT39046_A5",
    办件类型="handling_type",
    办件类型代码="handling_type_code_GBT39046",
    设定依据="legal_basis",
    法定办结时限="statutory_limit/value",
    法定办结时限单位="statutory_limit/unit",
    法定时限起算="statutory_limit/start",
    法定时限依据="statutory_limit/source",
    承诺办结时限="promised_limit/value",
    承诺办结时限单位="promised_limit/unit",
    是否收费="fee/charge",
    收费依据="fee/basis",
    结果名称="result/name",
    结果类型="result/kind",
    到办事现场次数="channel/on_site_visits",
    前置事项="prerequisites",
)
MATERIAL_FIELDS = _fields(
    材料名称="name",
    来源渠道="source",
    纸质原件份数="originals",
    纸质复印件份数="copies",
    可提交电子材料="electronic_ok",
    材料必要性="necessity",
    适用情形="condition",
    设定依据="legal_basis",
    可容缺="tolerable_absence",
)
# GB/T 39046 A.4, and the codes of the exchange for materials.
OBJECT_CODES: Mapping[ApplicantKind, int] = {"自然人": 1, "企业法人": 2, "其他组织": 6}
NECESSITY_CODES: Mapping[Necessity, int] = {"必要": 1, "非必要(情形)": 2, "非必要": 2}
PAPER, BOTH = 1, 3


def provincial(document: Mapping[str, Any], standing: Mapping[str, Any]) -> Document:
    """One item as a row of the form. `document` is the item as a file has it, `standing` its version and dates."""
    rest = deepcopy(dict(document))
    lines: list[Document] = rest.pop("materials")
    basic, details = _taken(rest, BASIC_FIELDS), _taken(rest, DETAIL_FIELDS)
    return {
        BASIC: basic,
        DETAILS: details | _codes_of_item(details),
        MATERIALS: [_line(line) for line in lines],
        STANDING: dict(standing),
        REST: rest,
    }


def _line(line: Document) -> Document:
    taken = _taken(line, MATERIAL_FIELDS)
    return taken | _codes_of_line(taken) | {REST: line}


def document_of(row: Mapping[str, Any], number: int = 0) -> Document:
    """The item's document. Raises Invalid (code form_unreadable) for a row in which a part is missing, is unknown or
    contradicts another; `number` is its place in the file.
    """
    if errors := [*_missing(row)] or [*_unknown(row), *_contradictions(row)]:
        raise unreadable([error._replace(pointer=f"/事项/{number}{error.pointer}") for error in errors])
    document = deepcopy(dict(row[REST]))
    _put_back(document, BASIC_FIELDS, row[BASIC])
    _put_back(document, DETAIL_FIELDS, row[DETAILS])
    document["materials"] = [_line_of(line) for line in row[MATERIALS]]
    return document


def unreadable(errors: list[FieldError]) -> Invalid:
    return Invalid(code="form_unreadable", title="目录文件有误，请按提示修改", errors=errors)


def unknown_names(part: Mapping[str, Any], known: Collection[str], at: str) -> Iterator[FieldError]:
    """What the form has no field for, and what would be lost without a word. `at` is the pointer of the part."""
    for name in part:
        if name not in known:
            yield FieldError(f"{at}{pointer_of([name])}", "extra_forbidden", MESSAGES["extra_forbidden"])


def _unknown(row: Mapping[str, Any]) -> Iterator[FieldError]:
    yield from unknown_names(row, (BASIC, DETAILS, MATERIALS, STANDING, REST), "")
    yield from unknown_names(row[BASIC], {field.name for field in BASIC_FIELDS}, pointer_of([BASIC]))
    own = {field.name for field in DETAIL_FIELDS} | _codes_of_item(row[DETAILS]).keys()
    yield from unknown_names(row[DETAILS], own, pointer_of([DETAILS]))
    for number, line in enumerate(row[MATERIALS]):
        own = {field.name for field in MATERIAL_FIELDS} | _codes_of_line(line).keys() | {REST}
        yield from unknown_names(line, own, pointer_of([MATERIALS, number]))


def _line_of(line: Mapping[str, Any]) -> Document:
    document = deepcopy(dict(line[REST]))
    _put_back(document, MATERIAL_FIELDS, line)
    return document


def _taken(document: Document, fields: Sequence[FormField]) -> Document:
    """The fields that the document has; they are taken out of it."""
    found = Document()
    for name, path in fields:
        place: Any = document
        for step in path[:-1]:
            place = cast("Document", place).get(step) if isinstance(place, dict) else None
        if isinstance(place, dict) and path[-1] in place:
            found[name] = cast("Document", place).pop(path[-1])
    return found


def _put_back(document: Document, fields: Sequence[FormField], values: Mapping[str, Any]) -> None:
    for name, path in fields:
        if name not in values:
            continue
        place = document
        for step in path[:-1]:
            place = place.setdefault(step, {})
        place[path[-1]] = deepcopy(values[name])


def _codes_of_item(details: Mapping[str, Any]) -> Document:
    return {
        "实施主体统一社会信用代码": str(details.get("实施编码", ""))[:18],
        "服务对象代码": [OBJECT_CODES.get(one) for one in details.get("服务对象", ())],
    }


def _codes_of_line(line: Mapping[str, Any]) -> Document:
    return {
        "材料必要性代码": NECESSITY_CODES.get(line.get("材料必要性", "必要")),
        "材料形式代码": BOTH if line.get("可提交电子材料") else PAPER,
    }


def _missing(row: Mapping[str, Any]) -> Iterator[FieldError]:
    for part, kind in ((BASIC, dict), (DETAILS, dict), (MATERIALS, list), (REST, dict)):
        if not isinstance(row.get(part), kind):
            yield FieldError(pointer_of([part]), "missing", "应有此项")
    lines = row.get(MATERIALS)
    for number, line in enumerate(cast("list[Any]", lines) if isinstance(lines, list) else []):
        if not isinstance(line, dict) or not isinstance(cast("Document", line).get(REST), dict):
            yield FieldError(pointer_of([MATERIALS, number, REST]), "missing", "应有此项")


def _contradictions(row: Mapping[str, Any]) -> Iterator[FieldError]:
    places: list[tuple[list[int | str], Mapping[str, Any], Document]] = [
        ([DETAILS], row[DETAILS], _codes_of_item(row[DETAILS]))
    ]
    places += [([MATERIALS, number], line, _codes_of_line(line)) for number, line in enumerate(row[MATERIALS])]
    for place, values, codes in places:
        for name, code in codes.items():
            if name in values and values[name] != code:
                yield FieldError(
                    pointer_of([*place, name]), "form_contradiction", f"与同一行的其他字段不符，应为 {code}"
                )
