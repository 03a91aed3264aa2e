"""What a good request is answered: headers, bodies and what the view is told of the caller."""

import json
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.policy import PUBLIC
from chalicelib.http.api import Api, all_routes
from chalicelib.http.routes import Answer, Call
from tests.http.conftest import Send, assembled, small_api

GOOD = {"name": "执照"}


def test_an_act_is_answered_with_its_version_and_told_its_caller(send: Send):
    response = send("POST", "/things", GOOD, x_channel="kiosk")
    assert response.status_code == 201
    assert (response.headers["ETag"], response.headers["Cache-Control"]) == ('"1"', "no-store")
    assert response.headers["X-Request-Id"]
    body = json.loads(response.body)
    assert (body["name"], body["key"], body["channel"]) == ("执照", "key-0001", "kiosk")


def test_a_request_that_names_no_channel_comes_from_the_web(send: Send):
    assert json.loads(send("POST", "/things", GOOD, x_channel=None).body)["channel"] == "web"


def test_an_unknown_channel_is_pointed_at(send: Send):
    response = send("POST", "/things", GOOD, x_channel="fax")
    assert [error["pointer"] for error in json.loads(response.body)["errors"]] == ["/headers/X-Channel"]


@pytest.mark.parametrize("written", ["application/json;charset=UTF-8", 'application/json; charset="utf-8"'])
def test_a_body_may_say_that_it_is_utf_8(send: Send, written: str):
    assert send("POST", "/things", GOOD, content_type=written).status_code == 201


def test_an_id_too_long_for_any_key_reaches_the_view_which_says_what_is_missing(send: Send):
    assert json.loads(send("GET", f"/things/{'x' * 5000}").body)["id"] == "x" * 128


def test_a_quoted_idempotency_key_is_the_same_key(send: Send):
    assert json.loads(send("POST", "/things", GOOD, idempotency_key='"key-0001"').body)["key"] == "key-0001"


def test_the_digest_of_a_request_depends_on_its_path_and_body(send: Send):
    def digest(body: Any) -> str:
        return json.loads(send("POST", "/things", body).body)["digest"]

    assert digest(GOOD) == digest(GOOD)
    assert digest(GOOD) != digest({"name": "许可"})


def test_the_version_that_was_seen_is_no_part_of_a_repeated_request(send: Send):
    """After a lost answer the client has read the newer version: what was done is answered (RFC 9110, 13.1.1)."""
    first, again = (send("POST", "/things", GOOD, if_match=version) for version in ('"1"', '"2"'))
    assert json.loads(first.body)["digest"] == json.loads(again.body)["digest"]


@pytest.mark.parametrize("if_match", ['W/"1"', '"0"', '"0", "2"', "1", '"1'])
def test_another_version_or_a_weak_one_stops_it(send: Send, if_match: str):
    """RFC 9110, 13.1.1: If-Match compares strongly."""
    response = send("PUT", "/things/7", None, if_match=if_match)
    assert (response.status_code, json.loads(response.body)["code"]) == (412, "version_stale")


def test_a_star_matches_whatever_version_there_is(send: Send):
    """RFC 9110, 13.1.1: `*` is true if there is a current representation."""
    assert send("PUT", "/things/7", None, if_match="*").status_code == 200


@pytest.mark.parametrize("written", ["7%25", "7%2525"])
def test_a_path_parameter_is_decoded_once(send: Send, written: str):
    assert json.loads(send("GET", f"/things/{written}").body)["id"] == written.replace("%25", "%", 1)


@pytest.mark.parametrize("if_match", ['"1"', ' "1" ', '"0", "1"', 'W/"1", "1"'])
def test_the_version_seen_lets_the_act_pass(send: Send, if_match):
    response = send("PUT", "/things/7", None, if_match=if_match)
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')


def test_what_replaces_everything_may_be_empty_if_it_is_sent(send: Send):
    assert json.loads(send("PUT", "/things/7/parts", {}).body)["name"] == ""


def test_a_public_route_needs_neither_token_nor_key(send: Send):
    response = send("POST", "/questions", GOOD, authorization=None, idempotency_key=None)
    assert (response.status_code, json.loads(response.body)) == (200, {"id": "1", "name": "执照", "note": None})


def test_pages_are_linked_and_other_origins_may_read_them(send: Send):
    response = send("GET", "/things?kind=a", authorization=None)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Expose-Headers"] == "ETag,Link"
    target, _, relation = response.headers["Link"].partition(">; ")
    assert relation == 'rel="next"'
    following = send("GET", target.partition("/v1")[2], authorization=None)
    assert [thing["id"] for thing in json.loads(following.body)["things"]] == ["1"]


def test_one_line_is_logged_per_request_without_what_was_sent(send: Send, caplog):
    response = send("POST", "/things", {"name": "王小明"})
    (line,) = [vars(record) for record in caplog.records]
    assert (line["route"], line["status"]) == ("POST /v1/things", 201)
    assert line["request_id"] == response.headers["X-Request-Id"]
    assert "王小明" not in json.dumps(line, default=str, ensure_ascii=False)


def test_every_served_route_is_declared():
    api = small_api()
    app, routes = assembled(api)
    assert {route.name for route in routes} >= {"list_things", "create_thing", "change_thing"}
    app.route("/v1/hidden")(lambda: {})
    with pytest.raises(LookupError, match="hidden"):
        all_routes(app, [api])


def test_one_api_serves_two_apps(app: Chalice):
    """Two apps with the same routes, each with its own requests."""
    api = small_api()
    (first, one), (second, two) = assembled(api), assembled(api)
    assert one == two
    for served in (first, second):
        with Client(served) as client:
            headers = {"Content-Type": "application/json"}
            response = client.http.post("/v1/questions", headers=headers, body=json.dumps(GOOD).encode())
        assert (response.status_code, json.loads(response.body)["name"]) == (200, "执照")


def test_a_declared_route_that_is_not_served_is_noticed():
    api = Api(__name__, tag="lost")

    @api.get("/lost", PUBLIC, "丢失")
    def lost(call: Call[None, None]) -> Answer:
        return Answer({})

    with pytest.raises(LookupError, match="lost"):
        all_routes(Chalice("empty", configure_logs=False), [api])


def test_only_acts_of_known_people_need_a_key():
    declared = {route.name: (route.acts, route.guarded) for route in small_api().declared}
    assert declared["create_thing"] == (True, False)
    assert declared["change_thing"] == (True, True)
    assert declared["ask"] == declared["list_things"] == declared["read_thing"] == (False, False)
