"""Showing personal data to people of the hall: the purpose is judged first, then the reading recorded, then shown."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import same_region
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import at_own_window
from chalicelib.cases.model.disclosure import OtherWindow, Part, Purpose, Sight, Standing, require_purpose, sight
from chalicelib.cases.model.masking import masked_form, masked_name, personal_fields
from chalicelib.cases.store import access_log
from chalicelib.cases.store.access_log import Reading
from chalicelib.cases.store.records import load_events
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform

Fields = Callable[[], Sequence[str]]
"""What is shown, as the access log names it. It is asked for where the reading is recorded."""


def nothing_more() -> Sequence[str]:
    return ()


class Asked(NamedTuple):
    """Who asks to read, what for, and by which request."""

    caller: Caller
    purpose: Purpose | None
    request: str


class Seen(NamedTuple):
    """What may be shown of a case: the form, and the name of the applicant."""

    sight: Sight
    form: dict[str, Any] | None
    applicant_name: str

    @property
    def whole(self) -> bool:
        return self.sight is Sight.WHOLE


def see_form(
    platform: Platform,
    asked: Asked,
    case: Case,
    form: Mapping[str, Any],
    more: Fields = nothing_more,
    *,
    standing: Standing | None = None,
) -> Seen:
    """The form as this reader may see it now. `more` is what else is shown with it, such as `/materials/01`; `standing`
    where another one than that of the case opens it.
    """
    seen = sight(asked.caller.actor.role, case.status, asked.purpose, standing or standing_of(case))
    match seen:
        case Sight.WHOLE:
            fields = personal_fields(item_of(platform, case), form)
            agents = ["/agents"] if case.agents else []
            _record(platform, asked, case, [*dict.fromkeys((*fields, *agents, *more()))])
            return Seen(seen, dict(form), case.applicant_name)
        case Sight.MASKED:
            return Seen(seen, masked_form(item_of(platform, case), form), masked_name(case.applicant_name))
        case Sight.NOTHING:
            return Seen(seen, None, masked_name(case.applicant_name))


def sight_of(platform: Platform, asked: Asked, case: Case, fields: Fields) -> Sight:
    """How much is shown of something with a personal part, as the files of a case: all of it only with a purpose."""
    seen = sight(asked.caller.actor.role, case.status, asked.purpose, standing_of(case))
    if seen is Sight.WHOLE:
        _record(platform, asked, case, fields())
    return seen


def require_reading(platform: Platform, asked: Asked, case: Case, part: Part, fields: Sequence[str]) -> None:
    """For what cannot be masked: 422 without a purpose, 403 with an unfit one, else the reading is recorded."""
    require_purpose(asked.caller.actor.role, case.status, asked.purpose, part, standing_of(case))
    _record(platform, asked, case, fields)


def standing_of(case: Case) -> Standing:
    return Standing(
        transferred=case.transferred_at is not None,
        asked=case.open_task("confirm") is not None,
        precheck=case.precheck_until is not None,
    )


def _record(platform: Platform, asked: Asked, case: Case, fields: Sequence[str]) -> None:
    """Raises OtherWindow when a clerk has nothing to do with the case: then nothing is given."""
    actor = asked.caller.actor
    if not has_business(platform, actor, case):
        raise OtherWindow
    asked.caller.in_post()
    access_log.record(platform, reading_of(asked, case.id, fields, case.theme))


def record_agent(platform: Platform, caller: Caller, request: str, case: Case, fields: Sequence[str]) -> None:
    """The principal sees later what the agent has looked at. The applicant's own readings are not recorded."""
    if caller.on_behalf_of is None:
        return
    actor = caller.actor
    reading = Reading(
        case_id=case.id,
        at=caller.at,
        actor=actor.sub,
        role=actor.role,
        region=actor.region,
        purpose=Purpose.AGENCY,
        fields=tuple(fields),
        request=request,
        authorisation=caller.on_behalf_of,
    )
    access_log.record(platform, reading)


def has_business(platform: Platform, actor: Actor, case: Case) -> bool:
    """Whether a clerk has to do with the case: it is of the own window, came in at the own point of a town or village
    (R91), or the clerk has acted on it. Whoever received a case for another window goes on with it: hands over the
    voucher, for one.
    """
    if at_own_window(actor, case.theme) or (case.point is not None and same_region(actor, case.point)):
        return True
    return any(event.actor == actor.sub for event in load_events(platform.table, case.id))


def reading_of(asked: Asked, case_id: str, fields: Sequence[str], theme: str | None) -> Reading:
    """`theme` is that of the case: the window of a counter clerk, unless the clerk sits at others."""
    if asked.purpose is None:
        raise LookupError("nothing is shown without a purpose")
    actor = asked.caller.actor
    return Reading(
        case_id=case_id,
        at=asked.caller.at,
        actor=actor.sub,
        role=actor.role,
        organ=actor.department,
        region=actor.region,
        window=_window(actor, theme) if actor.role is Role.COUNTER_CLERK else None,
        purpose=asked.purpose,
        fields=tuple(fields),
        request=asked.request,
    )


def _window(actor: Actor, theme: str | None) -> str | None:
    return theme if theme in actor.windows else next(iter(actor.windows), None)
