"""The cases waiting at the windows of the hall, by due day: one page costs the same however many there are."""

from collections.abc import Mapping, Sequence
from functools import partial

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.store.records import ISSUING_WINDOW, TRANSFERRED, WINDOWS
from chalicelib.foundation import keys
from chalicelib.foundation.alongside import in_parallel
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Page

AT_WINDOWS: dict[Role, tuple[str, ...]] = {
    Role.COUNTER_CLERK: tuple(window for window in WINDOWS if window not in (TRANSFERRED, ISSUING_WINDOW)),
    Role.ISSUING_CLERK: (ISSUING_WINDOW,),
    Role.OFFICER: (TRANSFERRED, *(window for window in WINDOWS if window != TRANSFERRED)),
    Role.CHIEF_REPRESENTATIVE: (TRANSFERRED, *(window for window in WINDOWS if window != TRANSFERRED)),
}


def waiting_cases(
    platform: Platform,
    actor: Actor,
    window: str | None,
    *,
    limit: int,
    after: dict[str, str] | None,
    everywhere: bool = False,
) -> tuple[list[Case], dict[str, str] | None]:
    """A page over the windows of the actor's post (or one of them), window after window, and where the next goes on.

    `everywhere` goes over all windows, whatever the actor's post.
    """
    windows = [window] if window else list(WINDOWS if everywhere else AT_WINDOWS.get(actor.role, WINDOWS))
    place = dict(after or {})
    left = windows[windows.index(place.pop("window")) :] if place else windows
    cases: list[Case] = []
    for name, following, page in zip(left, [*left[1:], None], _pages(platform, actor, left, limit, place), strict=True):
        taken = page.items[: limit - len(cases)]
        found = (Case.model_validate(item) for item in taken)
        cases += [recounted(case, platform.calendar) for case in found if may_see(actor, case)]
        if more := page.after if len(taken) == len(page.items) else _position(taken[-1]):
            return cases, {**more, "window": name}
        if len(cases) >= limit and following:
            return cases, {"window": following}
    return cases, None


def _pages(
    platform: Platform, actor: Actor, windows: Sequence[str], limit: int, position: Mapping[str, str]
) -> list[Page]:
    """The next cases of each of the windows, asked for at the same time. `position` is where the first goes on.

    Of the transferred cases, whoever works for a department reads its own only.
    """

    def page(window: str, after: Mapping[str, str]) -> Page:
        partition = keys.window(platform.settings.division, window)
        own = keys.of_department(actor.department) if actor.department and window == TRANSFERRED else ""
        return platform.table.query(partition, index=keys.COUNTER_INDEX, prefix=own, limit=limit, after=after or None)

    first, *others = windows
    return in_parallel([partial(page, first, position), *(partial(page, window, {}) for window in others)])


def _position(row: Item) -> dict[str, str]:
    """Where the list goes on behind this row of the index."""
    return {name: row[name] for name in (*Key._fields, f"{keys.COUNTER_INDEX}_pk", f"{keys.COUNTER_INDEX}_sk")}
