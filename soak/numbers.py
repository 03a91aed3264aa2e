"""What must be true of the numbers that the hall has given."""

from collections.abc import Iterator, Sequence

from soak.invariants import Seen
from soak.world import World


def faults_of_numbers(world: World, cases: Sequence[Seen]) -> Iterator[str]:
    """Case numbers are unique; document numbers have no gap in any register; a case has its one certificate."""
    received = [seen.case.number for seen in cases if seen.case.number]
    if len(set(received)) < len(received):
        yield "a case number was given twice"
    documents = [row for seen in cases for row in seen.of("DOCUMENT#")]
    given = [row["number"] for row in documents if row["kind"] != "certificate" and "number" in row]
    registers = [row for pk in world.dynamo.partitions() if pk.startswith("REGISTER#") for row in world.rows(pk)]
    if len(set(given)) < len(given) or sum(row["value"] for row in registers) != len(given):
        yield f"{len(given)} documents, {len(set(given))} numbers, registers {registers}"
    certificates = [row["identifier"] for row in documents if row["kind"] == "certificate"]
    registered = [pk.removeprefix("CERTIFICATE#") for pk in world.dynamo.partitions() if pk.startswith("CERTIFICATE#")]
    if sorted(certificates) != sorted(registered):
        yield f"certificates {certificates}, registered {registered}"
