"""The shared secrets of callbacks. They are in Secrets Manager only, and read when a callback is sent.

A process keeps a secret in memory for a minute, so that a burst of callbacks reads it once.
"""

import hashlib
from datetime import datetime, timedelta

from chalicelib.durable.caller import Caller
from chalicelib.exchange.model import Endpoint
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

CACHED = timedelta(seconds=60)
MOST_CACHED = 200


def store_secret(platform: Platform, caller: Caller, place: str, secret: str) -> str:
    """Store a secret as a new version, and return the id of that version. A repeated request stores it once.

    The endpoint's row names the version that belongs to it. Until that row is written, callbacks are signed with the
    version before.
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
    except client.exceptions.ResourceExistsException:  # another registration has created it meanwhile
        client.put_secret_value(SecretId=name, SecretString=secret, ClientRequestToken=version)


def secret_of(platform: Platform, endpoint: Endpoint) -> str:
    """The secret that belongs to the endpoint. AWS errors are raised."""
    name, wall = (
        names.callback_secret(platform.settings.stage, place_of(endpoint.division, endpoint.department)),
        platform.wall(),
    )
    cached = _cache.get((name, endpoint.secret_version))
    if cached and timedelta() <= wall - cached[0] < CACHED:
        return cached[1]
    answer = platform.secrets.get_secret_value(SecretId=name, VersionId=endpoint.secret_version)
    if len(_cache) >= MOST_CACHED:
        _cache.clear()
    _cache[name, endpoint.secret_version] = (wall, answer["SecretString"])
    return answer["SecretString"]


def place_of(division: str, department: str) -> str:
    """The end of the secret's name. Two divisions may have a department of the same name."""
    return f"{division}/{department}"


_cache: dict[tuple[str, str], tuple[datetime, str]] = {}


def clear_cache() -> None:
    """Forget the secrets that this process keeps in memory."""
    _cache.clear()
