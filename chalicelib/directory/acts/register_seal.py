"""登记、停用、移交印章: an approval seal comes into use, goes out of use, or gets another custodian (R71)."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, found, own_region, refuse, replaced
from chalicelib.directory.model.rules import seal_findings
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store import seals, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.departments import has_department
from chalicelib.directory.store.kept import Kept
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError


@act
def register_seal(platform: Platform, caller: Caller, seal: Seal) -> Receipt:
    """Raises Invalid where the department has an active seal already, and for every other rule that is broken."""
    if done := acts.find_record(platform, caller):
        return done
    taken = seals.load_seal(platform.table, division_of(caller), seal.id)
    errors = [FieldError("/id", "id_taken", "该编号已用于其他记录")] if taken else []
    if not has_department(platform.table, division_of(caller), seal.department):
        errors.append(FieldError("/department", "id_unknown", "没有这个部门，请核对编号"))
    return _write(platform, caller, None, seal, [*own_region(caller, seal), *errors], name="register")


@act
def change_seal(
    platform: Platform, caller: Caller, seal_id: str, changes: Mapping[str, Any], reason: str, *, name: str
) -> Receipt:
    """Withdraw a seal, or give it to another custodian. Conflict for a seal that is out of use, and when two change the
    seals of the department at once. A seal that is lost or stolen is stopped at this moment. One with a last day is in
    use and in somebody's custody until then, and may be stopped or given that day anew before.
    """
    if done := acts.find_record(platform, caller):
        return done
    before = found(seals.load_seal(platform.table, division_of(caller), seal_id))
    if before.record.state_on(caller.at.date()) == "withdrawn":
        raise Conflict(code="seal_withdrawn", title="该印章已经停用")
    after = replaced(before.record, changes)
    last, first = after.until, max(caller.at.date(), after.since or caller.at.date())
    errors = list[FieldError]()
    if name == "withdraw" and last and last < first:
        errors.append(FieldError("/to", "day_in_the_past", "停用日期不能早于今天和启用日期"))
    if after == before.record:
        errors.append(FieldError("", "nothing_changed", "没有任何变动"))
    return _write(platform, caller, before, after, errors, name=name, reason=reason)


def _write(
    platform: Platform,
    caller: Caller,
    before: Kept[Seal] | None,
    after: Seal,
    errors: Sequence[FieldError] = (),
    *,
    name: str,
    reason: str | None = None,
) -> Receipt:
    division = division_of(caller)
    held = load_standing(platform.table, division, after.department)
    keeper = staff.load_member(platform.table, division, after.custodian) if after.custodian else None
    found_wrong = [*errors, *seal_findings(after, held.record.seals, keeper.record if keeper else None)]
    if after.state == "active" and keeper and not keeper.record.in_post_at(caller.at):
        found_wrong.append(_not_in_post(name))
    refuse(found_wrong)
    standing = Moved(after.department, held, held.record.with_seal(after))
    ops = seals.write_seal(before, after)
    return commit(
        platform, caller, "seal", before, after, ops, act=name, standing=standing, reason=reason, exclusive=True
    )


def _not_in_post(name: str) -> FieldError:
    """A seal stays in custody up to its last day; without anybody who keeps it, it is handed over or stopped first."""
    if name == "withdraw":
        words = "保管人不在岗，请先移交印章（/custody），或者不填 on，立即停用"
        return FieldError("/on", "custodian_not_in_post", words)
    return FieldError("/custodian", "custodian_not_in_post", "保管人不在岗，请另选在岗人员")
