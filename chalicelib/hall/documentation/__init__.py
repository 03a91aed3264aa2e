"""The API described for machines and for people. The app hands in its routes once it is assembled, see `set_routes`."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from chalicelib.foundation.http import Route
from chalicelib.foundation.settings import Settings

__all__ = ["document", "openapi_text", "page_text", "set_routes"]

_routes: tuple[Route, ...] = ()


def set_routes(routes: Sequence[Route]) -> None:
    """The routes to describe. Rooms do not know the app, so the app says what it has."""
    global _routes  # noqa: PLW0603 - one app per process
    _routes = tuple(routes)


def document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document: what is served, what is called back, in the words of the hall. Not to be changed."""
    return _document(_routes, settings.public_url)


def openapi_text(settings: Settings) -> str:
    """The OpenAPI document as JSON."""
    return _openapi_text(_routes, settings.public_url)


def page_text(settings: Settings) -> str:
    """The page for people, as HTML."""
    return _page_text(_routes, settings.public_url)


# What follows is seldom asked for, so it costs no start-up time.
@lru_cache(maxsize=2)
def _document(routes: tuple[Route, ...], server: str) -> dict[str, Any]:
    from chalicelib.foundation.http.openapi import describe
    from chalicelib.hall.documentation.webhooks import webhooks
    from chalicelib.hall.documentation.wording import in_chinese

    described = describe(routes, server)
    components = described["components"]
    # Only an API that departments can register with calls them back.
    called = {"webhooks": webhooks(server)} if any(tag["name"] == "callbacks" for tag in described["tags"]) else {}
    return described | called | {"components": components | {"schemas": in_chinese(components["schemas"])}}


@lru_cache(maxsize=2)
def _openapi_text(routes: tuple[Route, ...], server: str) -> str:
    return json.dumps(_document(routes, server), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=2)
def _page_text(routes: tuple[Route, ...], server: str) -> str:
    from chalicelib.hall.documentation.page import page

    return page(_document(routes, server))
