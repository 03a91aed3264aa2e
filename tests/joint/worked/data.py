"""The worked joint cases W1-W14, and where the stories of these modules begin."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from proofs.joint.by_http import Town
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.remembered import remembered
from proofs.kit.world import forget_everything
from tests.catalogue.schemes.data import WORKED

# Nobody has a result of these stages already.
STAGES: Mapping[str, dict[str, Any]] = {
    "YM-J01-plan_land": {"held_i01": False, "held_i03": False},
    "YM-J01-works_plan": {"held_i04": False, "building_use": "industrial"},
}
CASES: Mapping[str, dict[str, Any]] = {case["id"]: case for case in WORKED["cases"]}


def together(scheme: SchemeDocument) -> SchemeDocument:
    """W14: all results are issued together."""
    return scheme.model_copy(update={"issue": "together"})


def with_rule(scheme: SchemeDocument) -> SchemeDocument:
    """W9's twin: a published rule takes silence for no objection."""
    given = CASES["W9"]["expect"]["twin"]["silence_rule"]
    excluded, basis = tuple(given["excludes"]), {**given["basis"], "status": "SYNTHETIC"}
    rule = SilenceRule.model_validate({**given, "excludes": excluded, "basis": basis})
    unified = tuple(one.model_copy(update={"silence_rules": (rule,)}) for one in scheme.unified_items)
    return scheme.model_copy(update={"unified_items": unified})


def answers_of(case: str) -> dict[str, Any]:
    given = CASES[case]["given"]
    found: dict[str, Any] = given.get("answers") or given["plans"][0]["answers"]
    return found


CHANGED: Mapping[str, Callable[[SchemeDocument], SchemeDocument]] = {
    "": lambda scheme: scheme,
    "together": together,
    "silence": with_rule,
}


def fitting(town: Town, code: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What of these answers the form of this request asks for."""
    asked = town.get(None, f"/items/{code}")["form"]["json_schema"]["$defs"]["Answers"]["properties"]
    known = {**joint.ANSWERS.get(code, STAGES.get(code, {})), **given}
    return {name: value for name, value in known.items() if name in asked}


def published(town: Town, code: str, variant: str = "") -> None:
    """The scheme as it is, or changed as this variant says."""
    publish_schemes(town.hall.platform, code, CHANGED[variant])
    forget_everything()


def accepted(town: Town, day: str, code: str, answers: Mapping[str, Any], variant: str = "") -> str:
    """Handed in and accepted on this day, with what its form asks for of these answers."""
    request = _accepted(town, day, code, dict(answers), variant)
    forget_everything()
    return request


@remembered
def _accepted(town: Town, day: str, code: str, answers: dict[str, Any], variant: str) -> str:
    published(town, code[: len("YM-J01")], variant)
    town.on(date.fromisoformat(day))
    return town.accepted(code, fitting(town, code, answers))
