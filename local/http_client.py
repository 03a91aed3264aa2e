"""An HTTP client for addresses on this machine."""

import ssl
from typing import Any

import httpx


def local_client(**options: Any) -> httpx.Client:
    """Uses no proxy, and loads no certificates: that takes longer than several requests, and nothing here has TLS."""
    return httpx.Client(trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), **options)
