"""What every act has in common: a caller, a receipt, an idempotency record, and another attempt after a lost race.

An act is a function `(platform, caller, ...) -> Receipt`. It loads, checks, changes, and commits in one transaction.
The idempotency record is part of that transaction. So a repeated request either finds the record or does the act.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, put

P = ParamSpec("P")

# Labels of operations: `Refused` carries the labels of those whose condition failed.
RECORD = "idempotency record"
# The label of a row whose id is computed from the request, such as a new case.
CREATED = "created by this request"
RECORD_KEPT = timedelta(days=7)
ATTEMPTS = 6


Act = Callable[Concatenate[Platform, Caller, P], Receipt]


def act(do: Act[P]) -> Act[P]:
    """Make a function an act. Requests with the same `Idempotency-Key` get the receipt of the first one, unless the
    caller's right has ended since then: whoever has left, or whose authorisation was revoked, is refused like everybody
    else without a right, and learns nothing of what was done.

    When another act has changed the case first, this act starts again from its beginning, at most `ATTEMPTS` times.
    """

    @wraps(do)
    def done_once(platform: Platform, caller: Caller, *args: P.args, **kwargs: P.kwargs) -> Receipt:
        refused: tuple[str, ...] = ()
        for _ in range(ATTEMPTS):
            try:
                return do(platform, caller, *args, **kwargs)
            except Refused as refusal:
                refused = refusal.labels
                if RECORD in refusal.labels:
                    return recorded_receipt(platform, caller)
                if CREATED in refusal.labels:
                    raise problems.Conflict(code="already_done", title="该请求早已办理，请查询已有的办件") from None
            except problems.Forbidden:
                raise
            except problems.Problem as problem:
                # An equal request may have been committed a moment ago, and that is why the act is out of order now.
                # What is hidden is looked up too, so that its answer takes as long as that of what does not exist.
                if caller.key and (receipt := find_record(platform, caller, serializable=True)) and not problem.hides:
                    return receipt
                raise
        # Either very many act on the case at once, or a condition of this act can never hold, which is a bug.
        telemetry.log.warning("act given up", extra={"act": done_once.__name__, "refused": refused})
        raise problems.Unavailable

    return done_once


def record(platform: Platform, caller: Caller, receipt: Receipt) -> list[Op]:
    """The operations that write the idempotency record, for the act's own transaction; none for a machine."""
    if caller.key is None:
        return []
    item = {
        **keys.idempotency(caller.actor.sub, caller.key)._asdict(),
        "digest": caller.digest,
        "facts": json.dumps(receipt.facts, ensure_ascii=False, separators=(",", ":")),
        "etag": receipt.etag,
        "ttl": int((platform.wall() + RECORD_KEPT).timestamp()),
    }
    return [put(item, when=ABSENT, label=RECORD)]


def find_record(platform: Platform, caller: Caller, *, serializable: bool = False) -> Receipt | None:
    """The receipt of this request if it was answered before. Raises KeyReused when the key came with another request.

    With `serializable` the read waits for a transaction in flight. Without it, the caller may have seen the case that a
    transaction has changed, and still not see the record that the same transaction writes.
    """
    if caller.key is None:
        return None
    key = keys.idempotency(caller.actor.sub, caller.key)
    item = platform.table.get_serializable(key) if serializable else platform.table.get(key)
    if item is None:
        return None
    if not caller.has_sent(item["digest"]):
        raise problems.KeyReused
    return Receipt(json.loads(item["facts"]), item["etag"], repeated=True)


def recorded_receipt(platform: Platform, caller: Caller) -> Receipt:
    """The receipt of a request whose record exists, because a write on condition of its absence was refused."""
    receipt = find_record(platform, caller)
    if receipt is None:
        raise problems.Unavailable
    return receipt
