"""The systems of others that the stack imitates beside those of departments, and the keys it shares with them."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from chalicelib.foundation import names
from local.aws.emulator import LocalAws
from local.console.replies import Routes
from local.console.sharing import sharing_routes
from local.department.registration import new_secret
from local.sharing import SharingPeer, serving


class Simulators(NamedTuple):
    """`sharing` is the data-sharing platform; requests to it are signed with `sharing_secret`."""

    sharing: SharingPeer
    sharing_secret: str

    def connect(self, aws: LocalAws, stage: str) -> None:
        """What an operator writes into Secrets Manager."""
        secrets = aws.client("secretsmanager")
        secrets.create_secret(Name=names.sharing_secret(stage), SecretString=self.sharing_secret)

    def routes(self) -> Routes:
        """Where the console shows and sets them."""
        return sharing_routes(self.sharing)


@contextmanager
def simulating() -> Generator[Simulators]:
    """They listen until the end of the block."""
    secret = new_secret()
    with serving(secret) as sharing:
        yield Simulators(sharing, secret)
