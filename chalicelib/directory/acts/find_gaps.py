"""Everything that is missing in a region's directory. Registers of people add their finders to `FINDERS`."""

from collections.abc import Callable, Iterator
from datetime import date

from chalicelib.directory.model import gaps
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.gaps import Gap
from chalicelib.foundation.table import Table

Finder = Callable[[Table, Directory, date], Iterator[Gap]]


def _of_places(_: Table, directory: Directory, day: date) -> Iterator[Gap]:
    for find in gaps.FINDERS:
        yield from find(directory, day)


FINDERS: tuple[Finder, ...] = (_of_places,)


def find_gaps(table: Table, directory: Directory, day: date) -> list[Gap]:
    return [gap for find in FINDERS for gap in find(table, directory, day)]
