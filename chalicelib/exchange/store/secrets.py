"""The shared secrets of callbacks. They are in Secrets Manager only, and read when a callback is sent.

A process keeps a secret in memory for a minute, so that a burst of callbacks reads it once.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from chalicelib.exchange.model import Endpoint
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

CACHED = timedelta(seconds=60)
MOST_CACHED = 200


def store_secret(platform: Platform, place: str, secret: str, before: Endpoint | None) -> str:
    """Store a secret as a new version, and return the id of that version.

    The endpoint's row names the version that belongs to it. Until that row is written, callbacks are signed with the
    version before. Two requests for the same secret, one after the other or at once, store one version: AWS keeps the
    newest version and the one before for certain, and the one before must stay the secret that the receiver still has.
    """
    version = _keyed(secret, "version", place, str(before.version if before else 0))
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


def fingerprint(place: str, secret: str) -> str:
    """A digest by which an equal secret is recognised."""
    return _keyed(secret, "fingerprint", place)


def _keyed(secret: str, *parts: str) -> str:
    """A digest keyed with the secret itself, so that it stays the same whatever keys the deployment has. A secret is at
    least 24 random bytes: nobody finds it by trying.
    """
    return hmac.digest(secret.encode(), "|".join(("callback", *parts)).encode(), hashlib.sha256).hex()


def secrets_of(platform: Platform, endpoint: Endpoint) -> list[str]:
    """The secrets that sign now: that of the endpoint, and the one before while the two overlap. AWS errors are raised.

    The one before may be gone at AWS, which does not keep old versions for ever; then the other signs alone.
    """
    current = secret_of(platform, endpoint, endpoint.secret_version)
    if endpoint.former_version is None or endpoint.former_until is None or platform.wall() >= endpoint.former_until:
        return [current]
    try:
        return [current, secret_of(platform, endpoint, endpoint.former_version)]
    except platform.secrets.exceptions.ResourceNotFoundException:
        return [current]


def secret_of(platform: Platform, endpoint: Endpoint, version: str) -> str:
    """One version of the endpoint's secret. AWS errors are raised."""
    name = names.callback_secret(platform.settings.stage, place_of(endpoint.division, endpoint.department))
    wall, cached = platform.wall(), _cache.get((name, version))
    if cached and timedelta() <= wall - cached[0] < CACHED:
        return cached[1]
    answer = platform.secrets.get_secret_value(SecretId=name, VersionId=version)
    if len(_cache) >= MOST_CACHED:
        _cache.clear()
    _cache[name, version] = (wall, answer["SecretString"])
    return answer["SecretString"]


def place_of(division: str, department: str) -> str:
    """The end of the secret's name. Two divisions may have a department of the same name."""
    return f"{division}/{department}"


_cache: dict[tuple[str, str], tuple[datetime, str]] = {}


def clear_cache() -> None:
    """Forget the secrets that this process keeps in memory."""
    _cache.clear()
