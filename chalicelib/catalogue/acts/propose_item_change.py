"""提出变动: an editor proposes to suspend, resume, cancel, devolve, split or merge an item, or to withdraw the version
that waits for its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalogue.acts.life_gate import BegunLife, begin_life, require_free
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.life import Proposal, ProposalKind
from chalicelib.catalogue.model.life_acts import PROPOSE_CHANGE
from chalicelib.catalogue.model.settling import SETTLED_AFTER, too_far
from chalicelib.catalogue.store import unknown_item, will_end
from chalicelib.catalogue.store.life import known_items
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid

# How many codes follow an item.
FEWEST = {"split": 2, "merge": 1}
MOST = {"merge": 1}


@dataclass(frozen=True)
class Wanted:
    """`effective_at` is from when it holds, `until` to when a suspension lasts. `successors` are the codes to apply for
    instead, `to_divisions` those whose halls take over what is devolved.
    """

    kind: ProposalKind
    reason: str
    effective_at: datetime | None = None
    until: datetime | None = None
    successors: Sequence[str] = ()
    to_divisions: Sequence[str] = ()


@act
def propose_item_change(platform: Platform, caller: Caller, code: str, wanted: Wanted) -> Receipt:
    begun = begin_life(platform, caller, PROPOSE_CHANGE, code)
    require_free(begun)
    item = begun.rows.newest
    if item is None:
        raise unknown_item()
    require_possible(item, wanted.kind, caller.at)
    if errors := [*_dates(wanted, caller.at), *successor_errors(begun, wanted), *_divisions(begun, wanted)]:
        raise Invalid(errors=errors)
    proposal = Proposal(
        kind=wanted.kind,
        base=item.version,
        name=item.name,
        department=item.department,
        editors=(begun.hand.account,),
        authors=begun.hand.persons,
        saved_at=caller.at,
        reason=wanted.reason,
        successors=tuple(wanted.successors),
        to_divisions=tuple(wanted.to_divisions),
        until=wanted.until,
        effective_at=wanted.effective_at,
    )
    told = {"kind": wanted.kind, "reason": wanted.reason, "successors": list(wanted.successors)}
    return begun.commit(data={**told, "to_divisions": list(wanted.to_divisions)}, proposal=proposal)


def require_possible(item: ServiceItem, kind: ProposalKind, at: datetime) -> None:
    """409 for what has ended, for a second suspension, for resuming what is not suspended, and for withdrawing a
    version that holds already or soon.
    """
    if kind == "withdraw":
        require_withdrawable(item, at)
        return
    if item.ended_at or item.withdrawn_at:
        raise Conflict(code="item_ended", title="该事项已经取消、下放、拆分或者合并，须重新发布后才能变动")
    suspended = item.suspension is not None and (item.suspension.until is None or at < item.suspension.until)
    if kind == "suspend" and suspended:
        raise Conflict(code="item_suspended_already", title="该事项已经暂停")
    if kind == "resume" and not suspended:
        raise Conflict(code="item_not_suspended", title="该事项没有暂停")


def require_withdrawable(item: ServiceItem, at: datetime) -> None:
    """409 unless the version takes effect so late that every process will have read by then that it is withdrawn."""
    if item.withdrawn_at or item.effective_at is None or item.effective_at <= at:
        raise Conflict(code="item_no_version_pending", title="没有待生效的版本，不能撤回")
    if item.effective_at <= at + SETTLED_AFTER:
        title = (
            f"第 {item.version} 版将于 {item.effective_at:%Y-%m-%d %H:%M:%S} 生效，已来不及撤回，请生效后另行发布新版本"
        )
        raise Conflict(code="item_version_imminent", title=title)


def effective_errors(wanted: datetime | None, at: datetime) -> list[FieldError]:
    """A time to take effect is neither past nor so far ahead that no calendar of workdays is certain for it."""
    if wanted and wanted < at:
        return [FieldError("/effective_at", "effective_in_the_past", "生效时间不能早于现在")]
    if wanted and too_far(wanted, at):
        return [FieldError("/effective_at", "effective_too_far", "生效时间最迟为两年以内")]
    return []


def _dates(wanted: Wanted, at: datetime) -> list[FieldError]:
    errors = effective_errors(wanted.effective_at, at)
    if wanted.until and wanted.until <= (wanted.effective_at or at):
        errors.append(FieldError("/until", "dates_reversed", "恢复时间应晚于暂停时间"))
    if wanted.until and too_far(wanted.until, at):
        errors.append(FieldError("/until", "until_too_far", "恢复时间最迟为两年以内；不知道何时恢复的，不填"))
    return errors


def successor_errors(begun: BegunLife, wanted: "Wanted | Proposal") -> list[FieldError]:
    """Codes that follow must be items of the catalogue that are open, each once, and as many as the change takes."""
    errors = _repeated("/successors", wanted.successors)
    fewest = FEWEST.get(wanted.kind, 0)
    if len(set(wanted.successors)) < fewest:
        errors.append(FieldError("/successors", "successors_missing", f"至少应写明 {fewest} 个承接的事项编号"))
    if wanted.kind in MOST and len(set(wanted.successors)) > MOST[wanted.kind]:
        sentence = "合并到一个事项，只能写明一个承接的事项编号；由几个事项承接的是拆分"
        errors.append(FieldError("/successors", "successors_too_many", sentence))
    known = known_items(begun.platform.table, begun.division, list(dict.fromkeys(wanted.successors)))
    for number, successor in enumerate(wanted.successors):
        if successor == begun.code or successor not in known or will_end(known[successor]):
            pointer = f"/successors/{number}"
            errors.append(FieldError(pointer, "item_unknown", "承接的事项应为目录中现行有效的其他事项"))
    return errors


def _divisions(begun: BegunLife, wanted: Wanted) -> list[FieldError]:
    """A devolved item needs divisions below ours, each named once."""
    errors = _repeated("/to_divisions", wanted.to_divisions)
    if wanted.kind == "devolve" and not wanted.to_divisions:
        errors.append(FieldError("/to_divisions", "missing", "应写明下放到的行政区划"))
    city = begun.division[:4]
    for number, division in enumerate(wanted.to_divisions):
        if not division.startswith(city) or division == begun.division:
            pointer = f"/to_divisions/{number}"
            errors.append(FieldError(pointer, "division_not_below", "应为本级以下的行政区划"))
    return errors


def _repeated(pointer: str, codes: Sequence[str]) -> list[FieldError]:
    return [
        FieldError(f"{pointer}/{number}", "duplicate", f"{code} 已写过一次")
        for number, code in enumerate(codes)
        if code in codes[:number]
    ]
