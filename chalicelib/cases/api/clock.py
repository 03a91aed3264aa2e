"""The clocks of a case, for people of the hall and for the applicant: each day with its reason, as of any moment."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import item_of, no_case, seen_history
from chalicelib.cases.acts.standing import with_authorisation
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import reach_of
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_received import term_from_receipt
from chalicelib.cases.model.clocks_shown import ClocksShown, clocks_shown
from chalicelib.cases.model.presented import part
from chalicelib.cases.model.renewal import renewal_shown
from chalicelib.cases.store.records import load_file, load_history
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.upward import LevelTerm
from chalicelib.durable.audit import Event
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")


class AsOf(BaseModel, defer_build=True):
    """As of which moment; now, where nobody says."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    at: Annotated[AwareDatetime | None, Field(description="所问的时刻，须写明时区；不填为现在。按此前的事件推算")] = (
        None
    )


@api.get("/cases/{case_id}/clock", Permission.READ_CASES, "办件的全部期限，逐日说明", query=AsOf, answer=ClocksShown)
def read_clock(call: Call[None, AsOf], case_id: str) -> Answer:
    case, events = seen_history(call.platform, call.caller, case_id)
    return _answer(call, case, events)


@own.get(
    "/applications/{case_id}/clock",
    Permission.APPLY,
    "本人办件的全部期限，逐日说明",
    for_agents=True,
    query=AsOf,
    answer=ClocksShown,
)
def read_own_clock(call: Call[None, AsOf], case_id: str) -> Answer:
    platform = call.platform
    found, under = with_authorisation(platform, call.caller, lambda: load_history(platform.table, case_id))
    if found is None or reach_of(call.actor, found[0], platform.index_keys.reads, under) is None:
        raise no_case(call.actor)
    record_agent(platform, call.caller, call.request_id, found[0], ["/clock"])
    return _answer(call, *found)


def _answer(call: Call[None, AsOf], case: Case, events: Sequence[Event]) -> Answer:
    at = (call.query.at or call.caller.at).astimezone(SHANGHAI)
    platform, item = call.platform, item_of(call.platform, case)
    days, term = platform.settings.supplement_workdays, _from_receipt(platform, case, item)
    rules = Rules(platform.calendars, days, item.is_licence, term)
    shown = clocks_shown(case.id, events, at, rules)
    granted = [event for event in events if event.at <= at]
    renewal = renewal_shown(item, granted, platform.calendars.at(at))
    return Answer(shown.model_copy(update={"renewal": renewal}), etag=case.etag)


def _from_receipt(platform: Platform, case: Case, item: ServiceItem) -> LevelTerm | None:
    """The form is read only where its answers make such a term shorter."""
    track = item.statutory_limit.short_track
    found = load_file(platform.table, case.id) if track and track.when else None
    return term_from_receipt(item, part(found.form, "answers") if found else {})
