"""Which sheets and columns a directory's workbook has: they follow from the models of its sections.

A field of text, number, day or list is a column. A record within a record has its columns under its name
(`residency/mode`). A list of records is a sheet of its own (`windows.closed`), whose column `of` names the record that
each row belongs to.
"""

import types
from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from chalicelib.access.actor import Role
from chalicelib.directory.model.hours import Span
from chalicelib.directory.model.rules import NO_STAFF
from chalicelib.directory.model.sections import SECTIONS, Section

Kind = Literal["text", "number", "yes_no", "day", "moment", "list", "lines", "numbers", "spans", "mixed", "json"]
KIND_WORDS: dict[Kind, str] = {
    "text": "文字",
    "number": "整数",
    "yes_no": "是 或 否",
    "day": "日期，如 2026-11-26",
    "moment": "时刻（北京时间），如 2026-11-26 09:30；只填日期的，为当日零时",
    "list": "多个以顿号（、）分隔",
    "lines": "多个时每行一个",
    "numbers": "多个整数以顿号（、）分隔",
    "spans": "时段，如 09:00-12:00、13:00-17:00",
    "mixed": "文字、整数、是 或 否；多项用 JSON",
    "json": "JSON",
}
OF, REGION = "of", "region"
KEPT_BY_US = frozenset({"posts"})


class Column(NamedTuple):
    """A column. `path` leads to its field in the record; `choices` are the values of a closed list."""

    path: tuple[str, ...]
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return "/".join(self.path)


class Sheet(NamedTuple):
    """A sheet with the records of a section, or with those of a list within them (`path`)."""

    title: str
    section: Section
    columns: tuple[Column, ...]
    path: tuple[str, ...] = ()

    @property
    def titles(self) -> list[str]:
        """Of all columns, in their order."""
        own = [column.title for column in self.columns]
        of = [OF] if self.path and self.section.shape != "one" else []
        countys = self.section.name == "departments" and self.section in SECTIONS
        return [*([REGION] if countys else []), *of, *own]


def sheets_of(sections: tuple[Section, ...] = SECTIONS) -> Iterator[Sheet]:
    for section in sections:
        columns, lists = fields_of(section.model, ())
        if section.shape == "mapping" and all(column.title != section.identity for column in columns):
            columns.insert(0, Column((section.identity,), "text"))
        yield Sheet(section.name, section, tuple(columns))
        for path, model in lists:
            inner, deeper = fields_of(model, ())
            inner += [Column(one, "json") for one, _ in deeper]
            yield Sheet(".".join((section.name, *path)), section, tuple(inner), path)


def fields_of(
    model: type[BaseModel], at: tuple[str, ...]
) -> tuple[list[Column], list[tuple[tuple[str, ...], type[BaseModel]]]]:
    """The columns of a record, and the lists of records in it by their paths."""
    columns, lists = list[Column](), list[tuple[tuple[str, ...], type[BaseModel]]]()
    for name, field in model.model_fields.items():
        if name in KEPT_BY_US:
            continue
        path, inner = (*at, field.alias or name), plain(field.annotation)
        if varied(field.annotation):
            columns.append(Column(path, "mixed"))
        elif isinstance(inner, type) and issubclass(inner, BaseModel):
            more, deeper = fields_of(inner, path)
            columns += more
            lists += deeper
        elif (item := member(inner)) is not None and isinstance(item, type) and issubclass(item, BaseModel):
            lists.append((path, item))
        else:
            columns.append(Column(path, kind_of(inner), choices_of(item or inner)))
    return columns, lists


def plain(annotation: Any) -> Any:
    """A type without what only narrows it, and without None."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            annotation = next(one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation


def varied(annotation: Any) -> bool:
    """Whether it may be of several types, besides None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, types.UnionType):
        return False
    several = [one for one in get_args(annotation) if one is not type(None)]
    return len(several) > 1 or varied(several[0])


def member(annotation: Any) -> Any:
    """Of what a list is; None where it is no list."""
    arguments = get_args(annotation)
    return plain(arguments[0]) if get_origin(annotation) is tuple and arguments[1:] == (...,) else None


def kind_of(annotation: Any) -> Kind:
    if (inner := member(annotation)) is not None:
        if inner is Span:
            return "spans"
        return "numbers" if inner is int or numbered(inner) else "list" if inner is str or choices_of(inner) else "json"
    simple: dict[Any, Kind] = {bool: "yes_no", int: "number", date: "day", str: "text"}
    simple |= {datetime: "moment", AwareDatetime: "moment"}
    if annotation in simple:
        return simple[annotation]
    if numbered(annotation):
        return "number"
    return "text" if choices_of(annotation) else "json"


def numbered(annotation: Any) -> bool:
    """Whether it is a closed list of numbers."""
    return get_origin(annotation) is Literal and all(isinstance(one, int) for one in get_args(annotation))


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The values of a closed list, but for roles that are nobody's of the staff."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return tuple(one.value for one in annotation if not (annotation is Role and one in NO_STAFF))
    return tuple(map(str, get_args(annotation))) if get_origin(annotation) is Literal else ()
