"""A Chalice blueprint with typed views. Its requests are parsed before the view, and every error is problem+json."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote

from chalice.app import Blueprint, Chalice, Response

from chalicelib.access.policy import PUBLIC, Access, Permission
from chalicelib.durable.caller import Caller
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import platform as platforms
from chalicelib.foundation import problems
from chalicelib.http import cors, posts, requests, responses
from chalicelib.http.app import App
from chalicelib.http.routes import PREFIX, Answer, Route, View, prefers_page

# Ids and numbers of ours have fewer characters; DynamoDB refuses keys of more than 1,024 bytes.
LONGEST_ID = 128


class Api(Blueprint):
    """Routes of one audience. Register it with the prefix `PREFIX`."""

    def __init__(self, import_name: str, *, tag: str) -> None:
        super().__init__(import_name)
        self.tag = tag
        self.declared: list[Route] = []

    def get(self, path: str, access: Access, summary: str, **details: Any) -> Callable[[View], View]:
        return self._declare("GET", path, access, summary, details)

    def post(self, path: str, access: Access, summary: str, **details: Any) -> Callable[[View], View]:
        return self._declare("POST", path, access, summary, details)

    def search(self, path: str, access: Access, summary: str, **details: Any) -> Callable[[View], View]:
        """A list whose filters may not stand in an address (姓名, 查询码), so that they come in the body. It changes
        nothing: no Idempotency-Key.
        """
        return self._declare("POST", path, access, summary, {"acts": False, **details})

    def put(self, path: str, access: Access, summary: str, **details: Any) -> Callable[[View], View]:
        return self._declare("PUT", path, access, summary, details)

    def act(
        self, path: str, act: LawfulAct, *, by: Permission | None = None, method: str = "POST", **details: Any
    ) -> Callable[[View], View]:
        """A route that does an act of a table of acts: permission, summary and If-Match follow from its row.

        `by` says which of the act's permissions this route asks for, where there are several.
        """
        permission, summary = act.announced_to(by)
        return self._declare(method, path, permission, summary, {"guarded": act.guarded, "act": act, **details})

    def _declare(
        self, method: str, path: str, access: Access, summary: str, details: dict[str, Any]
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            given: dict[str, Any] = {"acts": method != "GET" and access is not PUBLIC, **details}
            route = Route(method, path, access, summary, view, tag=self.tag, **given)
            self.declared.append(route)
            return view

        return declare

    def register(self, app: Chalice, options: dict[str, Any]) -> None:
        """Serve the declared routes in `app`. Tests make several apps in one process, so it may be called again."""
        # Without this, Chalice would serve the routes in the first app only, and read requests from the last one.
        self._deferred_registrations = []
        for route in self.declared:
            self.route(route.path, methods=_methods(route))(_handler(route, app))
        super().register(app, options)


def _methods(route: Route) -> list[str]:
    """HEAD is answered as GET is. The servers before us leave the body away."""
    return ["GET", "HEAD"] if route.method == "GET" else [route.method]


def _handler(route: Route, app: Chalice) -> Callable[..., Response]:
    # Asked while the app is put together: a server of the local stack may take its class later.
    question_of = app.question_of if isinstance(app, App) else posts.nothing_to_ask

    def handle(**path_parameters: str) -> Response:
        request = app.current_request
        return responses.respond(request, lambda: _answer(route, request, path_parameters, question_of))

    handle.__name__ = route.name
    return handle


def _answer(route: Route, request: Any, path_parameters: dict[str, str], question_of: posts.QuestionOf) -> Response:
    # The gateway hands over path parameters as they were written in the URL.
    # No id is so long, and no key could hold it: its beginning names nothing either, and the view says what is missing.
    named = {name: unquote(value)[:LONGEST_ID] for name, value in path_parameters.items()}

    def view(caller: Caller | None) -> Answer:
        return route.view(requests.parse(route, request, caller), **named)

    try:
        answer = posts.answered(route, requests.caller_of(route, request), question_of, view)
    except problems.Invalid:
        if route.page is None or not prefers_page(request.headers.get("accept", "")):
            raise
        return responses.render(route.page(platforms.current()), requests.request_id(request))
    return responses.render(answer, requests.request_id(request))


def all_routes(app: Any, apis: Sequence[Api]) -> list[Route]:
    """Every route, in the order of the blueprints. Raises LookupError when the app serves one that none declared."""
    declared = [route for api in apis for route in api.declared]
    known = {(f"{PREFIX}{route.path}", route.method) for route in declared}
    served = {(path, method) for path, methods in app.routes.items() for method in methods}
    served -= {(path, "HEAD") for path, method in known if method == "GET"}
    served -= {(path, cors.OPTIONS) for path, _ in known}
    if served != known:
        raise LookupError(f"routes without a declaration: {sorted(served ^ known)}")
    return declared
