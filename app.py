"""Assembles the one Chalice app: the blueprints of routes and the functions that `wiring` names. Nothing else."""

from chalice.app import Chalice

from chalicelib.exchange.api.webhooks import webhooks
from chalicelib.foundation import names
from chalicelib.http import cors
from chalicelib.http.api import all_routes
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

# Chalice would set the level of the logger that has our name; telemetry looks after that one.
app = Chalice(app_name=names.APP, configure_logs=False)
app.middleware("http")(as_problem)
for api in APIS:
    app.register_blueprint(api, url_prefix=PREFIX)
for functions in FUNCTIONS:
    app.register_blueprint(functions)

cors.serve(app)

ROUTES = all_routes(app, APIS)
set_routes(ROUTES, webhooks)
