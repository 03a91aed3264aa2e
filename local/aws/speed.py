"""Changes to moto and botocore that only save time: their answers stay the same."""

import importlib
import importlib.util
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

from botocore.loaders import Loader

from local.aws.patching import replaced

QUEUES = "moto.sqs.models"
PARSER = "moto.stepfunctions.parser.asl.parse.asl_parser"
PATHS = "moto.stepfunctions.parser.asl.utils.json_path"
TASKS = "moto.stepfunctions.parser.asl.component.state.exec.state_task.lambda_eval_utils"
# More than the paths of all our machines.
PATHS_KEPT = 512
Member = Callable[[Any, Any, Any, Any, str], None]


@contextmanager
def quick_emulator() -> Generator[None]:
    """moto and botocore with all of these changes, for the time of the block."""
    import_step_functions()
    with ExitStack() as patches:
        for module, owner, name, make, takes in (
            ("botocore.session", "", "create_loader", with_one_loader, ("search_path_string",)),
            (PARSER, "AmazonStateLanguageParser", "parse", parsing_once, ("definition",)),
            (PATHS, "", "parse", remembered, ("path", "debug")),
            (TASKS, "", "boto_client_for", client_kept, ("region", "service", "state_credentials")),
            (QUEUES, "SQSBackend", "get_queue_attributes", attributes_once, ("self", "queue_name", "attribute_names")),
            (
                QUEUES,
                "SQSBackend",
                "is_message_valid_based_on_retention_period",
                retained,
                ("self", "queue_name", "message"),
            ),
        ):
            patches.enter_context(replaced(module, owner, name, make, takes=takes))
        patches.enter_context(quick_tables())
        yield


def quick_tables() -> AbstractContextManager[None]:
    """Only the change that concerns DynamoDB."""
    takes = ("self", "serialized", "value", "shape", "key")
    return replaced(
        "moto.core.serialize", "ResponseSerializer", "_serialize_structure_member", straight_values, takes=takes
    )


def import_step_functions() -> None:
    """moto's Step Functions take one enumeration from moto.batch, which would load EC2 and a list of all its machines.

    They are imported beside an empty moto.batch here: a second less for each start.
    """
    found = importlib.util.find_spec("moto.batch")
    if found is None or found.name in sys.modules:
        return  # they are imported already, or moto has no such module any more
    empty = ModuleType(found.name)
    empty.__path__ = list(found.submodule_search_locations or ())
    sys.modules[found.name] = empty
    try:
        importlib.import_module("moto.stepfunctions.parser.models")
    finally:
        del sys.modules[found.name]


@cache
def loader(search_path: str | None) -> Loader:
    from botocore.loaders import create_loader

    return create_loader(search_path)


def with_one_loader(_original: Any) -> Any:
    """botocore reads the descriptions of services anew for each session, and moto makes many sessions."""
    return loader


def parsing_once(original: Callable[[str], tuple[Any, Any]]) -> Callable[[str], tuple[Any, Any]]:
    """Step Functions: moto parses the definition anew for each execution, which takes most of the time of its start.

    The syntax tree is kept here; the objects that an execution works with are made of it for each one.
    """
    from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

    trees: dict[str, Any] = {}

    def parse(definition: str) -> tuple[Any, Any]:
        if definition not in trees:
            trees[definition] = original(definition)[1]
        return Preprocessor().visit(trees[definition]), trees[definition]

    return parse


def remembered(original: Callable[[str], Any]) -> Callable[[str], Any]:
    """Step Functions: moto makes a parser for each path of each state that it enters. What it makes never changes."""
    return lru_cache(maxsize=PATHS_KEPT)(original)


def client_kept(original: Callable[[str, str, Any], Any]) -> Callable[..., Any]:
    """Step Functions: moto makes a client of Lambda for each task. A client may be used by many threads at a time."""
    from moto.settings import moto_server_port

    clients: dict[tuple[str, str, str], Any] = {}

    def boto_client_for(region: str, service: str, state_credentials: Any = None) -> Any:
        place = region, service, str(moto_server_port())
        if place not in clients:
            clients[place] = original(region, service, state_credentials)
        return clients[place]

    return boto_client_for


def straight_values(original: Member) -> Member:
    """DynamoDB: an attribute value has one of ten types; moto looks for each of the ten, under several names."""

    def serialize_structure_member(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if isinstance(value, dict) and shape.parent.name == "AttributeValue":
            if key in value:
                self._serialize(serialized, value[key], shape, key)
            return
        original(self, serialized, value, shape, key)

    return serialize_structure_member


def attributes_once(original: Any) -> Any:
    """SQS: for each attribute that is asked for, moto computes all of them twice, with four walks over the messages."""

    def get_queue_attributes(self: Any, queue_name: str, attribute_names: list[str]) -> dict[str, Any]:
        every: dict[str, Any] = original(self, queue_name, ["All"])
        if not all(every.get(name) is not None for name in attribute_names):
            return original(self, queue_name, attribute_names)
        return {name: every[name] for name in attribute_names}

    return get_queue_attributes


def retained(_original: Any) -> Any:
    """SQS: to know how long a message is kept moto computes all attributes of its queue, for each message received."""
    from moto.core import utils

    def is_message_valid_based_on_retention_period(self: Any, queue_name: str, message: Any) -> bool:
        return self.get_queue(queue_name).message_retention_period + message.sent_timestamp / 1000 > utils.unix_time()

    return is_message_valid_based_on_retention_period
