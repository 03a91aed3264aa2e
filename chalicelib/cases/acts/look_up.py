"""Looking for cases by a person's name: for a purpose, and recorded for each person who is found (个人信息保护法6, 51).

That somebody has cases here is itself something that is told of a person, so a masked list does not make it harmless.
"""

from collections.abc import Sequence

from chalicelib.cases.acts.disclose import Asked, reading_of
from chalicelib.cases.model.access import at_own_window
from chalicelib.cases.model.disclosure import require_lookup
from chalicelib.cases.store import access_log, search
from chalicelib.cases.store.access_log import Lookup
from chalicelib.cases.store.search import After, Found, Wanted
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform

# A transaction has a hundred operations: one for the search, and one for each case that it finds.
MOST = 99


def look_up(platform: Platform, asked: Asked, wanted: Wanted, *, limit: int, after: After, pointer: str) -> Found:
    """The cases that fit, of those that are the caller's business. What cannot be recorded is not given.

    It takes two calls in sequence: where the name leads; then the cases, while the search is recorded.

    Raises PurposeMissing or PurposeUnfit; `pointer` says where the request has the purpose.
    """
    actor = asked.caller.actor
    require_lookup(actor.role, asked.purpose, pointer)
    led = search.candidates(platform, wanted, limit=min(limit, MOST), after=after)
    asked.caller.in_post()
    rows = [row for row in led.rows if search.concerns(actor, row)]
    with meanwhile(lambda: _record(platform, asked, wanted.name or "", rows)) as recorded:
        cases = search.seen(platform, actor, wanted, rows)
    recorded.result()
    return Found([case for case in cases if at_own_window(actor, case.theme)], led.after)


def _record(platform: Platform, asked: Asked, name: str, rows: Sequence[Item]) -> None:
    readings = [reading_of(asked, row["case_id"], ["/search/name"], row.get("theme")) for row in rows]
    searched = reading_of(asked, "", (), None).model_dump(exclude={"case_id", "fields", "window"})
    digest = search.name_digests(platform, name)[0]
    lookup = Lookup(**searched, division=platform.settings.division, digest=digest, found=len(rows))
    access_log.record_lookup(platform, lookup, readings)
