"""Notify a department's system of what happened to a task: a signed request to a guarded address.

The request may be sent more than once, always with the same id, so that the receiver can recognise a repetition.
"""

import random
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cases.model.task import DUE_MOVED, OPENED, TaskEvent
from chalicelib.directory.store import load_place
from chalicelib.exchange.model import Attempt, Delivery, Endpoint, delivery_of, happened_at, pause, task_event, written
from chalicelib.exchange.store import guard, retries, wire
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import secrets as secret
from chalicelib.exchange.store.signing import signed_headers
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.telemetry import log

# The id of a task as it is logged. Anything else that a message has in its place is not.
TASK_ID = re.compile(r"[a-z2-7]{26}\.[a-z0-9-]{1,30}")
Post = Callable[[guard.Target, str, bytes, Mapping[str, str]], Reply]


def send_callback(
    platform: Platform,
    message: TaskEvent,
    *,
    post: Post = wire.post,
    resolve: guard.Resolve = guard.resolve_host,
    jitter: Callable[[], float] = random.random,
) -> Delivery | None:
    """Send one message of the queue. After a failure that may pass, an alarm puts the message on the queue again.

    None when there is nobody to notify: the department has registered no system, or the rows know nothing of what the
    message tells, because an older table was restored.
    """
    task = store.load_task(platform.table, message.task_id)
    move = store.load_move(platform.table, task, message.event, message.seq) if task else None
    if task is None or happened_at(task, message.event, move) is None:
        named = {"task_id": message.task_id} if TASK_ID.fullmatch(message.task_id) else {}
        log.warning("callback for what has not happened", extra={**named, "event": message.event})
        return None
    fresh = delivery_of(task, message.event, move)
    endpoint, kept = store.load_pair(platform.table, fresh)
    if kept and kept.settled:
        return kept
    if endpoint is None:
        return None
    if message.event in (OPENED, DUE_MOVED) and not task.waiting:
        return _change(platform, fresh, lambda delivery: delivery.closed("obsolete"))
    if not endpoint.enabled:
        return _change(platform, fresh, lambda delivery: delivery.closed("disabled"))
    namespace = load_place(platform.table, task.division, wall=platform.wall()).event_namespace
    event = task_event(task, platform.settings.public_url, namespace, message.event, move)
    attempt, reply = try_once(platform, event, endpoint, post, resolve)
    asked = reply.retry_after if reply else None
    return _conclude(platform, fresh, endpoint, attempt, lambda tries: pause(tries, jitter(), asked))


def try_once(
    platform: Platform, event: dict[str, Any], endpoint: Endpoint, post: Post, resolve: guard.Resolve
) -> tuple[Attempt, Reply | None]:
    """Send one request. Returns how it went, with a code for each way to fail, and what was answered."""
    at, started = platform.wall(), time.perf_counter()
    reply, error = None, None
    try:
        target = guard.parse(endpoint.url, platform.settings.callback_allow)
        address = guard.pin(target, resolve)
        body = written(event)
        headers = signed_headers(secret.secrets_of(platform, endpoint), event["id"], at, body)
        reply = post(target, address, body.encode(), headers)
    except (guard.Blocked, Unreachable) as refusal:
        error = refusal.code
    except (ClientError, BotoCoreError):
        error = "secret_unavailable"
    except OSError:
        error = "dns_failed"
    ms = round((time.perf_counter() - started) * 1000)
    attempt = Attempt(at=at, ms=ms, status=reply.status if reply else None, error=error)
    return attempt, reply


def _conclude(
    platform: Platform, fresh: Delivery, endpoint: Endpoint, attempt: Attempt, until_next: Callable[[int], timedelta]
) -> Delivery:
    """Store how the attempt went. `until_next` gives the pause after so many tries."""
    state = attempt.outcome
    if state == "disabled" and not store.disable(platform.table, endpoint):
        state = "retrying"  # the department has registered another address: the next attempt goes there

    def edit(kept: Delivery) -> Delivery:
        tried = kept.tried(endpoint.url, attempt, state)
        next_at = platform.now() + until_next(tried.tries) if tried.state == "retrying" else None
        return tried.model_copy(update={"next_at": next_at})

    delivery = _change(platform, fresh, edit)
    facts = attempt.model_dump(include={"status", "error", "ms"}, exclude_none=True)
    log.info(
        "callback",
        extra={"delivery": delivery.message_id, "department": delivery.department, "state": delivery.state, **facts},
    )
    return delivery


def _change(platform: Platform, fresh: Delivery, edit: Callable[[Delivery], Delivery]) -> Delivery:
    return store.edit_delivery(
        platform.table, fresh, edit, lambda before, after: retries.retry_alarm(before, after, platform.now())
    )
