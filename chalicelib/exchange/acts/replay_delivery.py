"""重新投递: a department has a callback sent again that was given up, without asking an administrator."""

from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import place
from chalicelib.exchange.model import Delivery
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


@act
def replay_delivery(platform: Platform, caller: Caller, message_id: str) -> Receipt:
    """Set the alarm of the next try to now: a new round of tries begins, within a minute.

    NotFound for a message that the department was never sent, Conflict for a test, for a message that is not given
    up, and while the department has no address that takes callbacks.
    """
    endpoint, before = store.find_delivery(platform.table, *place(caller), message_id)
    if before is None:
        raise problems.NotFound(code="callback_not_found", title="没有这条投递记录，请核对编号")
    if before.task_id is None:
        raise problems.Conflict(code="callback_test_final", title="测试不重新投递，请再测试一次")
    if not before.given_up and before.state != "disabled":
        raise problems.Conflict(code="callback_not_given_up", title="这条回调已送达、不再需要或仍在重试，无需重新投递")
    if endpoint is None or not endpoint.enabled:
        raise problems.Conflict(code="callback_endpoint_disabled", title="回调地址未登记或已停用，请先登记")
    after = _opened_again(platform, before)
    facts = after.model_dump(mode="json", include={"message_id", "task_id", "state", "next_at"})
    receipt = Receipt(facts)
    platform.table.write(
        store.put_delivery(before, after),
        *retries.retry_alarm(before, after, platform.now()),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _opened_again(platform: Platform, before: Delivery) -> Delivery:
    return before.opened_again(platform.now()).model_copy(update={"version": before.version + 1})
