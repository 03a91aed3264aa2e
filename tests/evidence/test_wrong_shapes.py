"""What is of another type than an export has it, at any place of any part, is a named broken link and no traceback."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from chalicelib.evidence.model.records import canonical
from tests.evidence.exports import altered, closed_case, looked_at, packed, parts_of, relisted
from tests.evidence.test_any_change import at, places

PARTS = sorted(name for name in parts_of(closed_case()) if name.endswith(".json"))


def other_types(value: Any) -> tuple[Any, ...]:
    """Values of other types."""
    if isinstance(value, list):
        return 7, {"a": 1}
    if isinstance(value, dict):
        return True, [1]
    return ([[]],)


def wrongly_shaped(whole: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The part with a value of another type, once at each place. Entries of one list are alike: the first will do."""
    seen = set[tuple[Any, ...]]()
    for path in places(whole):
        shape = tuple("#" if isinstance(step, int) else step for step in path)
        if shape in seen:
            continue
        seen.add(shape)
        for value in other_types(at(whole, path)):
            if not path:
                yield path, value
                continue
            changed = deepcopy(whole)
            at(changed, path[:-1])[path[-1]] = value
            yield path, changed


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("part", PARTS)
def test_a_value_of_another_type_is_a_broken_link(part: str):
    parts = parts_of(closed_case())
    for path, changed in wrongly_shaped(json.loads(parts[part])):
        findings = looked_at(packed({**parts, part: canonical(changed)})).findings
        assert findings, (part, path)
        assert all(one.code and one.place for one in findings), (part, path)


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("value", [None, 7, True, "YM-P01", {"item": "YM-P01"}])
def test_the_items_of_a_letter_are_a_list(value: Any):
    def change(letters: list[Any]) -> None:
        letters[0]["document"]["items"] = value

    found = [(one.code, one.place.rpartition("/")[2]) for one in altered("letters.json", change).findings]
    assert ("part_malformed", "items") in found


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("value", [None, 7, True, "text", {"label": "办件编号"}])
def test_the_facts_of_a_document_are_a_list(value: Any):
    parts = parts_of(closed_case())
    name = next(name for name in PARTS if name.startswith("documents/") and "facts" in json.loads(parts[name]))
    text = {**json.loads(parts[name]), "facts": value}
    found = looked_at(packed(relisted({**parts, name: canonical(text)}))).findings
    assert ("part_malformed", f"part/{name}/facts") in [(one.code, one.place) for one in found]
