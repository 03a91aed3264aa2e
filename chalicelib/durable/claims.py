"""Claims: equal requests do their work once, also in an act that needs more than one transaction.

Whoever answers such a request claims it first. The claim is a row beside the idempotency record. It is deleted when the
record is written or when the act fails. When the process dies, the claim runs out, so no key is locked for ever.
"""

import uuid
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.durable import acts
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, When, check, delete, equals, put

# How long a claim holds (wall time); longer than a request may take.
HELD = timedelta(seconds=60)
FAILURES = (problems.Problem, Refused, ClientError, BotoCoreError)
# After this time DynamoDB deletes the claims of processes that died.
REMOVED = timedelta(days=1)


@contextmanager
def claimed(platform: Platform, caller: Caller) -> Generator[Sequence[Op]]:
    """Hold the claim during the block. Yields the operations that delete it, for the transaction of the record.

    Raises Refused when the request was answered meanwhile, UnderWay while an equal request is being answered.
    """
    if caller.key is None:
        yield []
        return
    release = _claim(platform, caller, caller.key)
    try:
        yield [release]
    except FAILURES:
        # Release the claim at once, so that an equal request may do the rest.
        with suppress(*FAILURES):
            platform.table.write(release)
        raise


def _claim(platform: Platform, caller: Caller, key: str) -> Op:
    wall, holder, place = platform.wall(), uuid.uuid4().hex, keys.claim(caller.actor.sub, key)
    item = {
        **place._asdict(),
        "digest": caller.digest,
        "holder": holder,
        "until": int((wall + HELD).timestamp()),
        "ttl": int((wall + REMOVED).timestamp()),
    }
    free = When("attribute_not_exists(#pk) OR #until < :wall", {"wall": int(wall.timestamp())})
    unanswered = check(keys.idempotency(caller.actor.sub, key), ABSENT, label=acts.RECORD)
    try:
        platform.table.write(put(item, when=free), unanswered)
    except Refused as refusal:
        if acts.RECORD in refusal.labels:
            raise
        held = platform.table.get(place)
        if held and not caller.has_sent(held["digest"]):
            raise problems.KeyReused from None
        raise problems.UnderWay from None
    return delete(place, when=equals(holder=holder))
