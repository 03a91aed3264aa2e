"""The Chalice app as API Gateway calls it: every route, and none of the other functions."""

from chalicelib.directory.acts.in_post import question_of
from chalicelib.exchange.api.webhooks import webhooks
from chalicelib.foundation import names
from chalicelib.http import cors
from chalicelib.http.api import all_routes
from chalicelib.http.app import App
from chalicelib.http.documentation import set_routes
from chalicelib.http.middleware import as_problem
from chalicelib.http.routes import PREFIX
from chalicelib.wiring.apis import APIS

app = App(names.APP, question_of)
app.middleware("http")(as_problem)
for api in APIS:
    app.register_blueprint(api, url_prefix=PREFIX)

cors.serve(app)

ROUTES = all_routes(app, APIS)
set_routes(ROUTES, webhooks)
