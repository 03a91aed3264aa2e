"""Assembles the one Chalice app: a blueprint per audience, the functions of each room. Nothing else."""

from chalice.app import Chalice, CORSConfig

from chalicelib.cases import functions as case_functions
from chalicelib.cases.api import applicant, counter, department, public
from chalicelib.catalogue import api as catalogue
from chalicelib.exchange import api as exchange
from chalicelib.exchange import functions as exchange_functions
from chalicelib.foundation import names, settings
from chalicelib.foundation.http import PREFIX, all_routes
from chalicelib.foundation.http.middleware import as_problem
from chalicelib.hall import api as hall
from chalicelib.hall.documentation import set_routes
from chalicelib.issuance import functions as issuance_functions
from chalicelib.issuance.api import applicant as own_documents
from chalicelib.issuance.api import counter as issuing
from chalicelib.issuance.api import public as certificates
from chalicelib.oversight import api as oversight

APIS = [
    catalogue.api,
    hall.api,
    public.api,
    applicant.api,
    own_documents.api,
    counter.api,
    department.api,
    issuing.api,
    certificates.api,
    exchange.api,
    oversight.api,
]
FUNCTIONS = [case_functions.functions, issuance_functions.functions, exchange_functions.functions]

origins = settings.current().cors_origins
# Chalice would set the level of the logger that has our name; telemetry looks after that one.
app = Chalice(app_name=names.APP, configure_logs=False)
app.api.cors = CORSConfig(
    allow_origin=origins[0] if len(origins) == 1 else "*",
    allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Channel"],
    expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-Id"],
    max_age=3600,
)
app.middleware("http")(as_problem)
for api in APIS:
    app.register_blueprint(api, url_prefix=PREFIX)
for functions in FUNCTIONS:
    app.register_blueprint(functions)

ROUTES = all_routes(app, APIS)
set_routes(ROUTES)
