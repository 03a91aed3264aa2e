"""The shared secrets of callbacks: in Secrets Manager only, looked up at delivery, known to a process for a minute."""

import hashlib
from datetime import datetime, timedelta

from chalicelib.durable.caller import Caller
from chalicelib.exchange.model import Endpoint
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

KEPT = timedelta(seconds=60)
MOST_KNOWN = 200


def keep(platform: Platform, caller: Caller, place: str, secret: str) -> str:
    """Store a secret as a new version and answer that version's id. The same request again stores it once.

    The endpoint's row names the version it goes with: until the row is written, deliveries use the version before.
    """
    version = hashlib.sha256(f"{caller.actor.sub}|{caller.key}|{secret}".encode()).hexdigest()
    client, name = platform.secrets, names.callback_secret(platform.settings.stage, place)
    try:
        client.put_secret_value(SecretId=name, SecretString=secret, ClientRequestToken=version)
    except client.exceptions.ResourceNotFoundException:
        _create(platform, name, secret, version)
    return version


def _create(platform: Platform, name: str, secret: str, version: str) -> None:
    client = platform.secrets
    try:
        client.create_secret(Name=name, SecretString=secret, ClientRequestToken=version)
    except client.exceptions.ResourceExistsException:  # another registration was faster
        client.put_secret_value(SecretId=name, SecretString=secret, ClientRequestToken=version)


def look_up(platform: Platform, endpoint: Endpoint) -> str:
    """The secret that goes with the endpoint. AWS errors pass through."""
    name, wall = (
        names.callback_secret(platform.settings.stage, place_of(endpoint.division, endpoint.department)),
        platform.wall(),
    )
    known = _known.get((name, endpoint.secret_version))
    if known and timedelta() <= wall - known[0] < KEPT:
        return known[1]
    answer = platform.secrets.get_secret_value(SecretId=name, VersionId=endpoint.secret_version)
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[name, endpoint.secret_version] = (wall, answer["SecretString"])
    return answer["SecretString"]


def place_of(division: str, department: str) -> str:
    """Where among the secrets: departments of two divisions may share their short name."""
    return f"{division}/{department}"


_known: dict[tuple[str, str], tuple[datetime, str]] = {}


def forget() -> None:
    """Empty the memory of this process."""
    _known.clear()
