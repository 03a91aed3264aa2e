"""What the platform prints from the form. The applicant confirms it and uploads nothing (国务院令第716号第七条). Pure.

A sheet is plain text: it can be read everywhere, and nothing has to be typeset before it holds.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, cast

from chalicelib.cases.model.form_changes import ANSWERS, titles_of, value_at
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.face_lines import text_of
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.foundation.validation import Shape

# Names and numbers of persons are printed whole: it is the applicant's own paper.
WHOLE = frozenset({"person", "people"})
SHEET_DIGEST = Shape(r"[0-9a-f]{64}", "digest_format", "应为打印内容的摘要，64 位小写的十六进制数，如查看时所示")
CLOSING = "以上内容由申请人填写，由平台打印，经申请人核对确认。"


class FormSheet(NamedTuple):
    """One material made of the form: `rows` are the fields that are filled in, with their titles."""

    line: str
    title: str
    item: str
    rows: tuple[tuple[str, str], ...]

    def text(self, code: str = "") -> str:
        """As it is kept. `code` makes its digest one that nobody can guess from what a form may say."""
        rows = [f"{label}：{value}" for label, value in self.rows]
        return "\n".join([self.title, self.item, *rows, CLOSING, *([f"核对码：{code}"] if code else [])]) + "\n"

    def digest(self, code: str = "") -> str:
        """SHA-256 of the text, in hex: what the applicant confirms."""
        return hashlib.sha256(self.text(code).encode()).hexdigest()


def sheets_of(item: ServiceItem, form: Mapping[str, Any]) -> list[FormSheet]:
    """One for each line of the list that is made of the form and concerns this applicant. `form` is complete."""
    rows = tuple(_rows(item, form))
    return [
        FormSheet(line.no, line.name, f"事项：{item.name}（{item.id}，第{item.version}版）", rows)
        for line in printed(lines_of(item, form))
    ]


def printed(lines: Iterable[ChecklistLine]) -> list[ChecklistLine]:
    return [line for line in lines if line.printed and line.applies]


def _rows(item: ServiceItem, form: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    yield "申请人类型", str(part(form, "applicant").get("kind", ""))
    fields = {f"{ANSWERS}{field.key}": field for field in item.fields}
    for pointer, title in titles_of(item, form).items():
        if told := _told(fields.get(pointer), value_at(form, pointer)):
            yield title, told


def written_at(item: ItemDocument, form: Mapping[str, Any], pointer: str) -> str:
    """What this field of the form says, as a sheet says it; empty where it says nothing."""
    field = next((one for one in item.fields if f"{ANSWERS}{one.key}" == pointer), None)
    return _told(field, value_at(form, pointer))


def _told(field: FormField | None, value: object) -> str:
    return (text_of(field, value, field.unit) if field and field.type not in WHOLE else _plain(value)) or ""


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Mapping():
            return "，".join(filter(None, map(_plain, cast(Mapping[str, object], value).values())))
        case list() | tuple():
            return "；".join(filter(None, map(_plain, cast(list[object], value))))
        case _:
            return str(value)
