"""Where letters of authority are kept: a row for each, and small rows by which those of a department, those that wait
for their filing, and the letter of a number are found.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chalicelib.directory.model.letters import AcceptLetter, Letter, PowerLetter
from chalicelib.directory.store.kept import Kept, document_of, next_version, unchanged
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, delete, put

NUMBER_TAKEN = "letter number"
KINDS: Mapping[str, type[AcceptLetter] | type[PowerLetter]] = {"accept": AcceptLetter, "power": PowerLetter}


class LetterPage(NamedTuple):
    """Letters; `after` is where the next page begins."""

    letters: list[Kept[Letter]]
    after: dict[str, str] | None


def load_letter(table: Table, division: str, letter_id: str) -> Kept[Letter] | None:
    row = table.get(register_keys.letter(division, letter_id))
    return letter_in(row) if row else None


def id_of_number(table: Table, division: str, number: str) -> str | None:
    """Which letter has this number."""
    row = table.get(register_keys.letter_number(division, number))
    return row["id"] if row else None


def list_letters(
    table: Table, division: str, department: str | None, *, limit: int, after: Mapping[str, str] | None = None
) -> LetterPage:
    """The letters of the division, or those of one department, in the order of their ids."""
    register = register_keys.register_of_letters(division)
    if department is None:
        page = table.query(register, prefix=register_keys.LETTER, limit=limit, after=after)
        return LetterPage([letter_in(row) for row in page.items], page.after)
    prefix = register_keys.letter_of_department(division, department, "").sk
    return _pointed(table, division, prefix, limit, after)


def all_letters(table: Table, division: str) -> Iterator[Kept[Letter]]:
    """Every letter of the division."""
    rows = table.query_all(register_keys.register_of_letters(division), prefix=register_keys.LETTER, limit=1000)
    return map(letter_in, rows)


def list_unfiled(table: Table, division: str, *, limit: int, after: Mapping[str, str] | None = None) -> LetterPage:
    """The letters that are not filed with the bureau, those that wait longest first."""
    return _pointed(table, division, register_keys.UNFILED, limit, after)


def _pointed(table: Table, division: str, prefix: str, limit: int, after: Mapping[str, str] | None) -> LetterPage:
    page = table.query(register_keys.register_of_letters(division), prefix=prefix, limit=limit, after=after)
    order = [register_keys.letter(division, row["id"]) for row in page.items]
    rows = table.get_many(order) if order else {}
    return LetterPage([letter_in(rows[key]) for key in order if key in rows], page.after)


def write_letter(before: Kept[Letter] | None, after: Letter) -> list[Op]:
    """The rows of one letter. Refused with the label `NUMBER_TAKEN` where another letter has its number."""
    row: Item = {
        **register_keys.letter(after.region, after.id)._asdict(),
        "version": next_version(before),
        "kind": "accept" if isinstance(after, AcceptLetter) else "power",
        "document": document_of(after),
    }
    return [put(row, when=unchanged(before)), *_found_by(before, after), *_filing_row(before, after)]


def _found_by(before: Kept[Letter] | None, after: Letter) -> Sequence[Op]:
    if before:
        return ()
    return (
        _pointer(register_keys.letter_of_department(after.region, after.department, after.id), after.id),
        put(
            {**register_keys.letter_number(after.region, after.number)._asdict(), "id": after.id},
            when=ABSENT,
            label=NUMBER_TAKEN,
        ),
    )


def _filing_row(before: Kept[Letter] | None, after: Letter) -> Sequence[Op]:
    """A letter waits for its filing until it is filed, or revoked before it was."""
    waits = after.filing is None and after.revoked is None
    waited = before is not None and before.record.filing is None and before.record.revoked is None
    key = register_keys.unfiled_letter(after.region, str(after.signed_on), after.id)
    if waits and not waited:
        return (_pointer(key, after.id),)
    return (delete(key),) if waited and not waits else ()


def _pointer(key: keys.Key, letter_id: str) -> Op:
    return put({**key._asdict(), "id": letter_id})


def letter_in(row: Item) -> Kept[Letter]:
    return Kept(KINDS[row["kind"]].model_validate_json(row["document"]), int(row["version"]))
