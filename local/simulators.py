"""The systems of others that the stack imitates beside those of departments, and the keys it shares with them."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from chalicelib.foundation import names
from chalicelib.foundation.platform import wall_clock
from local.aws.emulator import LocalAws
from local.console.legal_time import LegalTime
from local.console.payments import PAGE, payment_routes
from local.console.replies import Routes
from local.console.sharing import sharing_routes
from local.department.registration import new_secret
from local.payments.cashier import Cashier
from local.payments.lists import ListServer
from local.payments.simulator import SECRET
from local.peers import serving
from local.sharing import SharingPeer


class Simulators(NamedTuple):
    """`sharing` is the data-sharing platform; requests to it are signed with `sharing_secret`. `cashier` is the payment
    provider, `lists` where it gives its list of a day.
    """

    sharing: SharingPeer
    sharing_secret: str
    cashier: Cashier
    lists: ListServer

    @property
    def called(self) -> tuple[SharingPeer | ListServer, ...]:
        """What the hall calls on this machine."""
        return self.sharing, self.lists

    def connect(self, aws: LocalAws, stage: str, url: str) -> None:
        """What an operator writes into Secrets Manager."""
        secrets = aws.client("secretsmanager")
        secrets.create_secret(Name=names.sharing_secret(stage), SecretString=self.sharing_secret)
        provider = json.dumps({"url": f"{url}{PAGE}", "days_url": self.lists.url, "secret": SECRET})
        secrets.create_secret(Name=names.payments_secret(stage), SecretString=provider)

    def routes(self) -> Routes:
        """Where the console shows and sets them."""
        return {**sharing_routes(self.sharing), **payment_routes(self.cashier)}


@contextmanager
def simulating(url: str, time: LegalTime) -> Generator[Simulators]:
    """They listen until the end of the block. `url` is where the hall is reached."""
    secret, cashier = new_secret(), Cashier(url, wall_clock, time.now)
    with serving(SharingPeer(secret)) as sharing, serving(ListServer(cashier.simulator)) as lists:
        yield Simulators(sharing, secret, cashier, lists)
