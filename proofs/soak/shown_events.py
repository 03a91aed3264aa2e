"""What was done is shown to who is told of all lines of the checklist, and to who is told of none."""

from collections.abc import Iterator, Sequence

from chalicelib.cases.api.event_answers import event_answer
from chalicelib.durable.audit import Event

EVERY_LINE = frozenset(f"{number:02d}" for number in range(1, 41))


def not_shown(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        if event_answer(event, frozenset()).data != event.data:
            yield f"event {event.seq} is shown with other data"
        told = event_answer(event, EVERY_LINE).model_dump_json()
        if any(f'"line":"{line}"' in told for line in EVERY_LINE):
            yield f"event {event.seq} tells of a line"
