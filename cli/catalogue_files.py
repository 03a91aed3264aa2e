"""The files of a catalogue, read item by item. Of each item only its digest and its place are kept, so the memory that
is needed does not grow with the forms and materials in the files.

They are read twice: first everything is checked, then each item that changes is read again from its place and written.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from chalicelib.catalogue.acts.import_plan import Entry
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checking import Check
from chalicelib.catalogue.model.parts import LISTS, PART
from chalicelib.catalogue.store import content_hash
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of
from cli.json_lines import line_of, lines_of
from cli.json_stream import Listed, Part, Stream
from cli.strict_json import NotStrict, parse

REPEATED = "两个文件都有这一部分，只能有一个"


class Unreadable(Exception):
    """A file that is not there, too large, or no JSON."""

    def __init__(self, path: Path, title: str) -> None:
        super().__init__(title)
        self.path, self.title = path, title


class FileChanged(Exception):
    """Somebody has changed a file after it was checked."""


class Spot(NamedTuple):
    """Where a value stands: in which file, from which byte on, how many bytes, from which line on. `pointer` is that of
    the value in its file.
    """

    file: int
    pointer: str
    start: int
    size: int
    line: int


class CatalogueFiles:
    """`frame` has all parts of the document but its items. `entries` are the items that could be read."""

    def __init__(
        self, paths: Sequence[Path], check: Check, books: Mapping[int, Callable[[str], str]] | None = None
    ) -> None:
        self.paths, self.check = paths, check
        self.books = books or {}  # of files that were made of workbooks: in which cell a pointer stands
        self.frame: dict[str, Any] = {}
        self.entries: list[Entry] = []
        self.digests: list[str] = []
        self._items: list[Spot] = []  # by their number in the document
        self._numbers: dict[str, int] = {}
        self._parts: dict[str, Spot] = {}  # all that is no item, by the pointer in the document
        self._bases: dict[str, Spot] = {}  # the city's items, of which a county tells differences
        self._city_only = False

    def read(self) -> None:
        """The first pass. Raises Unreadable."""
        county = self._is_county(len(self.paths) - 1)
        for number in range(len(self.paths)):
            last = number == len(self.paths) - 1
            self._city_only = county and not last
            if county and last:
                self._begin_county(number)
            self._read_file(number, differences=county and last)

    # ----------------------------------------------------------------------------------------------- the first pass
    def _is_county(self, number: int) -> bool:
        """Whether this file tells differences from the items of the files before."""
        for part in self._stream(number)[1]:
            if isinstance(part, Listed) and part.name == "items":
                return part.kind is dict
        return False

    def _stream(self, number: int) -> tuple[Stream, Iterator[Part | Listed]]:
        stream = Stream(self.paths[number], LISTS)
        return stream, self._readable(number, stream)

    def _readable(self, number: int, stream: Stream) -> Iterator[Part | Listed]:
        try:
            yield from stream.parts()
        except OSError as failure:
            raise Unreadable(self.paths[number], f"无法读取（{failure.strerror}）") from None
        except NotStrict as wrong:
            raise Unreadable(self.paths[number], str(wrong)) from None

    def _begin_county(self, number: int) -> None:
        """All other parts of its document are the county's own."""
        self.frame, self._parts = {}, {"": Spot(number, "", 0, 0, 1)}

    def _read_file(self, number: int, *, differences: bool) -> None:
        stream, parts = self._stream(number)
        for part in parts:
            if isinstance(part, Listed):
                self._begin_list(part, differences=differences)
            elif part.name == "items" and part.key is not None:
                self._add_item(number, part)
            else:
                self._add_part(number, part)
        self.digests.append(stream.digest)

    def _begin_list(self, part: Listed, *, differences: bool) -> None:
        if part.kind is dict and not (part.name == "items" and differences):
            self._wrong(pointer_of([part.name]), "list_type", "应为列表")
        self.frame.setdefault(part.name, [])

    def _add_item(self, number: int, part: Part) -> None:
        spot = _spot(number, part)
        if isinstance(part.key, str):
            self._add_difference(part.key, part.value, spot)
            return
        if self._city_only:
            value: object = part.value
            code = cast("Mapping[str, object]", value).get("id") if isinstance(value, dict) else None
            if isinstance(code, str):
                self._bases[code] = spot
            return
        self._add_read(part.value, spot)

    def _add_difference(self, code: str, changes: object, spot: Spot) -> None:
        base = self._bases.get(code)
        self._parts[spot.pointer] = spot
        if base is None:
            self._wrong(spot.pointer, "item_unknown", "前面的文件中没有这个事项，无从比较")
        elif not isinstance(changes, dict):
            self._wrong(spot.pointer, "dict_type", "应为对象")
        else:
            self._add_read({**self._value(base), **changes}, spot, base)

    def _add_read(self, value: Any, spot: Spot, base: Spot | None = None) -> None:
        number = len(self._items)
        self._items.append(spot)
        item = self.check.item(number, value)
        if item:
            hashed = content_hash(item)
            self._numbers[item.id] = len(self.entries)
            self.entries.append(Entry(item.id, item.name, hashed, partial(self._load, spot, base, hashed)))

    def _add_part(self, number: int, part: Part) -> None:
        spot, pointer = _spot(number, part), pointer_of([part.name] if part.name else [])
        value: object = part.value
        if not part.name:
            self._parts[""] = spot
            self._wrong("", "model_type", "应为对象")
        elif part.key is not None:
            entries: list[Any] = self.frame[part.name]
            self._parts[pointer_of([part.name, len(entries)])] = spot
            entries.append(part.value)
        elif part.name == "departments" and isinstance(value, dict):
            self._add_departments(spot, cast("dict[str, Any]", value))
        elif part.name in self.frame and part.name != "meta":
            self._wrong(pointer, "part_repeated", REPEATED)
        else:
            self.frame[part.name], self._parts[pointer] = part.value, spot

    def _add_departments(self, spot: Spot, departments: Mapping[str, Any]) -> None:
        kept: dict[str, Any] = self.frame.setdefault("departments", {})
        self._parts.setdefault("/departments", spot)
        for name, part in departments.items():
            pointer = pointer_of(["departments", name])
            if name in kept:
                self._wrong(pointer, "part_repeated", "两个文件都有这个部门，只能有一个")
            kept[name], self._parts[pointer] = part, spot

    def _wrong(self, pointer: str, code: str, words: str) -> None:
        self.check.errors.append(FieldError(pointer, code, words))

    # ----------------------------------------------------------------------------------------------- read once more
    def item(self, code: str) -> ItemDocument | None:
        """The item with this code, read again."""
        number = self._numbers.get(code)
        return self.entries[number].load() if number is not None else None

    def unchanged(self) -> None:
        """Raises FileChanged when a file is not the one that was checked."""
        for path, digest in zip(self.paths, self.digests, strict=True):
            try:
                with path.open("rb") as file:
                    now = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                raise FileChanged(path) from None
            if now != digest:
                raise FileChanged(path)

    def _load(self, spot: Spot, base: Spot | None, hashed: str) -> ItemDocument:
        """Raises FileChanged when another item stands there now."""
        path = self.paths[spot.file]
        try:
            value = {**self._value(base), **self._value(spot)} if base else self._value(spot)
        except (OSError, NotStrict, UnicodeDecodeError, TypeError):
            raise FileChanged(path) from None
        item = Check().item(0, value)
        if item is None or content_hash(item) != hashed:
            raise FileChanged(path)
        return item

    def _value(self, spot: Spot) -> Any:
        return parse(self._text(spot))

    def _text(self, spot: Spot) -> str:
        with self.paths[spot.file].open("rb") as file:
            file.seek(spot.start)
            return file.read(spot.size).decode("utf-8")

    # ----------------------------------------------------------------------------------------------- where it stands
    def where(self, pointer: str) -> tuple[str, str]:
        """File and line of a place in the document, and the pointer in that file."""
        spot, inner = self._found(pointer)
        rest = pointer[len(inner) :]
        if of_book := self.books.get(spot.file):
            return of_book(spot.pointer + rest), spot.pointer + rest
        line = spot.line - 1 + (line_of(self._lines(spot), rest) or 1) if spot.size else 1
        return f"{self.paths[spot.file].name}:{line}", spot.pointer + rest

    def _found(self, pointer: str) -> tuple[Spot, str]:
        """The spot in whose text this pointer is looked for, and that part of the pointer that leads to it."""
        if pointer in self._parts and not pointer.startswith("/departments/"):
            return self._parts[pointer], pointer
        found = PART.match(pointer)
        if found and (kind := found[0].split("/"))[1] == "items" and kind[2].isdigit():
            return self._items[int(kind[2])], found[0]
        if found and found[0] in self._parts:
            # Departments stand together in one part of their file.
            return self._parts[found[0]], "/departments" if found[0].startswith("/departments/") else found[0]
        return self._parts.get("", Spot(0, "", 0, 0, 1)), ""

    @lru_cache(maxsize=4)  # noqa: B019 - one object for one run of the command
    def _lines(self, spot: Spot) -> Mapping[str, int]:
        """None of a value that is one line."""
        text = self._text(spot)
        return lines_of(text) if "\n" in text else {}


def _spot(number: int, part: Part) -> Spot:
    path: list[int | str] = [part.name] if part.name else []
    return Spot(number, pointer_of(path if part.key is None else [*path, part.key]), part.start, part.size, part.line)
