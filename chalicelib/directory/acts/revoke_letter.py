"""撤销授权文书: a department takes a letter back. It is not valid any more from that moment, and is never deleted."""

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, found, replaced
from chalicelib.directory.store import letters, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound


@act
def revoke_letter(
    platform: Platform, caller: Caller, letter_id: str, reason: str, document: str | None = None
) -> Receipt:
    """NotFound for a letter of another department, Conflict for one that is revoked already."""
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    before = found(letters.load_letter(table, division, letter_id))
    if before.record.department != caller.actor.department:
        raise NotFound(code="record_not_found", title="名册中没有这条记录，请核对编号")
    if before.record.revoked:
        raise Conflict(code="already_revoked", title="该授权文书已经撤销")
    holder = staff.find_holder(table, division, caller.actor.sub)
    by = holder.member.id if holder else before.record.signed_by
    end = {"at": caller.at, "by": by, "reason": reason, "document": document}
    after = replaced(before.record, {"revoked": end})
    held = load_standing(table, division, after.department)
    standing = Moved(after.department, held, held.record.with_letter(after, caller.at.date()))
    ops = letters.write_letter(before, after)
    return commit(platform, caller, "letter", before, after, ops, act="revoke", standing=standing, reason=reason)
