"""Whatever is altered, left out, put in, repeated or exchanged in an export is found by what else stands in it (R88).

The forger of these tests knows the format, and the manifest has the digests of what was changed. Its signature fits no
more, which is left out of account here: what the change contradicts has to be named too.
"""

import io
import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.durable.audit import digest
from chalicelib.evidence.model import contents
from chalicelib.evidence.model.archive import Archive
from chalicelib.evidence.model.contents import Contents, Malformed
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import canonical
from tests.evidence.anchored import anchored_case, forged
from tests.evidence.exports import Parts, closed_case, looked_at, packed, parts_of, relisted

Path = tuple[Any, ...]
LISTS = ("events.json", "documents.json", "letters.json", "materials.json", "policies.json", "clocks.json")
CHANGED = (*LISTS, "case.json")
# What nothing else in the file says: only the signature of the manifest covers it (docs/verify.md).
ONLY_SIGNED: Mapping[str, frozenset[str]] = {
    "case.json": frozenset({"item_name"}),
    "documents.json": frozenset({"number", "state", "created_at"}),
    "materials.json": frozenset({"content_type", "s3_version", "checked_at"}),
    "clocks.json": frozenset({"provisional", "basis"}),
}
MANY = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def whole(parts: Parts) -> Contents | None:
    """What a reader takes from the file, without the digests of the manifest; None for what is none."""
    try:
        read = contents.read(Archive(io.BytesIO(packed(parts))))
    except Malformed:
        return None
    return replace(read, manifest=read.manifest.model_copy(update={"parts": {}}))


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where something stands, the whole first."""
    yield path
    for name, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(inner, (*path, name))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def another(data: st.DataObject, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + data.draw(st.sampled_from((-1, 1, 7)))
    if isinstance(value, str):
        return data.draw(st.sampled_from((value + "x", value[1:], value[::-1], "", value.replace("2026", "2027"))))
    return {"another": value}


def changed(data: st.DataObject, part: str, value: Any) -> Any:
    """The part with one change of one place."""
    value = deepcopy(value)
    path = data.draw(st.sampled_from([path for path in places(value) if path]))
    assume(not only_signed(part, value, path))
    holder, step = at(value, path[:-1]), path[-1]
    ways = ["alter", "drop"] + (["repeat", "exchange", "move"] if isinstance(holder, list) else [])
    match data.draw(st.sampled_from(ways)):
        case "alter":
            holder[step] = another(data, holder[step])
        case "drop":
            del holder[step]
        case "repeat":
            holder.insert(data.draw(st.integers(0, len(holder))), deepcopy(holder[step]))
        case "exchange":
            exchange(data, part, holder, step)
        case _:
            holder.insert(data.draw(st.integers(0, len(holder) - 1)), holder.pop(step))
    return value


def exchange(data: st.DataObject, part: str, holder: list[Any], step: Any) -> None:
    """Two entries of a list change what one of their fields says."""
    other = data.draw(st.sampled_from(range(len(holder))))
    one, two = holder[step], holder[other]
    assume(isinstance(one, dict) and isinstance(two, dict) and one is not two)
    fields = sorted((one.keys() & two.keys()) - ONLY_SIGNED.get(part, frozenset()))
    assume(fields)
    field = data.draw(st.sampled_from(fields))
    one[field], two[field] = two[field], one[field]


def only_signed(part: str, value: Any, path: Path) -> bool:
    field = path[0] if part == "case.json" else path[1] if len(path) > 1 else ""
    return field in ONLY_SIGNED.get(part, ())


def found_besides_the_signature(parts: Parts) -> list[Finding | Note]:
    """Another release may word a rule otherwise, so that this is told as a note."""
    verdict = looked_at(packed(relisted(parts)))
    findings = [finding for finding in verdict.findings if finding.code != "manifest_signature"]
    return [*findings, *(note for note in verdict.notes if note.code == "rule_in_other_words")]


@pytest.mark.requirement("R88", "R55")
@MANY
@given(st.data())
def test_any_change_of_a_list_is_found(data: st.DataObject):
    parts = parts_of(closed_case())
    part = data.draw(st.sampled_from(CHANGED))
    value = changed(data, part, json.loads(parts[part]))
    after = {**parts, part: canonical(value)}
    before = whole(parts)
    assert before
    read = whole(after)
    # The order of lists other than the events says nothing.
    assume(read is None or in_order(read) != in_order(before))
    assert found_besides_the_signature(after), (part, value)


def in_order(read: Contents) -> tuple[Any, ...]:
    lists = (read.documents, read.materials, read.letters, read.policies, read.clocks)
    return (
        read.manifest,
        read.case,
        [*read.raw],
        read.item,
        *(sorted(one.model_dump_json() for one in some) for some in lists),
    )


@pytest.mark.requirement("R88")
@MANY
@given(st.data())
def test_whatever_is_put_in_is_found(data: st.DataObject):
    """An entry that is like another one, but under a name that nothing else has."""
    parts = parts_of(closed_case())
    part = data.draw(st.sampled_from(LISTS))
    value = json.loads(parts[part])
    like = deepcopy(data.draw(st.sampled_from(value)))
    match part:
        case "events.json":
            like["data"] = {**like["data"], "note": "x"}
            like["hash"] = digest({name: one for name, one in like.items() if name != "hash"})
        case "documents.json":
            like |= {"no": "0003-receipt-voucher", "text": "0003-receipt-voucher"}
        case "clocks.json":
            like["kind"] = "supplement"
        case "letters.json":
            like["document"] = {**like["document"], "number": "演示委〔2026〕9号"}
            like |= {"number": "演示委〔2026〕9号", "digest": digest(like["document"])}
        case _:
            like["id"] = "another"
    value.insert(data.draw(st.integers(0, len(value))), like)
    assert found_besides_the_signature({**parts, part: canonical(value)})


@pytest.mark.requirement("R88")
@MANY
@given(st.data())
def test_files_are_exchanged_put_in_or_left_out(data: st.DataObject):
    """The texts and PDFs of documents, and the files of materials."""
    parts = parts_of(closed_case())
    names = sorted(name for name in parts if "/" in name)
    one, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    match data.draw(st.sampled_from(("exchange", "put in", "leave out", "replace"))):
        case "exchange":
            assume(parts[one] != parts[other])
            parts |= {one: parts[other], other: parts[one]}
        case "put in":
            folder, _, name = one.partition("/")
            parts[f"{folder}/0{name}"] = parts[one]
        case "leave out":
            del parts[one]
        case _:
            parts[one] = parts[one].replace(b"2026", b"2025") + b" "
    assert found_besides_the_signature(parts)


def changes(data: st.DataObject, events: list[Any]) -> list[Any]:
    """The events with one change; their chain is made anew afterwards, so that it is whole again."""
    number = data.draw(st.integers(0, len(events) - 1))
    other = data.draw(st.integers(0, len(events) - 1))
    match data.draw(st.sampled_from(("alter", "drop", "insert", "reorder"))):
        case "alter":
            fields = sorted(events[number].keys() - {"seq", "previous", "hash", "data"})
            field = data.draw(st.sampled_from((*fields, "data")))
            if field == "data":
                events[number]["data"]["note"] = "x"
            else:
                events[number][field] = another(data, events[number][field])
        case "drop":
            events.pop(number)
        case "insert":
            events.insert(other, deepcopy(events[number]))
        case _:
            assume(number != other)
            events.insert(other, events.pop(number))
    return events


@pytest.mark.requirement("R88")
@settings(parent=MANY, max_examples=60)
@given(st.data())
def test_a_chain_that_was_made_anew_is_caught_by_the_heads_of_its_days(data: st.DataObject):
    before = json.loads(parts_of(anchored_case().export)["events.json"])
    after = changes(data, deepcopy(before))
    assume(after != before)
    verdict = forged(anchored_case(), lambda _: after)
    assert [finding for finding in verdict.findings if finding.code != "manifest_signature"], after
