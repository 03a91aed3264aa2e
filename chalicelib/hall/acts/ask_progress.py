"""Finding a case by query code and factor without telling strangers anything, and limiting their attempts."""

import hashlib
import hmac
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.numbers import factor_digest, is_query_code, typed_query_code
from chalicelib.cases.store.records import load_case
from chalicelib.clock import Unit, used_and_left
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform

WRONG_PER_CODE = 5
WRONG_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)


class Remaining(NamedTuple):
    due: date
    left: int
    unit: Unit
    provisional: bool


def find(platform: Platform, code: str, factor: str, address: str) -> Case:
    """The case. A wrong code and a wrong factor are one and the same 404; after too many of them it is 429.

    What stands between the characters of the code does not matter. A code that can be no case's is a slip and no
    attempt to guess: it is answered alike and not counted.
    """
    code = typed_query_code(code)
    counters = {
        _attempts(platform, f"code|{code}"): WRONG_PER_CODE,
        _attempts(platform, f"address|{address}"): WRONG_PER_ADDRESS,
    }
    found = platform.table.get_many([keys.query_code(code), *counters])
    for key, most in counters.items():
        if found.get(key, {}).get("value", 0) >= most:
            raise problems.TooMany(
                title="查询次数过多，请 15 分钟后再试", headers={"Retry-After": str(int(WINDOW.total_seconds()))}
            )
    row = found.get(keys.query_code(code))
    case = load_case(platform.table, row["case_id"]) if row and _right(platform, row, code, factor) else None
    if case is None:
        for key in counters if is_query_code(code) else ():
            _count(platform, key)
        raise problems.NotFound(code="progress_not_found", title="查询码或验证信息不正确，请核对收件凭证")
    return case


def remaining(platform: Platform, case: Case) -> Remaining | None:
    """The term that runs now: to the decision, then to delivery; None when none runs."""
    today, calendar = platform.now().date(), platform.calendar
    if case.ended_at or case.delivered_at:
        return None
    clocks = case.clocks
    clock = clocks.get("issue") or clocks.get("promised") or clocks.get("statutory")
    if clock is None:
        return None
    term = clock.term(calendar)
    return Remaining(term.due, used_and_left(term, today, calendar).left, term.unit, term.provisional)


def _right(platform: Platform, row: Item, code: str, factor: str) -> bool:
    given = factor_digest(platform.settings.index_secret, code, factor)
    return any(hmac.compare_digest(given, known) for known in row["factors"])


def _attempts(platform: Platform, subject: str) -> Key:
    """One counter per subject and quarter of an hour; the address is kept only as a digest."""
    window = int(platform.wall().timestamp() // WINDOW.total_seconds())
    digest = hashlib.sha256(platform.settings.index_secret + subject.encode()).hexdigest()[:24]
    return keys.attempts(digest, window)


def _count(platform: Platform, key: Key) -> None:
    platform.table.increment(key, ttl=int((platform.wall() + 2 * WINDOW).timestamp()))
