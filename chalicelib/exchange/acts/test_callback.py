"""测试回调: a department has a test event sent to its address, to see whether its system receives."""

from secrets import token_hex

from chalicelib.durable import acts, outbox
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import place
from chalicelib.exchange.model.testing import MOST_TESTS, WINDOW, CallbackTest, test_delivery, test_id
from chalicelib.exchange.store import records as store
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op, When, update

COUNT = "count of tests"
SHOWN = {"message_id", "event", "state", "url", "created_at"}


@act
def test_callback(platform: Platform, caller: Caller) -> Receipt:
    """Record the test and have it sent. It changes no case, and is tried once.

    NotFound while the department has no address, Conflict while its address is disabled, TooMany after `MOST_TESTS`
    tests in `WINDOW`.
    """
    division, department = place(caller)
    endpoint = store.load_endpoint(platform.table, division, department)
    if endpoint is None:
        raise problems.NotFound(code="callback_not_registered", title="本部门尚未登记回调地址")
    if not endpoint.enabled:
        raise problems.Conflict(code="callback_endpoint_disabled", title="回调地址已停用，请先重新登记")
    message = CallbackTest(division=division, department=department, message_id=test_id(caller.at, token_hex(4)))
    fresh = test_delivery(division, department, message.message_id)
    if fresh is None:
        raise LookupError(message.message_id)
    delivery = fresh.model_copy(update={"url": endpoint.url, "version": 1})
    href = f"{platform.settings.public_url}/v1/callbacks/deliveries/{delivery.message_id}"
    receipt = Receipt({**delivery.model_dump(mode="json", include=SHOWN), "href": href})
    owner, cause = keys.endpoint_owner(division, department), f"test@{delivery.message_id}"
    try:
        platform.table.write(
            store.put_delivery(None, delivery),
            _counted(platform, division, department),
            *outbox.row(platform, owner, cause, [message.send()]),
            *acts.record(platform, caller, receipt),
        )
    except Refused as refusal:
        if COUNT in refusal.labels and acts.RECORD not in refusal.labels:
            raise _too_many(platform) from None
        raise
    return receipt


def _counted(platform: Platform, division: str, department: str) -> Op:
    """Count this test; refused when there were too many in this quarter of an hour."""
    ttl = int((platform.wall() + 2 * WINDOW).timestamp())
    room = When("attribute_not_exists(#value) OR #value < :most", {"most": MOST_TESTS})
    key = keys.callback_tests(division, department, _window(platform))
    return update(key, put={"ttl": ttl}, add={"value": 1}, when=room, label=COUNT)


def _window(platform: Platform) -> int:
    return int(platform.wall().timestamp() // WINDOW.total_seconds())


def _too_many(platform: Platform) -> problems.TooMany:
    ends = (_window(platform) + 1) * WINDOW.total_seconds()
    seconds = max(1, int(ends - platform.wall().timestamp()))
    title = f"测试过于频繁：每个部门每 15 分钟至多 {MOST_TESTS} 次，请稍后再试"
    return problems.TooMany(code="callback_tests_exhausted", title=title, headers={"Retry-After": str(seconds)})
