"""Assembles the one Chalice app: the blueprints of routes and the functions that `wiring` names. Nothing else."""

from chalicelib.exchange.api.webhooks import webhooks
from chalicelib.foundation import names
from chalicelib.http import cors
from chalicelib.http.api import all_routes
from chalicelib.http.app import App
from chalicelib.http.documentation import set_routes
from chalicelib.http.middleware import as_problem
from chalicelib.http.routes import PREFIX
from chalicelib.wiring.apis import APIS
from chalicelib.wiring.functions import alarms, outbox, queues, results, waits

FUNCTIONS = (
    waits.functions,
    results.functions,
    outbox.functions,
    alarms.functions,
    queues.functions,
)

app = App(names.APP)
app.middleware("http")(as_problem)
for api in APIS:
    app.register_blueprint(api, url_prefix=PREFIX)
for functions in FUNCTIONS:
    app.register_blueprint(functions)

cors.serve(app)

ROUTES = all_routes(app, APIS)
set_routes(ROUTES, webhooks)
