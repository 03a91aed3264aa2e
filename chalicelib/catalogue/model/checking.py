"""Checking a catalogue item by item: of each item only what the others are held against is kept. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import BaseModel

from chalicelib.catalogue.model import ItemDocument, JointTheme, conditions, publication
from chalicelib.catalogue.model.circles import circles
from chalicelib.catalogue.model.organ import UNKNOWN, code_repeated, organ_errors
from chalicelib.catalogue.model.publishing import codes_of
from chalicelib.catalogue.model.schemes import document as schemes_document
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.shared_fields import SharedFields
from chalicelib.directory.model import DepartmentDocument
from chalicelib.foundation.parts import read_part
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import pointer_of

EXTERNAL = "EXT-"  # a member of a joint theme that an outside system handles: status by interface only
M = TypeVar("M", bound=BaseModel)


class Referring(NamedTuple):
    """What an item says of others."""

    number: int
    code: str
    department: str
    department_name: str
    implementing_code: str
    prerequisites: tuple[str, ...]


class Check:
    """The findings of a whole document. Items come one after the other, and nothing of them is kept but their codes and
    what they refer to; departments, themes and schemes are few.
    """

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.warnings: list[FieldError] = []
        self.codes: set[str] = set()
        self._referring: list[Referring] = []
        self._shared = SharedFields()

    def read(self, model: type[M], part: Any, *path: int | str) -> M | None:
        """One part by its model; None, and its errors noted, where it does not fit."""
        return read_part(model, part, pointer_of(path), self.errors)

    def item(self, number: int, raw: Any) -> ItemDocument | None:
        """The item with this number. What it says of others is held against them by `finish_items`."""
        code: object = cast("Mapping[str, object]", raw).get("id") if isinstance(raw, dict) else None
        if isinstance(code, str):
            if code in self.codes:
                self.errors.append(FieldError(pointer_of(["items", number, "id"]), "duplicate_id", "编号重复"))
            self.codes.add(code)
        item = self.read(ItemDocument, raw, "items", number)
        if item is None:
            return None
        root = f"/items/{number}"
        self.errors += [_under(root, finding) for finding in publication.errors_of(item)]
        self.warnings += [_under(root, finding) for finding in publication.warnings_of(item)]
        self.errors += self._shared.conflicts(number, item)
        referring = Referring(
            number,
            item.id,
            item.department,
            item.department_name,
            item.implementing_code,
            tuple(item.prerequisites),
        )
        self._referring.append(referring)
        return item

    def finish_items(self, departments: Mapping[str, DepartmentDocument | None]) -> None:
        """What the items say of departments and of each other."""
        for item in self._referring:
            self.errors += _department_errors(item, departments)
            self.errors += _unknown_prerequisites(item, self.codes)
        self.errors += _codes_repeated(self._referring)
        self.errors += _circles(self._referring)

    def themes(self, entries: Sequence[Any]) -> tuple[JointTheme, ...]:
        read = [self.read(JointTheme, part, "joint_themes", n) for n, part in enumerate(entries)]
        self.errors += [*_duplicates("joint_themes", entries), *_wrong_nodes(read, self.codes)]
        return tuple(theme for theme in read if theme)

    def schemes(
        self, read: schemes_document.ReadSchemes, region: str, known: Known, *, demonstrations: bool
    ) -> tuple[SchemeDocument, ...]:
        """The schemes of the document, held against its own items and departments."""
        errors, warnings = schemes_document.findings(read, region, known, demonstrations=demonstrations)
        self.errors += errors
        self.warnings += warnings
        return tuple(read.schemes.values())

    def refusal(self) -> Invalid:
        return Invalid(code="catalogue_invalid", title="事项目录有误，未导入任何内容，请按提示修改", errors=self.errors)


def _under(root: str, finding: FieldError) -> FieldError:
    return finding._replace(pointer=root + finding.pointer)


def _department_errors(item: Referring, departments: Mapping[str, DepartmentDocument | None]) -> Iterator[FieldError]:
    root = f"/items/{item.number}"
    if item.department not in departments:
        yield FieldError(f"{root}/dept", "department_unknown", UNKNOWN)
    elif department := departments[item.department]:
        found = organ_errors(item.department_name, item.implementing_code, department)
        yield from (_under(root, finding) for finding in found)


def _codes_repeated(items: Sequence[Referring]) -> Iterator[FieldError]:
    """An implementing code that an item before it has."""
    first: dict[str, str] = {}
    for item in items:
        other = first.setdefault(item.implementing_code, item.code)
        if other != item.code:
            yield _under(f"/items/{item.number}", code_repeated(other))


def _unknown_prerequisites(item: Referring, known: set[str]) -> Iterator[FieldError]:
    for place, reference in enumerate(item.prerequisites):
        if not _refers(reference, known):
            pointer = pointer_of(["items", item.number, "prerequisites", place])
            yield FieldError(pointer, "item_unknown", "前置事项不在目录中")


def _circles(items: Sequence[Referring]) -> Iterator[FieldError]:
    """A prerequisite that has the item itself before it: of one item, of two, or of a longer way."""
    found = circles({item.code: codes_of(item.prerequisites) for item in items})
    for item in items:
        way = found.get(item.code)
        for place, reference in enumerate(item.prerequisites if way else ()):
            if way and way[1] in codes_of([reference]):
                pointer = pointer_of(["items", item.number, "prerequisites", place])
                yield FieldError(pointer, "prerequisite_cycle", f"前置关系成环，谁也办不成：{' → '.join(way)}")


def _duplicates(part: str, entries: Sequence[Any]) -> Iterator[FieldError]:
    seen = set[str]()
    for number, entry in enumerate(entries):
        name = cast("Mapping[str, object]", entry).get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and name in seen:
            yield FieldError(pointer_of([part, number, "id"]), "duplicate_id", "编号重复")
        seen |= {name} if isinstance(name, str) else set()


def _wrong_nodes(themes: Iterable[JointTheme | None], known: set[str]) -> Iterator[FieldError]:
    for number, theme in enumerate(themes):
        for place, node in enumerate(theme.nodes if theme else ()):
            pointer = pointer_of(["joint_themes", number, "nodes", place])
            if not all(_refers(reference, known) for reference in (node.item, *node.depends_on)):
                yield FieldError(pointer, "item_unknown", "联办事项不在目录中")
            try:
                if node.condition:
                    conditions.parse(node.condition)
            except conditions.ConditionError as error:
                yield FieldError(f"{pointer}/condition", "condition_malformed", f"条件有误，{error}")


def _refers(reference: str, known: set[str]) -> bool:
    """'A|B' is any of them, 'A?cond' only under a condition."""
    return all(name in known or name.startswith(EXTERNAL) for name in reference.partition("?")[0].split("|"))
