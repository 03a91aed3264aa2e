"""What a joint request adds to the cost of its members stays within its budget."""

from benchmarks import joint_cost
from benchmarks.joint_cost import JointWorld
from benchmarks.meter import Meter
from benchmarks.ordinary import metered
from chalicelib.foundation import names
from proofs.kit.events import EVERY_MINUTE


def test_five_members_cost_the_request_less_than_its_budget():
    found = joint_cost.measure()
    assert {name: one for name, one in found.items() if one.over} == {}
    assert found["transitions"].value == 2
    assert found["usd"].value > 0.2
    assert found["write units"].value > 5 * 2 * 5  # the cases of the members are made by it


def test_what_is_done_for_others_is_not_counted():
    meter = Meter()
    with metered(meter, made=JointWorld) as world:
        assert isinstance(world, JointWorld)
        world.request = "nobody"
        world.invoke(names.RECONCILE_OUTBOX, EVERY_MINUTE)
    assert (meter.all_calls, meter.units.total(), meter.invocations) == (0, 0, [])
