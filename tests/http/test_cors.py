"""Pages of which origins may read the answers. Several configured origins never become any."""

from collections.abc import Sequence
from unittest.mock import patch

import pytest
from chalice.app import Chalice, Response
from chalice.test import Client
from pydantic import ValidationError

from chalicelib.foundation.settings import Settings
from chalicelib.http import cors
from chalicelib.http.middleware import as_problem
from infra import gateway, resources
from local.cloudformation.intrinsics import CONDITIONS, resolve
from local.cloudformation.loader import conditions, parameters

REQUIRED = ("Division", "PublicUrl", "Issuer", "JwksUrl")
ONE, TWO, OTHER = "https://portal.example", "https://staff.example", "https://evil.example"


def served() -> Chalice:
    app = Chalice("small", configure_logs=False)
    app.middleware("http")(as_problem)
    app.middleware("http")(cors.choose)

    @app.route("/things")
    def things() -> dict[str, str]:
        return {}

    @app.route("/drawings")
    def drawings() -> Response:
        return Response("", {"Vary": "Accept"})

    cors.answer_preflights(app)
    return app


def asked(origins: Sequence[str], method: str, origin: str | None, path: str = "/things") -> dict[str, str]:
    """The app knows the origins from its settings, whenever it was packaged."""
    app = served()
    with (
        Client(app) as client,
        patch("chalicelib.foundation.settings.current", lambda: Settings(cors_origins=tuple(origins))),
    ):
        answer = client.http.request(method, path, headers={"Origin": origin} if origin else {})
    assert answer.status_code == (405 if method == "DELETE" else 200)
    return dict(answer.headers)


@pytest.mark.parametrize("method", ["GET", "OPTIONS", "DELETE"])
@pytest.mark.parametrize(("origin", "allowed"), [(ONE, ONE), (TWO, TWO), (OTHER, None), (None, None)])
def test_of_several_origins_each_is_answered_by_its_name(method: str, origin: str | None, allowed: str | None):
    headers = asked((ONE, TWO), method, origin)
    assert headers.get("Access-Control-Allow-Origin") == allowed
    assert headers["Vary"] == "Origin"


def test_what_else_an_answer_depends_on_is_told_too():
    assert asked((ONE, TWO), "GET", TWO, "/drawings")["Vary"] == "Accept, Origin"
    assert asked((ONE,), "GET", ONE, "/drawings")["Vary"] == "Accept"


def test_a_preflight_request_is_told_methods_and_headers():
    headers = asked((ONE, TWO), "OPTIONS", TWO)
    assert headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"
    assert {"Authorization", "Idempotency-Key", "If-Match"} <= {*headers["Access-Control-Allow-Headers"].split(",")}


def test_one_origin_is_answered_to_everybody():
    assert asked((ONE,), "GET", OTHER)["Access-Control-Allow-Origin"] == ONE


def test_without_origins_no_page_may_read():
    assert "Access-Control-Allow-Origin" not in asked((), "GET", ONE)


def test_chalice_packages_the_routes_of_both():
    """Chalice refuses a route that has CORS of its own beside an OPTIONS route."""
    from chalice.deploy.validate import validate_routes

    validate_routes(served().routes)


@pytest.mark.parametrize(("origins", "allowed"), [((), None), (("*",), "*"), ((ONE,), ONE), ((ONE, TWO), ONE)])
def test_what_the_gateway_answers_itself_is_for_no_other_page(origins: tuple[str, ...], allowed: str | None):
    """Of several origins the first, as a gateway response cannot choose by the request."""
    template = resources.document(gateway.resources("prod"))
    given = parameters(template, {"CorsOrigins": ",".join(origins), **dict.fromkeys(REQUIRED, "x")})
    known = {**given, CONDITIONS: conditions(template, given)}
    for answer in template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"].values():
        headers = resolve(answer["ResponseParameters"]["Headers"], known)
        assert headers.get("Access-Control-Allow-Origin") == (f"'{allowed}'" if allowed else None)


def test_any_origin_stands_alone():
    with pytest.raises(ValidationError, match="beside"):
        Settings.model_validate({"cors_origins": f"*, {ONE}"})
    assert Settings.model_validate({"cors_origins": f"{ONE}, {TWO}"}).cors_origins == (ONE, TWO)
