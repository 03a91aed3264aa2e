"""Runs in a process of its own, with the unzipped package and boto3 beside it and nothing else: calls one handler."""

import json
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import Any

arguments = json.loads(sys.argv[1])
sys.path[:] = [*arguments["path"], *sys.path]


class EmptyTable:
    """A client of DynamoDB for whom nothing is there."""

    def __getattr__(self, operation: str) -> Any:
        answers = {"batch_get_item": {"Responses": {}}}
        return lambda **_: answers.get(operation, {"Items": [], "Count": 0})


class NotThere(Exception):
    """ResourceNotFoundException of Secrets Manager."""


class NoSecrets:
    """A client of Secrets Manager into which nobody has written anything."""

    exceptions = SimpleNamespace(ResourceNotFoundException=NotThere)

    def get_secret_value(self, **_: Any) -> Any:
        raise NotThere


CLIENTS = {"dynamodb": EmptyTable, "secretsmanager": NoSecrets}


class Session:
    def client(self, service: str, **_: Any) -> Any:
        return CLIENTS.get(service, lambda: None)()


class Context:
    function_name = function_version = aws_request_id = invoked_function_arn = "cold"
    memory_limit_in_mb = 1024

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


module, _, name = arguments["handler"].rpartition(".")
handler = getattr(import_module(module), name)
from chalicelib.foundation import platform as platforms  # noqa: E402 - the handler is what is loaded first

platforms.use(platforms.Platform(platforms.current_settings(), session=Session()))  # type: ignore[arg-type]
try:
    answer = handler(arguments["event"], Context())
except Exception as failure:  # noqa: BLE001 - told to the test
    answer = {"raised": type(failure).__name__}
files = {name: getattr(loaded, "__file__", None) or "" for name, loaded in sys.modules.items()}
sys.stdout.write(json.dumps({"answer": answer, "files": files}))
