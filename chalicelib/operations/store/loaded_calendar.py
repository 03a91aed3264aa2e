"""Where loaded notices and amendments are kept, and the progress of the count that follows from each."""

from collections.abc import Sequence

from chalicelib.clock.overlay import LoadedEntry, Overlay
from chalicelib.durable import alarms
from chalicelib.foundation import register_keys
from chalicelib.foundation.calendars import RECOUNTING, loaded_overlay
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put
from chalicelib.operations.model.calendar import Recounting, with_entry

OWNER = Owner(register_keys.loaded_calendar().pk)
ENTRY = "entry of the calendar"


def load_overlay(table: Table) -> Overlay:
    return loaded_overlay(table) or Overlay()


def keep_entry(overlay: Overlay, entry: LoadedEntry, progress: Recounting) -> list[Op]:
    """The operations that load an entry. Refused when another one was loaded since `overlay` was read."""
    row = {
        **register_keys.loaded_calendar()._asdict(),
        "version": entry.number,
        "document": with_entry(overlay, entry).model_dump_json(exclude_none=True),
    }
    unchanged = equals(version=overlay.version) if overlay.version else ABSENT
    return [
        put(row, when=unchanged, label=ENTRY),
        keep_progress(progress),
        alarms.set_alarm(OWNER, alarm_name(entry.number), entry.since, entry.loaded_at, what=RECOUNTING),
    ]


def alarm_name(number: int) -> str:
    return f"{RECOUNTING}.{number}"


def number_of(alarm_named: str) -> int:
    return int(alarm_named.removeprefix(f"{RECOUNTING}."))


def keep_progress(progress: Recounting) -> Op:
    key = register_keys.calendar_change(progress.number)
    return put({**key._asdict(), "document": progress.model_dump_json(exclude_none=True)})


def find_progress(platform: Platform, number: int) -> Recounting | None:
    row = platform.table.get(register_keys.calendar_change(number))
    return Recounting.model_validate_json(row["document"]) if row else None


def list_progress(table: Table) -> Sequence[Recounting]:
    """Of every entry, in order."""
    first = register_keys.calendar_change(0)
    rows = table.query_all(first.pk, prefix=first.sk.removesuffix("000000"))
    return [Recounting.model_validate_json(row["document"]) for row in rows]
