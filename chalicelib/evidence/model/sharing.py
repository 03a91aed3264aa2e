"""What an export shows to whom. Pure.

An event is hashed whole, so of an event that is not shown whole the hash can be compared and not computed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from chalicelib.durable.audit import Event
from chalicelib.evidence.model.records import Withheld

Reader = Literal["applicant", "official", "supervisor"]
OFFICIALS = "工作人员的账号不向申请人提供"
NO_PAPERS = "所填查看目的不含文书的内容"
OF_OTHERS = "写给其他人或者部门之间往来的文书，不向申请人提供"
NOT_READY = "文书尚未制成或者尚未向申请人公开"
KEYED = "以办件自己的密钥计算的摘要，原文不在本文件中"
# Where the event of a task that changed hands names the accounts of officers.
HANDED = ("from", "to")
# What an event keeps as a digest that is keyed with the secret of the case.
KEYED_DIGESTS = frozenset(
    {"identity_seen", "recipient", "opinion", "reason", "before", "after", "reference", "judgment", "told"}
)
# Where a letter of authority names people, by their ids in the register of staff.
NAMED_IN_LETTERS = frozenset({"signed_by", "accepted_by", "grantee", "deputy", "revoked", "note"})
# The machine acts for nobody.
NOBODY = "machine"


class Shown(NamedTuple):
    """The events as they are shown, and what of them is not."""

    events: Sequence[Mapping[str, Any]]
    withheld: Sequence[Withheld]


def whole(events: Sequence[Event]) -> Shown:
    return Shown([event.model_dump(mode="json") for event in events], ())


def without_officials(events: Sequence[Event], own: str) -> Shown:
    """As the applicant may see them: by post and organ, without the accounts of those who acted there."""
    officials = {event.actor for event in events if event.role not in (NOBODY, "applicant")}
    officials |= {
        account
        for event in events
        for name in HANDED
        if "task" in event.data and isinstance(account := event.data.get(name), str)
    }
    officials |= {_person(event.data) for event in events}
    officials -= {own, ""}
    shown, withheld = list[Mapping[str, Any]](), list[Withheld]()
    for event in events:
        written = event.model_dump(mode="json")
        left = {**written, "data": _without(written["data"], officials)}
        if event.actor in officials:
            del left["actor"]
        if left != written:
            withheld.append(Withheld(place=f"event/{event.seq}/actor", why=OFFICIALS))
        shown.append(left)
    return Shown(shown, withheld)


def _person(data: Mapping[str, Any]) -> str:
    """Whom of the register of staff the event names; empty for nobody."""
    grounds: object = data.get("grounds")
    person: object = cast("dict[str, object]", grounds).get("person") if isinstance(grounds, dict) else None
    return person if isinstance(person, str) else ""


def without_signers(letter: Mapping[str, Any]) -> dict[str, Any]:
    """A letter as the applicant may see it: what it allows and when, without the people who signed and received it."""
    return {name: value for name, value in letter.items() if name not in NAMED_IN_LETTERS}


def closed(events: Sequence[Event]) -> Iterator[Withheld]:
    """The digests in the events that nothing in the file opens."""
    for event in events:
        for name in sorted(_names(event.data) & KEYED_DIGESTS):
            yield Withheld(place=f"event/{event.seq}/data/{name}", why=KEYED)


def _names(value: object) -> set[str]:
    if isinstance(value, dict):
        named = cast("dict[str, object]", value)
        return {*named, *(name for inner in named.values() for name in _names(inner))}
    return set()


def _without(value: Any, accounts: Collection[str]) -> Any:
    """The same without the texts that are accounts, wherever they stand."""
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {name: _without(inner, accounts) for name, inner in named.items() if not _is_account(inner, accounts)}
    if isinstance(value, list):
        return [_without(inner, accounts) for inner in cast("list[Any]", value) if not _is_account(inner, accounts)]
    return value


def _is_account(value: object, accounts: Collection[str]) -> bool:
    return isinstance(value, str) and value in accounts
