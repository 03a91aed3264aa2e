"""What a change of an item must hold to. It is asked when the change is proposed, and again when it is published: in
between days pass, other items end, and a suspension runs out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.catalogue.acts.life_gate import BegunLife
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.closing import Suspension
from chalicelib.catalogue.model.life import ProposalKind
from chalicelib.catalogue.model.settling import SETTLED_AFTER, too_far
from chalicelib.catalogue.store import will_end
from chalicelib.catalogue.store.closed import place_of
from chalicelib.catalogue.store.life import known_items
from chalicelib.directory.model.regions import full, lies_in, short
from chalicelib.foundation.problems import Conflict, FieldError

# How many codes follow an item.
FEWEST = {"split": 2, "merge": 1}
MOST = {"merge": 1}


class Change(Protocol):
    """A change as it is wanted, or as the proposal has it."""

    @property
    def kind(self) -> ProposalKind: ...
    @property
    def until(self) -> datetime | None: ...
    @property
    def successors(self) -> Sequence[str]: ...
    @property
    def to_divisions(self) -> Sequence[str]: ...


def require_possible(item: ServiceItem, change: Change, at: datetime) -> None:
    """409 for what has ended, for a second suspension that is no longer one, for resuming what is not suspended, and
    for withdrawing a version that holds already or soon.
    """
    if change.kind == "withdraw":
        require_withdrawable(item, at)
        return
    if item.ended_at or item.withdrawn_at:
        raise Conflict(code="item_ended", title="该事项已经取消、下放、拆分或者合并，须重新发布后才能变动")
    pause = pause_of(item, at)
    if change.kind == "suspend" and pause and not _is_longer(change.until, pause.until):
        raise Conflict(code="item_suspended_already", title=f"该事项已经暂停{_until(pause)}")
    if change.kind == "resume" and pause is None:
        raise Conflict(code="item_not_suspended", title="该事项没有暂停")


def pause_of(item: ServiceItem, at: datetime) -> Suspension | None:
    """The suspension that goes on at this time or is announced; None where it is over."""
    pause = item.suspension
    return pause if pause and (pause.until is None or at < pause.until) else None


def _is_longer(until: datetime | None, than: datetime | None) -> bool:
    return than is not None and (until is None or until > than)


def _until(pause: Suspension) -> str:
    return f"，定于 {pause.until:%Y-%m-%d %H:%M:%S} 恢复；延长的，恢复时间应晚于此时" if pause.until else ""


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


def time_errors(item: ServiceItem, change: Change, starts: datetime, at: datetime) -> list[FieldError]:
    """`starts` is from when the change holds. A suspension ends after it has begun; a longer one begins before the one
    there is has ended. A resumption only moves the end of a suspension earlier: a later end is a suspension, which the
    office of law reviews.
    """
    errors, pause, until = list[FieldError](), pause_of(item, at), change.until
    if until and until <= starts:
        sentence = f"恢复时间应晚于暂停时间（{starts:%Y-%m-%d %H:%M:%S}）"
        errors.append(FieldError("/until", "dates_reversed", sentence))
    if until and too_far(until, at):
        errors.append(FieldError("/until", "until_too_far", "恢复时间最迟为两年以内；不知道何时恢复的，不填"))
    if pause is None or pause.until is None:
        return errors
    ends = f"{pause.until.astimezone(at.tzinfo):%Y-%m-%d %H:%M:%S}"
    if change.kind == "suspend" and starts > pause.until:
        sentence = f"该事项暂停至 {ends}，延长的暂停应在此前开始"
        errors.append(FieldError("/effective_at", "suspension_interrupted", sentence))
    if change.kind == "resume" and starts >= pause.until:
        sentence = f"该事项定于 {ends} 恢复，只能提前；延后恢复的，应重新提出暂停"
        errors.append(FieldError("/effective_at", "resumption_not_earlier", sentence))
    return errors


def successor_errors(begun: BegunLife, change: Change) -> list[FieldError]:
    """Codes that follow must be items of the catalogue that are open, each once, and as many as the change takes."""
    errors = _repeated("/successors", change.successors)
    fewest = FEWEST.get(change.kind, 0)
    if len(set(change.successors)) < fewest:
        errors.append(FieldError("/successors", "successors_missing", f"至少应写明 {fewest} 个承接的事项编号"))
    if change.kind in MOST and len(set(change.successors)) > MOST[change.kind]:
        sentence = "合并到一个事项，只能写明一个承接的事项编号；由几个事项承接的是拆分"
        errors.append(FieldError("/successors", "successors_too_many", sentence))
    known = known_items(begun.platform.table, begun.division, list(dict.fromkeys(change.successors)))
    for number, successor in enumerate(change.successors):
        if successor == begun.code or successor not in known or will_end(known[successor]):
            pointer = f"/successors/{number}"
            errors.append(FieldError(pointer, "item_unknown", "承接的事项应为目录中现行有效的其他事项"))
    return errors


def division_errors(begun: BegunLife, change: Change) -> list[FieldError]:
    """A devolved item needs divisions below ours that the directory knows, each named once: people are sent there."""
    codes = [short(code) for code in change.to_divisions]
    errors = _repeated("/to_divisions", codes)
    if change.kind == "devolve" and not codes:
        errors.append(FieldError("/to_divisions", "missing", "应写明下放到的行政区划"))
    platform, today = begun.platform, begun.caller.at.date()
    for number, code in enumerate(codes):
        pointer = f"/to_divisions/{number}"
        if not lies_in(code, begun.division) or full(code) == full(begun.division):
            errors.append(FieldError(pointer, "division_not_below", "应为本级以下的行政区划"))
        elif place_of(platform.table, code, today, platform.wall()).name is None:
            sentence = "机构信息中没有这个地区，请核对区划代码，或者先导入该地区的机构信息"
            errors.append(FieldError(pointer, "division_unknown", sentence))
    return errors


def _repeated(pointer: str, codes: Sequence[str]) -> list[FieldError]:
    return [
        FieldError(f"{pointer}/{number}", "duplicate", f"{code} 已写过一次")
        for number, code in enumerate(codes)
        if code in codes[:number]
    ]
