"""Send the test of a callback: the same guard, signatures and time limits as for other events, and one try only."""

from chalicelib.directory.store import load_place
from chalicelib.exchange.model import Attempt, Delivery, Endpoint
from chalicelib.exchange.model.testing import CallbackTest, legible, test_delivery, tested_event
from chalicelib.exchange.store import guard, wire
from chalicelib.exchange.store import records as store
from chalicelib.exchange.tasks.send_callback import Post, try_once
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused


def send_test(
    platform: Platform, message: CallbackTest, *, post: Post = wire.post, resolve: guard.Resolve = guard.resolve_host
) -> Delivery | None:
    """Send one test. None for one that nobody knows, or that another process is sending.

    The record says that the try has begun before anything is sent, because the queue may bring a message twice. When
    the process dies meanwhile, the second message only records that nobody knows how it went. A 410 disables nothing:
    it was only a test.
    """
    fresh = test_delivery(message.division, message.department, message.message_id)
    endpoint, kept = store.load_pair(platform.table, fresh) if fresh else (None, None)
    if kept is None or kept.state != "pending":
        return kept
    if kept.tries:
        return _conclude(platform, kept, Attempt(at=platform.wall(), ms=0, error="interrupted"))
    if endpoint is None or not endpoint.enabled:
        return store.edit_delivery(platform.table, kept, lambda delivery: delivery.closed("disabled"), _nothing)
    begun = kept.model_copy(update={"tries": 1, "url": endpoint.url, "version": kept.version + 1})
    try:
        platform.table.write(store.put_delivery(kept, begun))
    except Refused:
        return None
    return _conclude(platform, begun, _attempt(platform, begun, endpoint, post, resolve))


def _attempt(platform: Platform, delivery: Delivery, endpoint: Endpoint, post: Post, resolve: guard.Resolve) -> Attempt:
    namespace = load_place(platform.table, delivery.division, wall=platform.wall()).event_namespace
    event = tested_event(delivery, platform.settings.public_url, namespace)
    attempt, reply = try_once(platform, event, endpoint, post, resolve)
    return attempt.model_copy(update={"answer": legible(reply.body)}) if reply and reply.body else attempt


def _conclude(platform: Platform, delivery: Delivery, attempt: Attempt) -> Delivery:
    return store.edit_delivery(platform.table, delivery, lambda kept: kept.tested(attempt), _nothing)


def _nothing(before: Delivery, after: Delivery) -> tuple[()]:  # noqa: ARG001 - what a change of a delivery may write
    """A test sets no alarm."""
    return ()
