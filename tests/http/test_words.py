"""A refused value is told what is possible in the words of people, beside the codes."""

from types import SimpleNamespace
from typing import Any

import pytest
from chalice.app import MultiDict

import app
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.joint_members import MEMBER_LABELS
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.foundation.problems import Invalid
from chalicelib.http import requests
from chalicelib.http.documentation.vocabulary import ENUMERATIONS, VOCABULARY, words_of
from chalicelib.http.routes import Route

ROUTES = {f"{route.method} {route.path}": route for route in app.ROUTES}


def told(route: Route, pointer: str, *, query: dict[str, list[str]] | None = None, body: bytes = b"") -> str:
    request: Any = SimpleNamespace(query_params=MultiDict(query or {}), raw_body=body, headers={})
    with pytest.raises(Invalid) as refused:
        (requests.query(route.query, request) if query else requests.body(route.body, request))
    return next(error.message for error in refused.value.errors if error.pointer == pointer)


def test_a_body_is_told_the_words():
    message = told(ROUTES["POST /cases/{case_id}/decide"], "/outcome", body=b'{"outcome": "maybe"}')
    assert message == "只能填写以下之一：grant（准予）、refuse（不予）"


def test_a_query_is_told_the_words():
    message = told(ROUTES["GET /cases"], "/query/status", query={"status": ["open"]})
    assert f"submitted（{Status.SUBMITTED.label}）" in message
    message = told(ROUTES["GET /cases/{case_id}"], "/query/purpose", query={"purpose": ["curiosity"]})
    assert "acceptance（受理审查）" in message


def test_lists_of_enumerations_are_those_of_their_rooms():
    assert ENUMERATIONS["AuthorisationState"] == {one.value: one.label for one in AuthorisationState}
    assert ENUMERATIONS["Purpose"] == {one.value: one.label for one in Purpose}
    assert VOCABULARY["JointMemberState"] == MEMBER_LABELS
    assert ENUMERATIONS["Status"] == {one.value: one.label for one in Status}


def test_every_code_of_every_list_has_words():
    for values in VOCABULARY.values():
        codes = [value for value in values if isinstance(value, str)]
        if codes and all(code.isascii() for code in codes):
            assert {*words_of(codes)} == {*codes}, codes


def test_a_list_has_its_own_words_though_a_longer_one_has_the_same_codes():
    assert words_of(["centre", "department"]) == {"centre": "政务服务中心人员", "department": "部门派驻人员"}
    assert VOCABULARY["UnitKind"]["centre"] == "政务服务中心"


def test_words_that_are_chinese_already_stay_alone():
    assert words_of(["原件", "复印件"]) == {}
    assert words_of(["nobody", "knows"]) == {}
