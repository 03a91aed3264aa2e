"""The chain of events: whole as written, broken exactly where somebody touched it."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.actor import Role
from chalicelib.durable.audit import GENESIS, OFTEN, PACKED, PLAIN_BYTES, Event, broken_at, stored
from chalicelib.foundation.attributes import dump, load

WORDS = st.text("受理补正办结abc", min_size=1, max_size=6)
DATA = st.dictionaries(WORDS, st.integers() | st.booleans() | WORDS | st.lists(WORDS, max_size=2), max_size=3)
START = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def chains(draw: st.DrawFn, least: int = 1) -> list[Event]:
    chain: list[Event] = []
    for number, data in enumerate(draw(st.lists(DATA, min_size=least, max_size=6)), start=1):
        event = Event(
            case_id="c1",
            seq=number,
            type=draw(st.sampled_from(["submitted", "accepted", "decided"])),
            at=START + timedelta(minutes=draw(st.integers(0, 10_000))),
            actor="u-1",
            role=Role.OFFICER,
            data=data,
            previous=chain[-1].hash if chain else GENESIS,
        )
        chain.append(event.sealed())
    return chain


@given(chains())
def test_a_chain_as_written_is_whole(chain: list[Event]):
    assert broken_at(chain) is None
    assert broken_at([Event.model_validate_json(event.model_dump_json()) for event in chain]) is None


CHANGES: dict[str, Any] = {
    "case_id": "c2",
    "type": "changed",
    "at": START - timedelta(days=1),
    "actor": "u-2",
    "role": Role.SUPERVISOR,
    "department": "food",
    "data": {"changed": "是"},
    "seq": 99,
    "previous": "f" * 64,
    "hash": "e" * 64,
}


@given(chains(), st.data())
def test_any_change_breaks_the_chain_at_its_event(chain: list[Event], data: st.DataObject):
    place = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(sorted(CHANGES)))
    chain[place] = chain[place].model_copy(update={field: CHANGES[field]})
    assert broken_at(chain) == place + 1


@given(chains(least=2), st.data())
def test_a_change_sealed_anew_breaks_the_chain_at_the_next_event(chain: list[Event], data: st.DataObject):
    place = data.draw(st.integers(0, len(chain) - 2))
    chain[place] = chain[place].model_copy(update={"actor": "u-9"}).sealed()
    assert broken_at(chain) == place + 2


@given(chains(least=2), st.data())
def test_an_event_taken_out_is_missed_where_it_was(chain: list[Event], data: st.DataObject):
    place = data.draw(st.integers(0, len(chain) - 2))
    del chain[place]
    assert broken_at(chain) == place + 1


@given(chains(least=2), st.data())
def test_two_events_exchanged_are_found(chain: list[Event], data: st.DataObject):
    place = data.draw(st.integers(0, len(chain) - 2))
    chain[place], chain[place + 1] = chain[place + 1], chain[place]
    assert broken_at(chain) == place + 1


@given(chains(), st.text('受理补正办结abc{}:,"', max_size=3 * PLAIN_BYTES))
def test_the_row_of_an_event_makes_the_event_again_whether_its_data_were_packed_or_not(chain: list[Event], long: str):
    event = chain[0].model_copy(update={"data": {**chain[0].data, "long": long, "none": None}}).sealed()
    row = load(dump(stored(event)))
    assert Event.model_validate(row) == event
    assert broken_at([Event.model_validate({**row, "seq": 1, "previous": GENESIS})]) is None
    assert (PACKED in row) != ("data" in row)


def test_long_data_are_packed_and_short_ones_are_not():
    """Short ones can be read in the console; long ones would make the row longer than a kilobyte."""
    event = Event(case_id="c", seq=1, type="accepted", at=START, actor="u", role="machine", data={}, previous=GENESIS)
    assert stored(event)["data"] == {}
    long = stored(event.model_copy(update={"data": {"clocks": ["due 2026-11-24"] * 50}}))
    assert "data" not in long
    assert len(long[PACKED]) < PLAIN_BYTES / 4


def test_what_data_were_packed_with_never_changes():
    """Whoever changes it makes every row unreadable that was packed with it: add another one beside it."""
    assert hashlib.sha256(OFTEN).hexdigest() == "401ab4391501d374951c3d48a3f67555600efc9996cb16cd7e495656573dd672"
