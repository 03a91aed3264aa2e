"""A route as data: what the view needs, what it answers, who may call it. The OpenAPI document is made from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from chalicelib.access.actor import Actor
from chalicelib.access.policy import Access
from chalicelib.durable.caller import Caller
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Problem
from chalicelib.foundation.signed_message import SignedMessage

PREFIX = "/v1"
B = TypeVar("B")
Q = TypeVar("Q")


@dataclass(frozen=True)
class Answer:
    """What a view answers; `body` is a model or plain JSON values."""

    body: BaseModel | Mapping[str, Any] | str
    status: int = 200
    etag: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Call(Generic[B, Q]):
    """A parsed request. `known` is its caller, None on public routes; views of other routes use `caller`.

    `accept` is the request's Accept header. `message` is there on routes that are `signed`.
    """

    platform: Platform
    body: B
    query: Q
    path: str
    source_ip: str
    request_id: str
    accept: str = ""
    known: Caller | None = None
    message: SignedMessage | None = None

    @property
    def caller(self) -> Caller:
        if self.known is None:
            raise LookupError("a public route has no caller")
        return self.known

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    @property
    def wants_page(self) -> bool:
        return prefers_page(self.accept)

    def accepts_only(self, media_type: str) -> bool:
        """Whether the caller names this type and no other. Programs that are generated from the API description ask for
        text of a type that they know.
        """
        return self.accept.strip().lower() == media_type


def prefers_page(accept: str) -> bool:
    """Whether the caller would rather have HTML than JSON, as a browser would."""
    return _weight(accept, "text/html") > _weight(accept, "application/json")


def _weight(accept: str, media_type: str) -> float:
    """How much the Accept header wants this type (RFC 9110, 12.5.1): the most exact range that fits says it."""
    weights: dict[str, float] = {}
    for member in accept.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        given = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        weights[name] = float(given) if re.fullmatch(r"[01](\.[0-9]{0,3})?", given) else 0
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[name] for name in ranges if name in weights), 0)


View = Callable[..., Answer]


@dataclass(frozen=True)
class Route:
    """A route. `acts`: it changes something and needs an `Idempotency-Key`. `guarded`: it needs `If-Match`.
    `for_agents`: an agent may use it under an authorisation (`X-On-Behalf-Of`).

    `act` is the row of the table of acts that the route does; None when it does no act of the table. `problems` names
    those that do not follow from the other fields. `content_type` is that of its answer, `other_types` are those it has
    instead for who accepts no other. `signed`: whoever sends it proves that by a signature, as Standard Webhooks have
    it. `page`: browsers, which ask for HTML, get a page instead; it makes that of a query
    that is broken. `waits`: it answers 202 while what it tells of is being made.
    """

    method: str
    path: str
    access: Access
    summary: str
    view: View
    tag: str = ""
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: type[BaseModel] | None = None
    status: int = 200
    acts: bool = False
    guarded: bool = False
    for_agents: bool = False
    signed: bool = False
    act: LawfulAct | None = None
    content_type: str = "application/json"
    other_types: tuple[str, ...] = ()
    page: Callable[[Platform], Answer] | None = None
    waits: bool = False
    problems: tuple[type[Problem], ...] = ()

    @property
    def name(self) -> str:
        return self.view.__name__
