"""Describes the API for programs and for people. The app passes its routes to `set_routes` when it is assembled."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from chalicelib.foundation.settings import Settings
from chalicelib.http.routes import Route

__all__ = ["document", "guide_text", "openapi_text", "page_text", "set_routes"]

Webhooks = Callable[[str], dict[str, Any]]
"""Given the address of this API: the requests that we send ourselves, as OpenAPI webhooks."""


def no_webhooks(_: str) -> dict[str, Any]:
    return {}


_routes: tuple[Route, ...] = ()
_webhooks: Webhooks = no_webhooks


def set_routes(routes: Sequence[Route], webhooks: Webhooks = no_webhooks) -> None:
    """Set the routes and webhooks to describe. This package knows no room, so the app must pass them."""
    global _routes, _webhooks
    _routes, _webhooks = tuple(routes), webhooks


def document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document of routes and webhooks, in Chinese. Callers must not change it, because it is cached."""
    return _document(_routes, _webhooks, settings.public_url)


def openapi_text(settings: Settings) -> str:
    """The OpenAPI document as JSON."""
    return _openapi_text(_routes, _webhooks, settings.public_url)


def page_text(settings: Settings) -> str:
    """The page for people, as HTML."""
    return _page_text(_routes, _webhooks, settings.public_url)


@lru_cache(maxsize=4)
def guide_text(name: str) -> str:
    """The page of a guide, as HTML."""
    from chalicelib.http.documentation.page import guide

    return guide(name)


# These documents are seldom asked for, so what makes them is imported on first use.
@lru_cache(maxsize=2)
def _document(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> dict[str, Any]:
    from chalicelib.http.documentation.naming import with_named_parts
    from chalicelib.http.documentation.recorded import examples, with_examples
    from chalicelib.http.documentation.wording import in_chinese
    from chalicelib.http.openapi import describe

    described = describe(routes, server)
    called = webhooks(server)
    sent = {"webhooks": called} if called else {}
    whole = with_examples(with_named_parts(described | sent), examples())
    components = whole["components"]
    return whole | {"components": components | {"schemas": in_chinese(components["schemas"])}}


@lru_cache(maxsize=2)
def _openapi_text(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> str:
    return json.dumps(_document(routes, webhooks, server), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=2)
def _page_text(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> str:
    from chalicelib.http.documentation.page import page

    return page(_document(routes, webhooks, server))
