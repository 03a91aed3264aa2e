"""What all changes of staff, letters and seals have in common: one transaction, one entry of the log, one version."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.model.terms import Record
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import write_standing
from chalicelib.directory.store.kept import Change, Kept, change_row, next_version
from chalicelib.directory.store.version import moved
from chalicelib.durable import acts
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op

R = TypeVar("R", bound=Record)


class Moved(NamedTuple):
    """The standing of a department before and after the change."""

    department: str
    before: Kept[Standing]
    after: Standing


def commit(  # noqa: PLR0913 - one change has these parts
    platform: Platform,
    caller: Caller,
    kind: str,
    before: Kept[Any] | None,
    after: Any,
    ops: Sequence[Op],
    *,
    act: str,
    standing: Moved | None = None,
    reason: str | None = None,
    exclusive: bool = False,
    seen: int | None = None,
) -> Receipt:
    """Write the change, its entry in the log, the department's standing, the version and the record of the request.

    `kind` is `staff`, `letter` or `seal`. Refused when somebody else has changed one of the rows meanwhile, and the act
    begins again. With `exclusive` that is a Conflict instead: whoever comes second has not seen what the first did.
    `seen` is the version of the directory on which the act rests as a whole; None for one that rests on its rows only.
    """
    division, version = after.region, next_version(before)
    receipt = Receipt({"id": after.id, "version": version, "at": caller.at.isoformat()}, f'"r{version}"')
    logged = Change(act, caller.at, caller.actor.sub, caller.actor.role, facts(before, after), reason)
    moves = standing is not None and standing.after != standing.before.record
    its = [write_standing(division, standing.department, standing.before, standing.after)] if standing and moves else []
    try:
        platform.table.write(
            *ops,
            *its,
            change_row(division, kind, after.id, version, logged),
            moved(division, seen=seen, roles=after.account_roles if isinstance(after, StaffMember) else ()),
            *acts.record(platform, caller, receipt),
        )
    except Refused as refusal:
        if acts.RECORD in refusal.labels or not exclusive:
            raise
        raise Conflict(code="register_changed", title="名册刚刚被他人变更，请重新读取后再办理") from None
    return receipt


def facts(before: Kept[Any] | None, after: Record) -> dict[str, Any]:
    """Which fields are new or have changed; of people's names and telephones only that they have."""
    new, old = _told(after), _told(before.record) if before else dict[str, Any]()
    changed = [name for name in sorted({*new, *old}) if new.get(name) != old.get(name)]
    return {name: None if name in staff.PERSONAL else new.get(name) for name in changed}


def _told(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def division_of(caller: Caller) -> str:
    return caller.actor.region[:6]


def refuse(errors: Sequence[FieldError]) -> None:
    """Raise Invalid (422) unless there is nothing to refuse."""
    if errors:
        raise Invalid(errors=[*errors])


def found(kept: Kept[R] | None) -> Kept[R]:
    """Raise NotFound where the register has no such record."""
    if kept is None:
        raise NotFound(code="record_not_found", title="名册中没有这条记录，请核对编号")
    return kept


def own_region(caller: Caller, record: Any) -> list[FieldError]:
    if record.region == division_of(caller):
        return []
    return [FieldError("/region", "region_of_other", "只能登记本地区的人员、授权文书和印章")]


def replaced(record: R, changes: Mapping[str, Any]) -> R:
    """The record with these fields, read again by its model, so that the model holds for it."""
    return type(record).model_validate(record.model_dump(by_alias=False) | dict(changes))
