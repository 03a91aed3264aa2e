"""登记培训: a member of staff was trained for items, or is not to work on an item any more (R51)."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.directory.acts.move_staff import only_windows, still_in_post
from chalicelib.directory.acts.register_changes import commit, division_of, found, refuse
from chalicelib.directory.model.known_items import Departments, unknown_items
from chalicelib.directory.model.rules import training_findings
from chalicelib.directory.model.staff import MOST_COMPETENCES, Competence, Withdrawal
from chalicelib.directory.store import staff
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


class Training(NamedTuple):
    """`trained` replaces what the record says of the same items, `withdrawn` are items whose competence ends now."""

    trained: Sequence[Competence]
    withdrawn: Sequence[str]
    reason: str


@act
def train_staff(
    platform: Platform, caller: Caller, staff_id: str, told: Training, known: Departments | None = None
) -> Receipt:
    """`known` are those of the items that the catalogue has.

    Raises Invalid for items that the catalogue does not have and days that cannot be; Conflict for somebody who has
    left, and when two change the record at once.
    """
    if done := acts.find_record(platform, caller):
        return done
    before = found(staff.load_member(platform.table, division_of(caller), staff_id))
    only_windows(caller, before.record, {})
    still_in_post(before.record, caller)
    trained, withdrawn, _ = told
    held = {one.item for one in before.record.competences}
    errors = [*training_findings(trained, caller.at.date(), "/trained")]
    errors += unknown_items(((f"/trained/{no}/item", one.item) for no, one in enumerate(trained)), known)
    for place, item in enumerate(withdrawn):
        if item not in held or item in {one.item for one in trained}:
            errors.append(FieldError(f"/withdrawn/{place}", "competence_missing", "没有这个事项的培训记录可以取消"))
    if not trained and not withdrawn:
        errors.append(FieldError("", "nothing_changed", "没有任何变动"))
    replaced_items = {*withdrawn, *(one.item for one in trained)}
    kept = [one for one in before.record.competences if one.item not in replaced_items]
    gone = [one for one in before.record.withdrawn if one.item not in withdrawn]
    gone += [Withdrawal(item=item, on=caller.at.date()) for item in dict.fromkeys(withdrawn)]
    changes = {"competences": (*kept, *trained), "withdrawn": tuple(gone)[-MOST_COMPETENCES:]}
    after = before.record.model_copy(update=changes)
    if len(after.competences) > MOST_COMPETENCES:
        errors.append(FieldError("/trained", "too_many", f"最多 {MOST_COMPETENCES} 个事项"))
    refuse(errors)
    person = staff.person_of(platform.table, after.region, after.person)
    ops = [*staff.write_member(before, after, person.records), staff.person_moves(after.region, person)]
    return commit(platform, caller, "staff", before, after, ops, act="train", reason=told.reason, exclusive=True)
