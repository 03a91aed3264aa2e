"""The cases waiting at the windows of the hall, by due day: one page costs the same however many there are."""

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.store.records import ISSUING_WINDOW, WINDOWS
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform

AT_WINDOWS: dict[Role, tuple[str, ...]] = {
    Role.COUNTER_CLERK: tuple(window for window in WINDOWS if window != ISSUING_WINDOW),
    Role.ISSUING_CLERK: (ISSUING_WINDOW,),
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
    start = windows.index(place.pop("window")) if place else 0
    cases: list[Case] = []
    for number, name in enumerate(windows[start:], start):
        position = {key: value for key, value in place.items() if key != "window"} if number == start else None
        page = platform.table.query(
            keys.window(platform.settings.division, name),
            index=keys.COUNTER_INDEX,
            limit=limit - len(cases),
            after=position or None,
        )
        found = (Case.model_validate(item) for item in page.items)
        cases += [recounted(case, platform.calendar) for case in found if may_see(actor, case)]
        if page.after:
            return cases, {**page.after, "window": name}
        if len(cases) >= limit and number + 1 < len(windows):
            return cases, {"window": windows[number + 1]}
    return cases, None
