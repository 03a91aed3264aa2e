"""The API described for machines and for people. The app hands in its routes once it is assembled, see `set_routes`."""

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from chalicelib.foundation.settings import Settings
from chalicelib.http.routes import Route

__all__ = ["document", "openapi_text", "page_text", "set_routes"]

Webhooks = Callable[[str], dict[str, Any]]
"""The requests that we send ourselves, as OpenAPI webhooks, of an API that people reach at this address."""


def no_webhooks(_: str) -> dict[str, Any]:
    return {}


_routes: tuple[Route, ...] = ()
_webhooks: Webhooks = no_webhooks


def set_routes(routes: Sequence[Route], webhooks: Webhooks = no_webhooks) -> None:
    """The routes and webhooks to describe. This package does not know the rooms, so the app says what it has."""
    global _routes, _webhooks
    _routes, _webhooks = tuple(routes), webhooks


def document(settings: Settings) -> dict[str, Any]:
    """The OpenAPI document: what is served, what is called back, in the words of the hall. Not to be changed."""
    return _document(_routes, _webhooks, settings.public_url)


def openapi_text(settings: Settings) -> str:
    """The OpenAPI document as JSON."""
    return _openapi_text(_routes, _webhooks, settings.public_url)


def page_text(settings: Settings) -> str:
    """The page for people, as HTML."""
    return _page_text(_routes, _webhooks, settings.public_url)


# What follows is seldom asked for, so it costs no start-up time.
@lru_cache(maxsize=2)
def _document(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> dict[str, Any]:
    from chalicelib.http.documentation.wording import in_chinese
    from chalicelib.http.openapi import describe

    described = describe(routes, server)
    components = described["components"]
    called = webhooks(server)
    sent = {"webhooks": called} if called else {}
    return described | sent | {"components": components | {"schemas": in_chinese(components["schemas"])}}


@lru_cache(maxsize=2)
def _openapi_text(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> str:
    return json.dumps(_document(routes, webhooks, server), ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=2)
def _page_text(routes: tuple[Route, ...], webhooks: Webhooks, server: str) -> str:
    from chalicelib.http.documentation.page import page

    return page(_document(routes, webhooks, server))
