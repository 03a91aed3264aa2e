"""What a member gets of a request: its own form, filled in once for all, and what earlier results tell it. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.requirements import asked_of
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.request_item.members import APPLICANT
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument

Face = Mapping[str, object]


def member_form(
    fields: Mapping[str, str], item: ItemDocument, document: Mapping[str, Any], told: Mapping[str, object], on: date
) -> dict[str, Any]:
    """The member's own form `{applicant, answers}`. `fields` has the request's name of each of its fields, `told` what
    results of earlier members say, by the member's own names.

    What this member does not ask is left out, also where another member asks the same.
    """
    answers = cast("Mapping[str, object]", document.get("answers") or {})
    own = {key: answers[name] for key, name in fields.items() if name in answers}
    own |= {key: value for key, value in told.items() if not key.startswith(APPLICANT)}
    applicant = {**cast("Mapping[str, object]", document.get("applicant") or {})}
    applicant |= {key.removeprefix(APPLICANT): value for key, value in told.items() if key.startswith(APPLICANT)}
    whole = {"applicant": applicant, "answers": own}
    asked = asked_of(item, whole, on)
    return whole | {"answers": {key: value for key, value in own.items() if key in asked}}


def told_by_results(scheme: SchemeDocument, node: str, faces: Mapping[str, Face]) -> dict[str, object]:
    """What the results of earlier members tell this one (R77). `faces` has, by member, what its certificate says."""
    told: dict[str, object] = {}
    for edge in scheme.edges:
        if edge.to == node:
            told |= _told(edge, faces)
    return told


def _told(edge: Edge, faces: Mapping[str, Face]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, fields in edge.brings.items():
        face = faces.get(name, {})
        found |= {own: face[key] for own, key in fields.items() if key in face}
    return found
