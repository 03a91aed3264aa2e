"""Finding a case by query code and factor without telling strangers anything, and limiting their attempts."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from secrets import token_urlsafe
from typing import NamedTuple

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import paused_until, recounted
from chalicelib.cases.model.numbers import factor_digest, is_factor, is_query_code, typed_code
from chalicelib.cases.model.remaining import Remaining, remaining_of
from chalicelib.cases.model.stops import open_kinds
from chalicelib.cases.store.records import load_case
from chalicelib.catalogue.model.forms.titles import field_titles
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import in_parallel, meanwhile
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writing import plain_number

# An attempt is counted before it is judged, and given back when it was right. So guesses sent at the same moment cannot
# all be judged against a counter that none of them has moved yet.
WRONG_PER_CODE = 5
WRONG_PER_ADDRESS = 30
# Of an address with too many wrong attempts. It may be that of a hall or of a mobile carrier, so nobody is refused
# because of it alone: each code may still be tried, only less often.
WRONG_PER_CODE_FROM_CROWD = 2
WINDOW = timedelta(minutes=15)


class Found(NamedTuple):
    """The case, and the token of this device for it: whoever sends the token next time is not shut out by strangers who
    try the same code.
    """

    case: Case
    device: str


class Paused(NamedTuple):
    """Until the end of which day, and for which special procedures."""

    until: date
    labels: Sequence[str]


def find(platform: Platform, code: str, factor: str, address: str, device: str | None = None) -> Found:
    """The case. A wrong code and a wrong factor are one and the same 404; after too many of them it is 429.

    `device` is the token of an earlier answer. A device that was right about this code before has its own attempts.
    What stands between the characters of the code does not matter. A code that can be no case's is a slip and no
    attempt to guess: it is answered alike and not counted.
    """
    code = typed_code(code)
    if not is_query_code(code):
        raise _not_found()
    known = device if device and _is_token(platform, code, device) else None
    with meanwhile(lambda: platform.table.get(keys.query_code(code))) as read:
        counters = _counted(platform, code, address, known)
    row = read.result()
    case = load_case(platform.table, row["case_id"]) if row and _right(platform, row, code, factor) else None
    if case is None:
        raise _not_found()
    in_parallel(partial(_count, platform, counter, -1) for counter in counters)
    return Found(recounted(case, platform.calendar), known or _token(platform, code, token_urlsafe(12)))


def _not_found() -> problems.NotFound:
    return problems.NotFound(code="progress_not_found", title="查询码或验证信息不正确，请核对收件凭证")


def _counted(platform: Platform, code: str, address: str, device: str | None) -> list[Key]:
    """Count this attempt. Its counters; TooMany (429) when one more may not be judged now."""
    if device:
        counters = [_attempts(platform, f"device|{device}")]
        (tried,), most = _count_all(platform, counters), WRONG_PER_CODE
    else:
        counters = [_attempts(platform, f"code|{code}"), _attempts(platform, f"address|{address}")]
        tried, of_address = _count_all(platform, counters)
        most = WRONG_PER_CODE if of_address <= WRONG_PER_ADDRESS else WRONG_PER_CODE_FROM_CROWD
    if tried > most:
        raise problems.TooMany(
            title="查询次数过多，请 15 分钟后再试", headers={"Retry-After": str(int(WINDOW.total_seconds()))}
        )
    return counters


def remaining(platform: Platform, case: Case) -> Remaining | None:
    return remaining_of(case, platform.now().date(), platform.calendar)


def paused(platform: Platform, case: Case) -> Paused | None:
    """The special procedures for which the decision clocks stand still today."""
    today = platform.now().date()
    until = paused_until(case, today)
    if until is None:
        return None
    return Paused(until, [SPECIALS[kind] for kind in open_kinds(stop for stop in case.stops if stop.stops_on(today))])


def wanted(platform: Platform, case: Case) -> list[tuple[str, str]]:
    """The lines and fields of the one-time notice with their names, while the case waits for the supplement, also late
    (R5).
    """
    if case.status not in (Status.CORRECTING, Status.LAPSED):
        return []
    item = item_of(platform, case)
    names = {f"{number:02d}": line.name for number, line in enumerate(item.materials, start=1)}
    names |= field_titles(item, case.applicant_kind)
    return [(target, names.get(target, target)) for target in (*case.noticed_lines, *case.noticed_fields)]


def members(platform: Platform, case: Case) -> Mapping[str, Item]:
    """The rows of a joint request's members, by node: one call more, for requests only."""
    if not case.is_request:
        return {}
    rows = platform.table.query_all(keys.case(case.id), prefix=keys.MEMBER)
    return {keys.name_in(row["sk"], keys.MEMBER): row for row in rows}


def _right(platform: Platform, row: Item, code: str, factor: str) -> bool:
    if not is_factor(plain_number(factor)):
        return False
    given = [factor_digest(key, code, factor) for key in platform.index_keys.reads]
    return any(hmac.compare_digest(digest, known) for digest in given for known in row["factors"])


def _attempts(platform: Platform, subject: str) -> Key:
    """One counter per subject and quarter of an hour; the address is kept only as a digest. A count that has begun goes
    on with its key: a rotation gives nobody more attempts.
    """
    wall = platform.wall()
    window = int(wall.timestamp() // WINDOW.total_seconds())
    begun = datetime.fromtimestamp(window * WINDOW.total_seconds(), wall.tzinfo)
    digest = hashlib.sha256(platform.keyring.index(begun).writes + subject.encode()).hexdigest()[:24]
    return keys.attempts(digest, window)


def _count_all(platform: Platform, counters: Sequence[Key]) -> list[int]:
    return in_parallel(partial(_count, platform, counter, 1) for counter in counters)


def _count(platform: Platform, key: Key, by: int) -> int:
    return platform.table.increment(key, by=by, ttl=int((platform.wall() + 2 * WINDOW).timestamp()))


def _token(platform: Platform, code: str, device: str) -> str:
    """The token of the device with this random id, for this code only. We keep nothing of it."""
    return _tokens(platform, code, device)[0]


def _tokens(platform: Platform, code: str, device: str) -> list[str]:
    """With each key that it may have been made with."""
    return [f"{device}.{blind_index(key, 'device', device, code)}" for key in platform.index_keys.reads]


def _is_token(platform: Platform, code: str, given: str) -> bool:
    tokens = _tokens(platform, code, given.partition(".")[0])
    return any(hmac.compare_digest(token.encode(), given.encode()) for token in tokens)
