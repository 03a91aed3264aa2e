"""How every audience's API speaks HTTP: routes as data, problem+json, ETags, idempotency keys, sealed cursors."""

from chalicelib.foundation.http.api import Api, all_routes
from chalicelib.foundation.http.routes import PREFIX, Answer, Call, Route

__all__ = ["PREFIX", "Answer", "Api", "Call", "Route", "all_routes"]
