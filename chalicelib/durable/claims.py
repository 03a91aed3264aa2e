"""Equal requests are one act even where that is more than one transaction: who answers one claims it first.

The claim is a row beside the idempotency record. It ends with the record's writing, with a failure, or, when its
process has died, by its time, so that it locks no key for ever.
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
from chalicelib.foundation.table import ABSENT, Op, Refused, When, check, delete, equals, put

# Wall time; longer than a request may take.
HELD = timedelta(seconds=60)
FAILURES = (problems.Problem, Refused, ClientError, BotoCoreError)
# DynamoDB removes claims of the dead some time after that.
REMOVED = timedelta(days=1)


@contextmanager
def claimed(platform: Platform, caller: Caller) -> Generator[Sequence[Op]]:
    """The operations that end the claim, for the transaction that writes the record. Refused when the request was
    answered meanwhile, UnderWay while an equal one is.
    """
    if caller.key is None:
        yield []
        return
    ended = _claim(platform, caller, caller.key)
    try:
        yield [ended]
    except FAILURES:
        # What was done is done; an equal request may do the rest at once.
        with suppress(*FAILURES):
            platform.table.write(ended)
        raise


def _claim(platform: Platform, caller: Caller, key: str) -> Op:
    wall, owner, place = platform.wall(), uuid.uuid4().hex, keys.claim(caller.actor.sub, key)
    item = {
        **place._asdict(),
        "digest": caller.digest,
        "owner": owner,
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
        if held and held["digest"] != caller.digest:
            raise problems.KeyReused from None
        raise problems.UnderWay from None
    return delete(place, when=equals(owner=owner))
