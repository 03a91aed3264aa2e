"""The environment variables of this process while the emulator runs: no way to a real account, and no proxy."""

import os
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager

import boto3

from local.web_server import LOOPBACK

# With any of these a client would use the user's own account or endpoint instead of the emulator.
FOREIGN = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
)


@contextmanager
def environment(variables: Mapping[str, str]) -> Generator[None]:
    """For the time of the block: these variables, and nothing that leads an AWS client anywhere else."""
    before = dict(os.environ)
    for name in [name for name in before if name in FOREIGN or name.startswith("AWS_ENDPOINT_URL")]:
        del os.environ[name]
    os.environ.update({**shut_off(), **variables})
    use_environment()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        use_environment()


def shut_off() -> dict[str, str]:
    return {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        **no_proxy(),
        "TZ": "UTC",  # moto mixes local time and UTC
    }


def no_proxy() -> dict[str, str]:
    """Servers on this machine are asked directly, whatever proxy the user's shell names."""
    hosts = ",".join(filter(None, (os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), LOOPBACK, "localhost")))
    return {"NO_PROXY": hosts, "no_proxy": hosts}


def use_environment() -> None:
    """The time zone and boto3's default session were read from the variables as they were before."""
    time.tzset()
    boto3.DEFAULT_SESSION = None
