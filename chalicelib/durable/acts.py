"""What every act has in common: its caller, its receipt, its idempotency record, its repetition after a lost race.

An act is a function `(platform, caller, ...) -> Receipt` that loads, checks, changes and commits in one transaction.
Its idempotency record is part of that transaction: a repeated request finds the record, or does the act.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Op, Refused, put

P = ParamSpec("P")

RECORD = "idempotency record"
# The label of what an act makes under an id that follows from its request.
MADE = "made by this request"
RECORD_KEPT = timedelta(days=7)
RACES = 6


Act = Callable[Concatenate[Platform, Caller, P], Receipt]


def act(do: Act[P]) -> Act[P]:
    """Make a function an act: answered once per `Idempotency-Key`, done again from the start when another act came
    first.
    """

    @wraps(do)
    def done_once(platform: Platform, caller: Caller, *args: P.args, **kwargs: P.kwargs) -> Receipt:
        for _ in range(RACES):
            try:
                return do(platform, caller, *args, **kwargs)
            except Refused as refusal:
                if RECORD in refusal.labels:
                    return replay(platform, caller)
                if MADE in refusal.labels:
                    raise problems.Conflict(code="already_done", title="该请求早已办理，请查询已有的办件") from None
            except problems.Problem:
                # The act may be refused because this very request has done it already, just now perhaps.
                if caller.key and (receipt := find_record(platform, caller, settled=True)):
                    return receipt
                raise
        raise problems.Unavailable

    return done_once


def record(platform: Platform, caller: Caller, receipt: Receipt) -> list[Op]:
    """The idempotency record, as operations of the act's own transaction."""
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


def find_record(platform: Platform, caller: Caller, *, settled: bool = False) -> Receipt | None:
    """The receipt of this request if it was answered before; the same key with another request is refused.

    `settled`: a transaction that is writing the record, of whose other rows one has been seen, is waited for.
    """
    if caller.key is None:
        return None
    key = keys.idempotency(caller.actor.sub, caller.key)
    item = platform.table.get_settled(key) if settled else platform.table.get(key)
    if item is None:
        return None
    if item["digest"] != caller.digest:
        raise problems.KeyReused
    return Receipt(json.loads(item["facts"]), item["etag"])


def replay(platform: Platform, caller: Caller) -> Receipt:
    receipt = find_record(platform, caller)
    if receipt is None:
        raise problems.Unavailable
    return receipt
