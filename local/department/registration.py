"""Starts the systems of departments and organs above, and registers their callbacks with Yimen."""

import base64
import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import partial

from local.department.system import DepartmentSystem
from local.http_client import local_client
from local.identity_provider.issuer import Issuer


@contextmanager
def systems_of(
    personas: Mapping[str, str], url: str, issuer: Issuer, delay: float
) -> Generator[dict[str, DepartmentSystem]]:
    """Systems that listen until the end of the block, each with a secret of its own, by department or organ; `personas`
    tells as whom each acts.
    """
    systems: dict[str, DepartmentSystem] = {}
    try:
        for name, persona in personas.items():
            systems[name] = DepartmentSystem(url, partial(issuer.mint, persona), new_secret(), name, delay=delay)
            systems[name].start()
        yield systems
    finally:
        for system in systems.values():
            system.stop()


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def register(url: str, system: DepartmentSystem) -> None:
    """Over HTTP and with the token of the department's system, as a real department does it."""
    headers = {
        "Authorization": f"Bearer {system.token()}",
        "Idempotency-Key": f"register-{system.department}",
    }
    wanted = {"url": system.url, "secret": system.secret}
    with local_client() as client:
        answer = client.put(f"{url}/v1/callbacks", json=wanted, headers=headers)
    if answer.status_code != 200:
        raise ValueError(f"the system of {system.department} could not register: {answer.text}")
