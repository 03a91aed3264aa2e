"""What an ordinary case costs: every AWS call of a real run on the local stack, counted and priced.

Prices are list prices (us-east-1, 2024-11), budgets those of the design. Bytes of DynamoDB writes are those of the
items as sent; transitions are read from the histories of the executions.
"""

import json
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from rich.console import Console
from rich.table import Table

from chalicelib.durable.workflow import execution_name
from chalicelib.foundation import keys, names
from local import stack
from local.demo import story
from local.demo.client import Client
from local.lambda_.event_pump import Pace
from local.stack import LocalStack

PRICES = {
    "transitions": 25e-6,
    "API calls": 3.5e-6,
    "invocations": 0.2e-6,
    "write units": 0.625e-6,
    "read units": 0.125e-6,
    "S3 puts": 5e-6,
    "S3 gets": 0.4e-6,
    "SQS calls": 0.4e-6,
}
BUDGET_USD, BUDGET_TRANSITIONS = 0.35, 8
READS = {"GetItem", "Query", "BatchGetItem", "TransactGetItems"}


@dataclass
class Meter:
    """`units` by the names of `PRICES`, `calls` by service and operation."""

    units: Counter[str] = field(default_factory=Counter[str])
    calls: Counter[str] = field(default_factory=Counter[str])

    def before(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        service, operation = model.service_model.service_name, model.name
        self.calls[f"{service}:{operation}"] += 1
        body = params.get("body", b"")
        if service == "dynamodb" and operation not in READS:
            self.units["write units"] += written(json.loads(body), operation)
        elif service == "s3":
            self.units["S3 puts" if operation == "PutObject" else "S3 gets"] += 1
        elif service == "sqs":
            self.units["SQS calls"] += 1

    def after(self, parsed: Mapping[str, Any], model: Any, **_: Any) -> None:
        if model.service_model.service_name == "dynamodb" and model.name in READS:
            self.units["read units"] += ceil(len(json.dumps(parsed, default=str)) / 4096)


def written(request: Mapping[str, Any], operation: str) -> int:
    """Write units of a request: a kilobyte each, doubled in a transaction, and one more for each index it touches."""
    if operation != "TransactWriteItems":
        return units_of(request)
    return sum(2 * units_of(part) for action in request["TransactItems"] for part in action.values())


def units_of(part: Mapping[str, Any]) -> int:
    item: Any = part.get("Item") or part.get("ExpressionAttributeValues") or {}
    indexes = sum(name.endswith("_pk") for name in part.get("Item", {}))
    return max(1, ceil(len(json.dumps(item)) / 1024)) + indexes


@contextmanager
def metered(running: LocalStack) -> Generator[Meter]:
    """Count what the app's own clients do; the emulator's side and the pump have clients of their own."""
    meter = Meter()
    platform = running.platform
    for client in (platform.table.client, platform.s3, platform.sqs, platform.sfn, platform.secrets):
        client.meta.events.register("before-call", meter.before)
        client.meta.events.register("after-call", meter.after)
    yield meter


def main() -> None:
    console = Console()
    with stack.running(0, pace=Pace(retry=None)) as running, metered(running) as meter:
        client = CountingClient(running.url)
        played = story.play(client, quietly)
        running.settle()
        meter.units["API calls"] = client.requests
        meter.units["transitions"] = transitions(running, played.case_id)
        meter.units["invocations"] = client.requests + running.deployment.functions.calls
        report(console, meter)


def quietly(line: str) -> None:
    """The play's own words are of no interest here."""


class CountingClient(Client):
    requests = 0

    def send(self, *arguments: Any, **details: Any) -> Any:
        self.requests += 1
        return super().send(*arguments, **details)


def transitions(running: LocalStack, case_id: str) -> int:
    """States entered by the case's executions."""
    settings, sfn = running.platform.settings, running.platform.sfn
    entered = 0
    for machine in names.MACHINES:
        arn = settings.execution_arn(machine, execution_name(keys.case(case_id), machine, 1))
        history = sfn.get_execution_history(executionArn=arn, maxResults=1000)["events"]
        entered += sum(event["type"].endswith("StateEntered") for event in history)
    return entered


def report(console: Console, meter: Meter) -> None:
    table = Table("unit", "per case", "USD per 1,000 cases", title="An ordinary case, counted")
    total = 0.0
    for name, price in PRICES.items():
        cost = 1000 * meter.units[name] * price
        total += cost
        table.add_row(name, str(meter.units[name]), f"{cost:.4f}")
    table.add_row("[bold]all[/bold] (budget)", "", f"[bold]{total:.3f}[/bold] ({BUDGET_USD})")
    table.add_row("transitions (budget)", f"{meter.units['transitions']} ({BUDGET_TRANSITIONS})", "")
    console.print(table)
    calls = Table("AWS call", "times", title="Calls of one case")
    for name, times in meter.calls.most_common():
        calls.add_row(name, str(times))
    console.print(calls)


if __name__ == "__main__":
    main()
