"""The whole app in one process: the routes and every function. The local stack and the packaging read it.

On AWS nothing loads it: each function begins with its own module of `chalicelib/wiring/entries`.
"""

from importlib import import_module
from pkgutil import iter_modules

from chalice.app import Blueprint

from chalicelib.wiring import functions
from chalicelib.wiring.web import app, serve_others

__all__ = ["FUNCTIONS", "ROUTES", "app"]

ROUTES = serve_others()

FUNCTIONS: dict[str, Blueprint] = {
    module.name: import_module(f"{functions.__name__}.{module.name}").functions
    for module in iter_modules(functions.__path__)
}
for blueprint in FUNCTIONS.values():
    app.register_blueprint(blueprint)
