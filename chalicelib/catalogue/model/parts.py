"""A catalogue that comes in several files: what they are together, and in which of them each part stands. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import pointer_of

PART = re.compile(r"/(?:place|meta|(?:departments|items|joint_themes|schemes|unified_items)/[^/]+)")
Document = Mapping[str, Any]
# Parts that are lists: what several files have of them adds up.
LISTS = ("items", "joint_themes", "schemes", "unified_items")


@dataclass(frozen=True)
class Merged:
    """`document` is what is imported. `origins` has, by the pointer of a part in it, the number of the file and the
    pointer in that file.
    """

    document: Document
    origins: Mapping[str, tuple[int, str]]

    def origin(self, pointer: str) -> tuple[int, str]:
        """Where the finding at this pointer stands: number of the file, pointer in it."""
        if (found := PART.match(pointer)) and found[0] in self.origins:
            number, place = self.origins[found[0]]
            return number, place + pointer[found.end() :]
        return self.origins.get("", (0, ""))[0], pointer


def merged(documents: Sequence[object]) -> Merged:
    """Files add up: departments, items and schemes of each, and the place of one of them.

    Where `items` of the last file is an object, that file is a county's: by item code it tells only what differs from
    the items of the files before, and all other parts are its own. Raises Invalid (code catalogue_invalid) for what
    stands in two files and for differences from an item that no file before has.
    """
    wrong = [FieldError("", "model_type", "应为对象") for part in documents if not isinstance(part, dict)]
    if wrong:
        raise _refused(wrong)
    read = cast("list[Document]", list(documents))
    *city, last = read
    if isinstance(last.get("items"), dict):
        return _county(_added(city), last, len(city))
    return _added(read)


def _added(documents: Sequence[Document]) -> Merged:
    document, origins, errors = dict[str, Any](), dict[str, tuple[int, str]](), list[FieldError]()
    for number, part in enumerate(documents):
        for name, content in part.items():
            if name in LISTS and isinstance(content, list):
                entries = cast("list[Any]", content)
                kept: list[Any] = document.setdefault(name, [])
                for place in range(len(entries)):
                    origins[pointer_of([name, len(kept) + place])] = number, pointer_of([name, place])
                document[name] = [*kept, *entries]
            elif name == "departments" and isinstance(content, dict):
                errors += _add_departments(document, origins, number, cast("Document", content))
            elif name in document and name != "meta":
                errors.append(FieldError(pointer_of([name]), "part_repeated", "两个文件都有这一部分，只能有一个"))
            else:
                document[name] = content
                origins[pointer_of([name])] = number, pointer_of([name])
    if errors:
        raise _refused(errors)
    return Merged(document, origins)


def _add_departments(
    document: dict[str, Any], origins: dict[str, tuple[int, str]], number: int, content: Document
) -> list[FieldError]:
    kept: dict[str, Any] = document.setdefault("departments", {})
    repeated = [name for name in content if name in kept]
    document["departments"] = {**kept, **content}
    origins.update({pointer_of(["departments", name]): (number, pointer_of(["departments", name])) for name in content})
    return [
        FieldError(pointer_of(["departments", name]), "part_repeated", "两个文件都有这个部门，只能有一个")
        for name in repeated
    ]


def _county(city: Merged, own: Document, number: int) -> Merged:
    items: list[Any] = city.document.get("items", [])
    known: dict[object, Document] = {item.get("id"): item for item in items if isinstance(item, dict)}  # pyright: ignore[reportUnknownMemberType]
    differences: Document = own["items"]
    wrong = [
        FieldError(pointer_of(["items", code]), "item_unknown", "前面的文件中没有这个事项，无从比较")
        for code in differences
        if code not in known
    ]
    wrong += [
        FieldError(pointer_of(["items", code]), "dict_type", "应为对象")
        for code, changes in differences.items()
        if not isinstance(changes, dict)
    ]
    if wrong:
        raise _refused(wrong)
    own_items = [{**known[code], **changes} for code, changes in differences.items()]
    origins = {"": (number, "")} | {
        pointer_of(["items", place]): (number, pointer_of(["items", code])) for place, code in enumerate(differences)
    }
    return Merged({**own, "items": own_items}, origins)


def _refused(errors: list[FieldError]) -> Invalid:
    return Invalid(code="catalogue_invalid", title="事项目录有误，未导入任何内容，请按提示修改", errors=errors)
