"""The Chalice app as API Gateway calls it: every route, and none of the other functions."""

from collections.abc import Iterable

from chalicelib.directory.acts.in_post import question_of
from chalicelib.foundation import names
from chalicelib.http import cors
from chalicelib.http.api import Api, all_routes
from chalicelib.http.app import App
from chalicelib.http.documentation import set_routes
from chalicelib.http.middleware import as_problem
from chalicelib.http.routes import PREFIX, Route
from chalicelib.wiring.everyday import EVERYDAY


def serve_others() -> list[Route]:
    """Serve the routes that are not in `EVERYDAY`, and describe them all. Answers every route, in the order of `APIS`.

    It may be called again: by whoever needs the whole app, after a request or before any.
    """
    from chalicelib.exchange.api.webhooks import webhooks
    from chalicelib.wiring.apis import APIS

    _serve(api for api in APIS if api not in app.served)
    routes = all_routes(app, APIS)
    set_routes(routes, webhooks)
    return routes


def _serve(apis: Iterable[Api]) -> None:
    for api in apis:
        app.register_blueprint(api, url_prefix=PREFIX)
        app.served.append(api)
    cors.answer_preflights(app)


app = App(names.APP, question_of, serve_others)
app.middleware("http")(as_problem)
app.middleware("http")(cors.choose)
_serve(EVERYDAY)
