"""A joint request whose first member is granted: how it stands. SYNTHETIC people only."""

from chalicelib.catalogue import store
from chalicelib.catalogue.store.schemes import load_scheme
from local.demo.application import COMPANY
from proofs.examples.recorder import Recorder
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall

# A small one, so that the examples stay small.
SMALL = {"has_outdoor_sign": False, "public_gathering": False, "drainage": False}


def jointly_handled(say: Recorder) -> None:
    """Asked by its applicant, and by a department that has to do with one of its members."""
    hall, platform = Hall(say.world), say.world.platform
    day, region = platform.now().date(), platform.settings.division
    there = store.newest(platform.table, region)
    scheme = load_scheme(platform.table, region, joint.RESTAURANT, day=day, wall=platform.wall()).scheme
    publish(platform, *(item for item in scheme.items if item not in there))
    request = joint.accepted(hall, answers=joint.OF_A_COMPANY | SMALL)
    joint.decide(hall, request, "YM-R01")
    say.ask(COMPANY, "GET", f"/applications/{request}/graph", keep="running 办理中")
    say.ask("officer-food", "GET", f"/cases/{request}/graph", keep="department 成员事项的部门查看")
    signing = {"presented_by": joint.signing_of(hall, request)}
    say.ask(
        CLERK,
        "POST",
        f"/cases/{request}/answers",
        {"answers": {"tobacco_sale": False}, **signing},
        keep="left 不再经营烟草",
    )
    other = {"answers": {"area_m2": 100}}
    say.ask(
        CLERK, "POST", f"/cases/{request}/answers", {**other, **signing}, keep="not_deciding 不决定办理事项", status=422
    )
    say.ask(COMPANY, "POST", f"/applications/{request}/answers", other, keep="not_deciding 不决定办理事项", status=422)
    back = joint.asked_with(hall, request, drainage=True)
    say.ask(COMPANY, "POST", f"/applications/{request}/answers", {"answers": back}, keep="joined 增加排水")
