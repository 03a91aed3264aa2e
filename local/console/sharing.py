"""`/local/sharing`: shows the data-sharing platform of the demonstration and sets what it does."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from local.console.replies import Answer, Routes, mistake
from local.sharing import SharingPeer
from local.sharing.platform import BEHAVIOURS, Behaviour

SHOWN = 20  # the latest queries


class Wanted(BaseModel):
    """What it does from now on: with one kind of certificate, or with all of them where none is named."""

    model_config = ConfigDict(extra="forbid")

    does: Behaviour | None = None
    certificate: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    slow_seconds: Annotated[float, Field(ge=0, le=60)] | None = None


def sharing_routes(peer: SharingPeer) -> Routes:
    return {
        "/local/sharing": {
            "GET": lambda _: show_sharing(peer),
            "PUT": lambda body: switch_sharing(peer, body),
        }
    }


def show_sharing(peer: SharingPeer) -> Answer:
    """Of a query neither holder nor number: they are personal data."""
    queries = [{"id": one["id"], "certificate": one["certificate"]} for one in peer.queries[-SHOWN:]]
    return 200, {
        "does": peer.otherwise,
        "certificates": dict(peer.behaviour),
        "slow_seconds": peer.slow_seconds,
        "queries": queries,
    }


def switch_sharing(peer: SharingPeer, body: bytes) -> Answer:
    """`{"does": "fails"}`, and of one kind of certificate `{"does": "no_record", "certificate": "营业执照"}`."""
    try:
        wanted = Wanted.model_validate_json(body or b"{}")
    except ValidationError:
        return mistake(
            422,
            "invalid_fields",
            f'例如 {{"does": "no_record", "certificate": "营业执照"}}；does 可用：{"、".join(BEHAVIOURS)}；'
            "slow_seconds 应为 0 至 60 秒",
        )
    if wanted.certificate and wanted.does is None:
        return mistake(422, "invalid_fields", "填写 certificate 的，应同时填写 does")
    apply(peer, wanted)
    return show_sharing(peer)


def apply(peer: SharingPeer, wanted: Wanted) -> None:
    """What is set for all certificates replaces what was set for single ones."""
    if wanted.slow_seconds is not None:
        peer.slow_seconds = wanted.slow_seconds
    if wanted.does and wanted.certificate:
        peer.behaviour[wanted.certificate] = wanted.does
    elif wanted.does:
        peer.otherwise = wanted.does
        peer.behaviour.clear()
