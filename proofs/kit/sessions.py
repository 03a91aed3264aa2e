"""A case that several departments examine (行政许可法26(2)): a permit of a restaurant, which the food and the city
departments look at together. No scheme of the demonstration says so: those that do are led by the housing department.
"""

import json
from collections.abc import Callable

from chalicelib.catalogue import store
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.catalogue.store.schemes import forget, list_schemes, load_scheme, publish_scheme
from chalicelib.foundation.platform import Platform
from local.catalogues import schemes_of
from proofs.kit import joint
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import CITY_DIVISION, publish, publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.world import forget_everything

PERMIT, LEAD, OTHER = "YM-P01", "food", "urban"


def unified_item() -> UnifiedItem:
    """As the joint examination of drawings is, for the permit: two departments, whose term runs from the acceptance."""
    drawings = next(part for part in schemes_of(CITY_DIVISION)["unified_items"] if part["item"] == "YM-I07")
    own = drawings | {"item": PERMIT, "lead": LEAD, "questions": [], "kind": "联合踏勘"}
    made = UnifiedItem.model_validate_json(json.dumps(own))
    first = made.participants[0]
    taking_part = tuple(first.model_copy(update={"department": one, "must_pass": False}) for one in (LEAD, OTHER))
    return made.model_copy(update={"participants": taking_part})


def by_several(scheme: SchemeDocument) -> SchemeDocument:
    """The restaurant's scheme with the permit as a unified item."""
    if scheme.code != joint.RESTAURANT:
        return scheme
    nodes = tuple(
        node.model_copy(update={"handling": "unified"}) if node.item == PERMIT else node for node in scheme.nodes
    )
    return scheme.model_copy(update={"nodes": nodes, "unified_items": (unified_item(),)})


def examined(hall: Hall) -> str:
    """The permit's case, of which both departments owe an opinion."""
    _published(hall.platform)
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    return joint.of_member(hall, request, PERMIT).id


def _published(platform: Platform) -> None:
    """The scheme is there, perhaps with the permit as a case of one department."""
    division, at = platform.settings.division, platform.now()
    forget_everything()  # a process may have kept what another world has as this version
    there = {one.code: one for one in list_schemes(platform.table, division)}
    if joint.RESTAURANT not in there:
        publish_schemes(platform, joint.RESTAURANT, by_several)
        return
    known = load_scheme(platform.table, division, joint.RESTAURANT, day=at.date(), wall=platform.wall())
    if known.scheme.unified_items:
        return
    publish(platform, *(one for one in known.scheme.items if one not in store.newest(platform.table, division)))
    changed = by_several(known.scheme)
    platform.table.write(*publish_scheme(division, changed, there[joint.RESTAURANT], at))
    forget()


def appointed(hall: Hall) -> str:
    case_id = examined(hall)
    hall.people.convene_session(case_id, hall.caller(CHIEF, case_id))
    return case_id


def disagreeing(hall: Hall) -> str:
    return _said(hall, "refuse")


def agreed(hall: Hall) -> str:
    return _said(hall, "pass")


def concluded(hall: Hall) -> str:
    case_id = agreed(hall)
    hall.people.conclude_session(case_id, hall.caller(CHIEF, case_id))
    return case_id


def _said(hall: Hall, other: str) -> str:
    case_id = examined(hall)
    hall.people.give_opinion(case_id, hall.caller(f"officer-{LEAD}"))
    hall.people.give_opinion(case_id, hall.caller(f"officer-{OTHER}"), opinion=other)
    return case_id


READY: dict[str, Callable[[Hall], str]] = {
    "convene_session": examined,
    "give_opinion": examined,
    "extend_opinions": examined,
    "record_session": appointed,
    "coordinate_session": disagreeing,
    "conclude_session": agreed,
}
