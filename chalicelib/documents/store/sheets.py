"""The printed sheets of items: one PDF for each content, made when it is first asked for and kept."""

from datetime import timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import Here, Sheet, SheetKind, sheet_of
from chalicelib.catalogue.model.prerequisites import codes_before
from chalicelib.catalogue.model.promises import off_duty
from chalicelib.catalogue.model.remedies import remedies_of
from chalicelib.catalogue.store.closed import named
from chalicelib.directory.model.promised import hall_terms
from chalicelib.directory.store import load_place
from chalicelib.directory.store.directories import directory_lately
from chalicelib.durable import outbox
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, equals, put, update

# A sheet that nobody has printed by then is ordered once more; its message may lie among the dead letters.
LOST = timedelta(hours=1)


class Printed(BaseModel, defer_build=True):
    """The row of a printed sheet; once it is ready, its PDF is at `key`."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    state: Literal["preparing", "ready"]
    ordered_at: AwareDatetime
    key: str | None = None
    s3_version: str | None = None
    sha256: str | None = None
    size: int | None = None


class SheetMessage(BaseModel, defer_build=True):
    """What the queue carries: which sheet of which version, and what it says above all. `document` is its digest."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    region: str
    item: str
    version: int
    kind: SheetKind
    document: str
    notice: str = ""


def sheet(platform: Platform, item: ServiceItem, kind: SheetKind, notice: str = "") -> Sheet:
    """The sheet under the full name of the department, as the profile of the place has it. `notice` says that nobody
    can apply, where that is so.
    """
    place = load_place(platform.table, item.region, wall=platform.wall())
    codes = codes_before(item) if kind == "guide" else []
    names = named(platform.table, item.region, codes, (), platform.now(), platform.wall())
    organ = place.full_name(item.department, item.department_name)
    here = Here(organ, remedies_of(item, place, above=True), _duty(platform, item))
    return sheet_of(item, kind, here, notice, names)


def _duty(platform: Platform, item: ServiceItem) -> str:
    """When the department is in the hall, where that moves the promise of the same day (R46)."""
    now = platform.now()
    directory = directory_lately(platform.table, item.region, platform.wall())
    terms = hall_terms(directory, item.id, item.department, now.date())
    return off_duty(item, terms, now.date())


def find(platform: Platform, made: Sheet, region: str) -> Printed | None:
    row = platform.table.get(register_keys.item_sheet(region, made.item, digest_of(platform, made)))
    return Printed.model_validate(row) if row else None


def digest_of(platform: Platform, made: Sheet) -> str:
    return made.digest(sample=platform.settings.sample_documents)


def order(platform: Platform, made: Sheet, region: str, before: Printed | None) -> None:
    """Have the sheet printed. Whoever asks at the same time orders it once: the other write is refused."""
    now, digest = platform.wall(), digest_of(platform, made)
    key = register_keys.item_sheet(region, made.item, digest)
    if before is not None and now - before.ordered_at < LOST:
        return
    facts = {"state": "preparing", "ordered_at": now.isoformat()}
    body: dict[str, JsonValue] = {
        "region": region,
        "item": made.item,
        "version": made.version,
        "kind": made.kind,
        "document": digest,
        **({"notice": made.notice} if made.notice else {}),
    }
    effect = SendMessage(queue=names.RENDERINGS_QUEUE, body=body)
    written = put({**key._asdict(), **facts}, when=ABSENT)
    if before is not None:
        written = update(key, put=facts, when=equals(ordered_at=before.ordered_at.isoformat()))
    cause = f"sheet@{digest[:32]}@{now:%Y%m%d%H%M}"
    owner = register_keys.item_owner(region, made.item)
    try:
        platform.table.write(written, *outbox.row(platform, owner, cause, [effect]))
    except Refused:
        return
