"""The file of an export is read without trusting it: no bomb, no way out of the folder, no name twice; no byte changes
unseen.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.evidence.model import archive
from chalicelib.evidence.model.archive import Archive, Unsafe
from proofs.kit.hall import Hall
from tests.evidence.exports import closed_case, exported, looked_at, packed, parts_of


def zipped(write: Callable[[zipfile.ZipFile], object]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        write(made)
    return out


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../events.json", "archive_name"),
        ("/etc/passwd", "archive_name"),
        ("documents/../../x", "archive_name"),
        ("documents/.hidden", "archive_name"),
        ("a\\b", "archive_name"),
        ("C:x", "archive_name"),
        ("documents/a/b", "archive_name"),
        ("documents/", "archive_name"),
        ("事件.json", "archive_name"),
        ("events.json\0.txt", "archive_name"),
    ],
)
def test_a_name_that_may_lead_elsewhere_is_refused(name: str, code: str):
    with pytest.raises(Unsafe) as unsafe:
        Archive(zipped(lambda made: made.writestr(zipfile.ZipInfo("x"), b"")) if not name else raw(name))
    assert unsafe.value.code == code


def raw(name: str) -> io.BytesIO:
    """zipfile mends names when it writes them, so the name is put into the bytes afterwards."""
    place = "n" * len(name.encode())
    out = zipped(lambda made: made.writestr(place, b"x"))
    return io.BytesIO(out.getvalue().replace(place.encode(), name.encode()))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused():
    for second in ("events.json", "Events.json"):
        twice = zipped(lambda made, second=second: [made.writestr(name, b"[]") for name in ("events.json", second)])
        with pytest.raises(Unsafe) as unsafe:
            Archive(twice)
        assert unsafe.value.code == "archive_twice"


def test_what_is_packed_or_lies_over_another_is_refused():
    """A bomb is a small part that unpacks to a large one, or many parts that are the same bytes."""
    bomb = zipped(lambda made: made.writestr("events.json", b"0" * 10_000_000, zipfile.ZIP_DEFLATED))
    with pytest.raises(Unsafe) as unsafe:
        Archive(bomb)
    assert unsafe.value.code == "archive_packed"
    made = zipped(lambda made: [made.writestr(f"part{number}.json", b"0" * 1000) for number in range(3)])
    with zipfile.ZipFile(made) as read:
        offset = read.infolist()[0].header_offset
    with zipfile.ZipFile(made, "a") as longer:
        for entry in longer.infolist():
            entry.file_size = entry.compress_size = 5_000
            entry.header_offset = offset
        setattr(longer, "_didModify", True)  # noqa: B010 - so that its list is written anew
    with pytest.raises(Unsafe) as unsafe:
        Archive(made)
    assert unsafe.value.code == "archive_overlaps"


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_PARTS", 3)
    many = zipped(lambda made: [made.writestr(f"part{number}", b"") for number in range(4)])
    with pytest.raises(Unsafe) as unsafe:
        Archive(many)
    assert unsafe.value.code == "archive_too_many"


def test_a_part_that_is_too_large_for_memory_is_damaged(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    verdict = looked_at(closed_case())
    assert verdict.contents is None
    assert {finding.code for finding in verdict.findings} == {"part_damaged"}


def test_what_is_no_zip_file_is_told():
    for content in (b"", b"PK", b"%PDF-1.7", closed_case()[:-30]):
        with pytest.raises(Unsafe) as unsafe:
            Archive(io.BytesIO(content))
        assert unsafe.value.code == "archive_unreadable"


def test_the_same_case_at_the_same_time_makes_the_same_bytes_but_for_the_signature(hall: Hall):
    """ECDSA draws a number for each signature."""
    case_id = hall.submitted()
    at = hall.clock.at
    made = list[dict[str, bytes]]()
    for _ in range(2):
        hall.clock.at = at
        made.append(parts_of(exported(hall, case_id, materials=False)))
    once, again = made
    assert [*once] == [*again]
    assert once.pop("manifest.sig")
    assert again.pop("manifest.sig")
    assert once == again


@pytest.mark.parametrize("name", [*parts_of(closed_case())])
def test_a_part_that_is_missing_renamed_or_added_is_told(name: str):
    parts = parts_of(closed_case())
    without = {other: content for other, content in parts.items() if other != name}
    assert looked_at(packed(without)).findings
    assert looked_at(packed({**without, "other.json": parts[name]})).findings
    added = looked_at(packed({**parts, "other.json": b"{}"})).findings
    assert [(finding.code, finding.place) for finding in added] == [("part_unknown", "part/other.json")]


@pytest.mark.parametrize("name", [*parts_of(closed_case())])
def test_any_changed_byte_of_a_part_is_found(name: str):
    """The part is packed again, so that ZIP's own sums are right."""
    parts, dice = parts_of(closed_case()), random.Random(name)
    places = range(len(parts[name])) if len(parts[name]) < 12 else dice.sample(range(len(parts[name])), 12)
    for place in places:
        changed = bytearray(parts[name])
        changed[place] ^= 1 << dice.randrange(8)
        try:
            found = looked_at(packed({**parts, name: bytes(changed)})).findings
        except Unsafe:
            continue
        assert found, (name, place)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_changed_byte_of_the_file_is_found_or_is_metadata_of_zip(data: st.DataObject):
    export = closed_case()
    place = data.draw(st.integers(0, len(export) - 1))
    changed = bytearray(export)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = looked_at(bytes(changed)).findings
    except Unsafe:
        return
    if not found:
        assert parts_of(bytes(changed)) == parts_of(export), place


@pytest.mark.parametrize("text", [b"[", b"[]", b"null", b'{"a":1}', b"[" * 100_000, b"\xff\xfe", b'[{"seq":"x"}]'])
def test_parts_of_another_form_are_told_and_do_not_end_the_check(text: bytes):
    for name in ("manifest.json", "events.json", "case.json", "heads.json", "clocks.json", "item.json"):
        verdict = looked_at(packed({**parts_of(closed_case()), name: text}))
        assert verdict.findings
        assert all("\n" not in finding.found for finding in verdict.findings)


def test_a_malformed_part_is_told_by_its_pointer():
    parts = parts_of(closed_case())
    events = json.loads(parts["events.json"])
    events[2]["seq"] = "three"
    (finding,) = looked_at(packed({**parts, "events.json": json.dumps(events).encode()})).findings
    assert (finding.code, finding.place) == ("part_malformed", "part/events.json/2/seq")
