"""What people type reaches the table encrypted, in every version of every row, and no queue, machine, log or link.

Whole stories are played; what they sent to the table is what its stream shows, and what an export or a backup holds.
"""

import json
import logging
import zlib
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest

from chalicelib.durable.audit import OFTEN
from chalicelib.foundation import keys, telemetry
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import OF_AUTHORISATION, OF_CASE, OF_STAFF, SEALED, personal
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.sealing import Sealing
from local.catalogues import catalogue_of
from local.demo.application import PHONE, REPRESENTATIVE, announced
from local.identity_provider.personas import PERSONAS
from proofs.faults.paths import PATHS
from proofs.faults.runs import Runner, running
from proofs.faults.steps import Path, accepts, compares, decides, hands_in, submits
from proofs.faults.steps import applies as applies_for
from proofs.faults.steps import fills_in as fills_in_form
from proofs.kit.applications import PLAIN_NAME, RARE_NAME, REGISTRATION, Application
from proofs.kit.buckets import MemoryBuckets
from proofs.kit.cast import HANDOVER, NEW_PHONE
from proofs.kit.catalogue import CITY_DIVISION, item_document
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.functions import invoke
from proofs.kit.joint import BUILD, RESTAURANT, SET_UP
from proofs.kit.queues import MemoryQueues
from tests.catalogue.schemes.data import scheme

AGENT = {"name": "黄示例", "id_number": "441702199506120021"}
LETTER = {"letter_seen": True, "letter": {"signed_on": "2026-11-01"}}
FILE_NAME = "李示例的身份证.pdf"
# Names, numbers, telephones and whatever else people write about a person; each stands in one of the stories.
CANARIES = {
    **{f"name of {who}": PERSONAS[who].actor.name for who in ("citizen-lin", "company", "clerk-production")},
    "number of a citizen": "44170219900307801X",
    "credit code": "91441702MA5YM00074",
    "legal representative": REPRESENTATIVE["name"],
    "telephone": PHONE,
    "new telephone": NEW_PHONE,
    "contact": "李示例",
    "agent": AGENT["name"],
    "number of the agent": AGENT["id_number"],
    "file name": FILE_NAME,
    "opinion": "经营场所不符合要求",
    "defect": "缺少签名",
    "ground of an absence": "窗口卷宗第1卷",
    "reason of a handover": HANDOVER,
    "reason of a withdrawal": "改变计划",
    "reason of a correction": "照面信息有误",
    "competent organ": "不属于本机关职权范围",
    "rare name": RARE_NAME,
    "other writing": PLAIN_NAME,
}


def through_an_agent(wanted: Application) -> Path:
    """Online, and the result is taken by somebody else, with a letter."""
    steps = [applies_for(wanted), fills_in_form(wanted), *(hands_in(wanted.who, line) for line in wanted.lines)]
    agent = wanted._replace(person=AGENT, relation="agent")

    def collects(world: Any) -> None:
        case = world.facts["case"]
        body = {"recipient": {**agent.recipient, **LETTER}}
        world.ask("clerk-issuing", "POST", f"/cases/{case}/deliver", body, seen=case)

    return Path("through an agent", [*steps, submits(wanted), accepts(), decides(wanted), compares(), collects])


# The demonstration's hall has the telephone of the demonstration's applicants, and publishes it.
OF_PEOPLE = [path for path in PATHS if path.name != "the hall"]
STORIES: Sequence[Path] = (*OF_PEOPLE, through_an_agent(REGISTRATION))


class Seen:
    """Everything that was sent to the table, and every message to a queue, as text."""

    def __init__(self) -> None:
        self.rows: list[tuple[Key, str]] = []
        self.messages: list[str] = []
        self.functions: list[str] = []
        self.log: list[str] = []
        self.links: list[str] = []
        self.encrypted: list[str] = []

    def plain(self, operation: Mapping[str, Any]) -> None:
        """A row that was written by itself, without a transaction."""
        key = operation.get("Key") or operation["Item"]
        self.rows.append((Key(key["pk"]["S"], key["sk"]["S"]), _text(operation)))

    def transaction(self, request: Mapping[str, Any]) -> None:
        for action in request["TransactItems"]:
            for operation in action.values():
                key = operation.get("Key") or operation["Item"]
                self.rows.append((Key(key["pk"]["S"], key["sk"]["S"]), _text(operation)))


def _text(sent: Any) -> str:
    """Binary values as they would look to somebody who searches a dump and unpacks what is packed."""
    return json.dumps(sent, ensure_ascii=False, default=_read)


def _read(value: Any) -> str:
    try:
        return zlib.decompressobj(zdict=OFTEN).decompress(bytes(value)).decode()
    except zlib.error:
        return bytes(value).decode("utf-8", "replace")


@pytest.fixture(scope="module")
def seen() -> Seen:
    """All stories, played once. Files are called as people call them."""
    found = Seen()
    write, send, seal = MemoryDynamo.transact_write_items, MemoryQueues.send_message, Sealing.seal

    def written(self: MemoryDynamo, **request: Any) -> Any:
        found.transaction(request)
        return write(self, **request)

    def sent(self: MemoryQueues, **request: Any) -> Any:
        found.messages.append(_text(request))
        return send(self, **request)

    def encrypted(self: Sealing, key: Key, values: Mapping[str, Any]) -> bytes:
        found.encrypted.append(_text(values))
        return seal(self, key, values)

    def plainly(original: Callable[..., Any]) -> Callable[..., Any]:
        def wrote(self: MemoryDynamo, **request: Any) -> Any:
            found.plain(request)
            return original(self, **request)

        return wrote

    def called(platform: Platform, name: str, event: Any) -> Any:
        answer = invoke(platform, name, event)
        found.functions += [_text(event), _text(answer)]
        return answer

    def linked(original: Callable[..., Any]) -> Callable[..., Any]:
        def link(self: MemoryBuckets, *given: Any, **named: Any) -> Any:
            made = original(self, *given, **named)
            found.links.append(made if isinstance(made, str) else made["url"])
            return made

        return link

    with (
        overheard(found),
        patch("proofs.faults.outside.invoke", called),
        patch("proofs.kit.seams.no_log", nullcontext),
        patch.object(MemoryDynamo, "put_item", plainly(MemoryDynamo.put_item)),
        patch.object(MemoryDynamo, "update_item", plainly(MemoryDynamo.update_item)),
        patch.object(MemoryBuckets, "generate_presigned_url", linked(MemoryBuckets.generate_presigned_url)),
        patch.object(MemoryBuckets, "generate_presigned_post", linked(MemoryBuckets.generate_presigned_post)),
        patch.object(MemoryDynamo, "transact_write_items", written),
        patch.object(MemoryQueues, "send_message", sent),
        patch.object(Sealing, "seal", encrypted),
        patch("proofs.kit.applications.told_of", named_by_people),
        running() as runner,
    ):
        # What was published before anybody typed: the examples of the forms have invented names, too.
        found.rows.clear()
        found.encrypted.clear()
        for path in STORIES:
            record(runner, path, found)
    return found


class Ear(logging.Handler):
    """Keeps every line of every log, with all that belongs to it."""

    def __init__(self, found: Seen) -> None:
        super().__init__(logging.DEBUG)
        self.found = found

    def emit(self, record: logging.LogRecord) -> None:
        text = self.format(record) if record.exc_info else ""
        self.found.log.append(f"{vars(record)}{text}")


@contextmanager
def overheard(found: Seen) -> Generator[None]:
    """Whatever is logged, printed or measured until the end of the block."""
    ear, printed = Ear(found), StringIO()
    loggers = [logging.getLogger(), logging.getLogger(telemetry.log.name)]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.setLevel(logging.DEBUG)
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield
    finally:
        found.log.append(printed.getvalue())
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(ear)
            logger.setLevel(level)


def named_by_people(line: str, content: bytes) -> dict[str, Any]:
    return {**announced(line, content), "file_name": FILE_NAME}


def record(runner: Runner, path: Path, found: Seen) -> None:
    runner.record(path)
    found.messages += [_text(execution.input) for execution in runner.world.machines.executions.values()]


def test_no_row_shows_what_people_typed(seen: Seen):
    shown = {
        (name, keys.kind_of_row(key.sk) or key.sk)
        for key, text in seen.rows
        for name, canary in CANARIES.items()
        if canary in text and not is_example(key, canary)
    }
    assert shown == set()


SCHEMES = (RESTAURANT, SET_UP, BUILD.removesuffix("-build"))
ITEMS = frozenset(item["id"] for item in catalogue_of(CITY_DIVISION)["items"])


def is_example(key: Key, canary: str) -> bool:
    """Whether the row is an item that a path publishes, and its form has this name as an example: nobody typed it."""
    # The item of a request, whole or of one stage, is made of the forms of its members, with their examples.
    code = key.pk.removeprefix(f"ITEM#{CITY_DIVISION}#")
    whole = next((one for one in SCHEMES if code.startswith(one)), None)
    items = scheme(whole).items if whole else (code,) if code in ITEMS else ()
    return any(canary in item_document(one).model_dump_json() for one in items)


def test_no_queue_and_no_execution_shows_what_people_typed(seen: Seen):
    assert len(seen.messages) > 100
    assert [name for name, canary in CANARIES.items() for text in seen.messages if canary in text] == []


def test_no_function_hears_or_says_what_people_typed(seen: Seen):
    """Events of the stream, the queues, the schedules and the machines, and what the functions answer."""
    assert len(seen.functions) > 200
    assert [name for name, canary in CANARIES.items() for text in seen.functions if canary in text] == []


def test_no_log_and_no_metric_shows_what_people_typed(seen: Seen):
    assert sum('"request"' in text or "'request'" in text for text in seen.log) > 50
    assert any("HeldDocuments" in text for text in seen.log)  # a metric, which is a line of the log
    assert [(name, text[:200]) for name, canary in CANARIES.items() for text in seen.log if canary in text] == []


def test_no_address_shows_what_people_typed(seen: Seen):
    """Neither as it is nor as an address is written: upload and download alike."""
    assert len(seen.links) >= 20
    written = [text for link in seen.links for text in (link, unquote(link))]
    assert [name for name, canary in CANARIES.items() for text in written if canary in text] == []


def test_rows_that_are_written_by_themselves_are_looked_at_too(seen: Seen):
    """Idempotency records, outbox rows and what else is no row of a case."""
    kinds = {key.pk.partition("#")[0] for key, _ in seen.rows}
    assert kinds >= {"CASE", "APPLICANT", "QUERY", "IDEM", "NAME", "NUMBER"}
    assert any(key.sk.startswith(keys.OUTBOX) for key, _ in seen.rows)


def test_every_canary_was_sung(seen: Seen):
    """Otherwise the tests before could not fail: each of them stands in something that was encrypted."""
    unheard = {name for name, canary in CANARIES.items() if not any(canary in text for text in seen.encrypted)}
    assert unheard == set()


def test_every_kind_of_row_in_the_list_was_written_encrypted(seen: Seen):
    """`SEALED` is looked for as the name of an attribute: letters have `sealed_with`, the seal on them."""
    sealed = {key for key, text in seen.rows if f'"{SEALED}"' in text}
    kinds = {keys.kind_of_row(key.sk) or key.sk for key in sealed}
    of_cases = set(OF_CASE) - {keys.META}  # personal only in cases from before HOLDER
    assert kinds == of_cases | set(OF_AUTHORISATION) | set(OF_STAFF)
    assert all(map(personal, sealed))
