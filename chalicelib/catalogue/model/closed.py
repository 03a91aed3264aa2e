"""Why nobody can apply for an item, since when and until when, and what to apply for instead. Pure.

Whoever tells an applicant of an item asks here: guide, list, sheets, checklist, plan, window, application and the feed
of changes. So all of them say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Literal, Protocol, get_args

from chalicelib.catalogue.model.called import NOT_NAMED, Named
from chalicelib.catalogue.model.closing import ENDED_WORDS, Closing, Suspension
from chalicelib.foundation.problems import FieldError

ClosedKind = Literal["cancel", "devolve", "split", "merge", "suspend"]
CLOSED_WORDS: Mapping[str, str] = {
    "cancel": "取消",
    "devolve": "下放",
    "split": "拆分",
    "merge": "合并",
    "suspend": "暂停受理",
}
# By the kinds of published changes; `end` is that of the administrator.
CHANGES: Mapping[str, ClosedKind] = {**{kind: kind for kind in get_args(ClosedKind)}, "end": "cancel"}


class Standing(Protocol):
    """What stands beside the versions of an item."""

    @property
    def name(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def closing(self) -> Closing | None: ...
    @property
    def suspension(self) -> Suspension | None: ...


@dataclass(frozen=True)
class Closed:
    """`in_force`: nobody can apply at the time that was asked about; else it is announced for later."""

    kind: ClosedKind
    name: str
    since: datetime
    until: datetime | None
    reason: str
    document: str
    successors: Sequence[str]
    divisions: Sequence[str]
    in_force: bool
    named: Named = NOT_NAMED

    @property
    def code(self) -> str:
        return "item_suspended" if self.kind == "suspend" else "item_ended"

    @property
    def title(self) -> str:
        if self.kind == "suspend":
            return "该事项暂停受理，请待恢复后再申请"
        return f"该事项{ENDED_WORDS[self.kind]}，不再受理申请"

    @property
    def errors(self) -> list[FieldError]:
        """The reason, and what to apply for instead and where."""
        if not self.in_force:
            return [FieldError("/item", "item_closes", f"“{self.name}”将停止受理：{self.text}")]
        why = _sentence(self.reason)
        if self.kind == "suspend":
            resumes = f"，预计 {self.until:%Y-%m-%d} 恢复" if self.until else ""
            return [FieldError("/item", "item_suspended", f"“{self.name}”暂停受理{resumes}{_behind(why)}")]
        done = ENDED_WORDS[self.kind]
        ended = FieldError("/item", "item_ended", f"“{self.name}”{done}，不再受理申请{_behind(why)}")
        instead = [
            FieldError("/item", "item_successor", f"请改为申请{self.named.said(one)}") for one in self.open_heirs
        ]
        places = map(self.named.place, self.divisions)
        there = [FieldError("/item", "item_devolved_to", f"请到{place.said}申请") for place in places]
        nothing = [
            FieldError("/item", "item_successor_ended", f"承接的{self.named.item(one)}也{self.named.why(one)}")
            for one in self.dead_ends
        ]
        return [ended, *instead, *there, *nothing]

    @property
    def heirs(self) -> list[str]:
        """What to apply for instead now: where a code that follows has ended too, those that follow it."""
        return self.named.heirs(self.successors)

    @property
    def open_heirs(self) -> list[str]:
        return [one for one in self.heirs if self.named.is_open(one)]

    @property
    def dead_ends(self) -> list[str]:
        """Of the codes that would follow those that have ended without another one."""
        return [one for one in self.heirs if not self.named.is_open(one)]

    @property
    def text(self) -> str:
        """All of it in sentences, as a guide prints it."""
        day, word = _day(self.since), CLOSED_WORDS[self.kind]
        if self.kind == "suspend":
            resumes = f"，预计{_day(self.until)}恢复" if self.until else "，恢复时间另行公布"
            said = f"本事项{'' if self.in_force else '将'}自{day}起{word}{resumes}。"
        elif self.in_force:
            said = f"本事项{ENDED_WORDS[self.kind]}，自{day}起不再受理申请。"
        else:
            said = f"本事项将自{day}起{word}，届时不再受理申请。"
        return said + _sentence(self.reason) + "".join(self._instead())

    def _instead(self) -> Iterator[str]:
        when = "请" if self.in_force else "届时请"
        if self.open_heirs:
            yield f"{when}改为申请{'、'.join(self.named.said(one) for one in self.open_heirs)}。"
        if self.divisions:
            yield f"{when}到{'、'.join(self.named.place(one).said for one in self.divisions)}申请。"
        for one in self.dead_ends:
            yield f"承接的{self.named.item(one)}也{self.named.why(one)}。"


def closed_at(item: Standing, at: datetime, named: Named = NOT_NAMED) -> Closed | None:
    """None where one can apply at this legal time."""
    told = told_of(item, at, named)
    return told if told and told.in_force else None


def told_of(item: Standing, at: datetime, named: Named = NOT_NAMED) -> Closed | None:
    """What an applicant has to know at this legal time: that nobody can apply, or else what is announced next."""
    found = [one for one in (_ended(item, at, named), _suspended(item, at, named)) if one]
    return min(found, key=lambda one: (not one.in_force, one.since if not one.in_force else at), default=None)


def closed_days(item: Standing, zone: tzinfo | None) -> list[tuple[date, date | None]]:
    """The days of that zone on which nobody can apply: from the first on, and until the second where that is known."""
    spans = list[tuple[date, date | None]]()
    if item.ended_at:
        spans.append((item.ended_at.astimezone(zone).date(), None))
    if pause := item.suspension:
        until = pause.until.astimezone(zone).date() if pause.until else None
        spans.append((pause.from_.astimezone(zone).date(), until))
    return spans


def closed_by(change: Mapping[str, Any], named: Named = NOT_NAMED) -> Closed | None:
    """What a published change has closed, by its row of the feed; None of another kind of change."""
    kind: ClosedKind | None = CHANGES.get(change["kind"])
    if kind is None:
        return None
    since, until = datetime.fromisoformat(change["effective_at"]), change.get("until")
    return Closed(
        kind=kind,
        name=change["name"],
        since=since,
        until=datetime.fromisoformat(until).astimezone(since.tzinfo) if until else None,
        reason=change["reason"],
        document=change["document"],
        successors=change["successors"],
        divisions=change.get("to_divisions", ()),
        in_force=True,
        named=named,
    )


def _ended(item: Standing, at: datetime, named: Named) -> Closed | None:
    if item.ended_at is None:
        return None
    closing = item.closing or Closing()
    return Closed(
        kind=closing.kind,
        name=item.name,
        since=item.ended_at.astimezone(at.tzinfo),
        until=None,
        reason=closing.reason,
        document=closing.document,
        successors=closing.successors,
        divisions=closing.to_divisions,
        in_force=item.ended_at <= at,
        named=named,
    )


def _suspended(item: Standing, at: datetime, named: Named) -> Closed | None:
    pause = item.suspension
    if pause is None or (pause.until is not None and pause.until <= at):
        return None
    return Closed(
        kind="suspend",
        name=item.name,
        since=pause.from_.astimezone(at.tzinfo),
        until=pause.until.astimezone(at.tzinfo) if pause.until else None,
        reason=pause.reason,
        document=pause.document,
        successors=(),
        divisions=(),
        in_force=pause.holds(at),
        named=named,
    )


def _day(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in "。！？" else f"{text}。"


def _behind(sentence: str) -> str:
    """The reason behind a clause, without a full stop of its own at the end."""
    return f"。{sentence.removesuffix('。')}" if sentence else ""
