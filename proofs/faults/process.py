"""The app's process: it dies and is started again, with nothing left of the one before."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any, cast
from unittest.mock import patch

from chalice.config import Config
from chalice.local import LocalGateway

from app import app
from chalicelib.access.actor import Actor
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from local.identity_provider.personas import PERSONAS
from proofs.faults.calls import Calls, Watched
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import World, forget_everything


class Process:
    """What runs the app in `world`: every call of it to AWS goes through `calls`, the world's own calls do not."""

    platform: Platform

    def __init__(self, world: World, calls: Calls) -> None:
        self.calls = calls
        self.gateway = LocalGateway(app, Config.create(lambda_timeout=29))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        self.start(world)

    def start(self, world: World) -> None:
        """A process that knows nothing."""
        outside = world.platform
        self.platform = Platform(
            outside.settings, now=outside.now, wall=outside.wall, session=cast(Any, outside.session)
        )
        vars(self.platform)["kms"] = self._watched("kms", world.kms)
        rows, sealing = self._watched("dynamodb", world.dynamo), self.platform.sealing
        table = Table(rows, outside.settings.table, sealing=sealing, sleep=self.calls.sleep)
        vars(self.platform).update(
            table=table,
            s3=self._watched("s3", world.buckets),
            sqs=self._watched("sqs", world.queues),
            secrets=self._watched("secretsmanager", world.secrets),
            sfn=self._watched("stepfunctions", world.machines),
            departments=world.departments,
        )
        forget_everything()
        platforms.use(self.platform)

    def _watched(self, service: str, client: Any) -> Any:
        return Watched(self.calls, service, client)


@contextmanager
def without_tokens() -> Generator[None]:
    """Only acts and rows, and a caller is believed to be the persona that its token names."""
    with ExitStack() as seams:
        seams.enter_context(only_acts_and_rows())
        seams.enter_context(patch("chalicelib.http.requests.authenticate", persona))
        seams.callback(platforms.use, None)
        yield


def persona(platform: Platform, authorization: str | None) -> Actor:  # noqa: ARG001 - stands for `authenticate`
    return PERSONAS[authorization or ""].actor
