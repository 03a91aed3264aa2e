"""The API described for machines and for people. The app hands in its routes once it is assembled, see `set_routes`."""

import json
from collections.abc import Sequence
from functools import lru_cache

from chalicelib.foundation.http import Route
from chalicelib.foundation.settings import Settings

__all__ = ["openapi_text", "page_text", "set_routes"]

_routes: tuple[Route, ...] = ()


def set_routes(routes: Sequence[Route]) -> None:
    """The routes to describe. Rooms do not know the app, so the app says what it has."""
    global _routes  # noqa: PLW0603 - one app per process
    _routes = tuple(routes)


def openapi_text(settings: Settings) -> str:
    """The OpenAPI document as JSON."""
    return _openapi_text(_routes, settings.public_url)


def page_text(settings: Settings) -> str:
    """The page for people, as HTML."""
    return _page_text(_routes, settings.public_url)


# What follows is seldom asked for, so it costs no start-up time.
@lru_cache(maxsize=2)
def _openapi_text(routes: tuple[Route, ...], server: str) -> str:
    from chalicelib.foundation.http.openapi import describe

    return json.dumps(describe(routes, server), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=2)
def _page_text(routes: tuple[Route, ...], server: str) -> str:
    from chalicelib.foundation.http.openapi import describe
    from chalicelib.hall.documentation.page import page

    return page(describe(routes, server))
