"""Where trials lie: a sandbox is laid out when a trial starts, and opened for each step."""

from datetime import timedelta

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.promises import ON_THE_SPOT
from chalicelib.catalogue.store.unpublished import lay_out as lay_out_item
from chalicelib.directory.model import Place as Profile
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.store import load_place
from chalicelib.directory.store.authority import write_standing
from chalicelib.directory.store.kept import Kept
from chalicelib.directory.store.places import keep_place
from chalicelib.directory.store.staff import write_member
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.sandbox import Sandbox, enclosed
from chalicelib.foundation.sandbox_table import SandboxTable
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update
from chalicelib.trials.model.posts import Place, staff_of, standing_of
from chalicelib.trials.model.record import TrialRecord

# 文号 of a trial begin with it, so that none is that of a real document.
NUMBER_PREFIX = "试运行"


def lay_out(platform: Platform, record: TrialRecord, draft: ItemDocument) -> None:
    """Write what the code inside expects to find: the item, the place, the register of staff and the letters.

    Safe to repeat: what is there already stays.
    """
    inside = _enclosed(platform, record)
    division = inside.settings.division
    place = Place(division, record.department, record.item, record.theme)
    letters = standing_of(place, on_the_spot=draft.handling_type == ON_THE_SPOT)
    ops = [
        put({**keys.trial_record()._asdict(), "record": record.model_dump_json(), "moved": 0}, when=ABSENT),
        *lay_out_item(division, draft, record.version, record.started_at),
        keep_place(_profile(platform, division)),
        *_department(platform, division, record.department),
        write_standing(division, record.department, Kept(Standing(), 0), letters),
        *(op for member in staff_of(place) for op in write_member(None, member)),
    ]
    try:
        inside.table.write(*ops)
    except Refused:
        """Laid out by the same request before."""


def _profile(platform: Platform, division: str) -> Profile:
    """The place as it is, with numbers and seals that are of no real document."""
    real = load_place(platform.table, platform.settings.division, wall=platform.wall())
    organs = {name: organ.model_copy(update={"seal": None}) for name, organ in real.organs.items()}
    return real.model_copy(update={"division": division, "number_prefix": NUMBER_PREFIX, "organs": organs})


def _department(platform: Platform, division: str, department: str) -> list[Op]:
    row = platform.table.get(register_keys.department(platform.settings.division, department))
    own = register_keys.department(division, department)
    return [put({**row, **own._asdict()})] if row else []


def opened(platform: Platform, trial_id: str) -> tuple[Platform, TrialRecord] | None:
    """The platform inside the sandbox, at the legal time of the trial; None where the trial has ended by itself."""
    row = enclosed(platform, Sandbox(trial_id, timedelta(), 0)).table.get(keys.trial_record())
    if row is None:
        return None
    record = TrialRecord.model_validate_json(row["record"]).model_copy(update={"ahead": int(row["moved"])})
    return _enclosed(platform, record), record


def _enclosed(platform: Platform, record: TrialRecord) -> Platform:
    return enclosed(platform, Sandbox(record.id, timedelta(seconds=record.ahead), record.ends_at))


def move_time(inside: Platform, record: TrialRecord, ahead: int) -> None:
    """Refused when somebody else has moved the time of the trial meanwhile."""
    inside.table.write(update(keys.trial_record(), put={"moved": ahead}, when=equals(moved=record.ahead)))


def cases_of(inside: Platform) -> list[str]:
    """The ids of the cases of the trial, in no order."""
    return [keys.case_in_list(row["sk"]) for row in _inside(inside).partitions(keys.APPLICANT)]


def _inside(inside: Platform) -> SandboxTable:
    if not isinstance(inside.table, SandboxTable):
        raise TypeError("this platform is no sandbox")
    return inside.table
