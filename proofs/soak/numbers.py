"""What must be true of the numbers and certificates that the hall has given."""

from collections import Counter
from collections.abc import Iterator, Sequence

from chalicelib.documents.store.numbers import serial_of
from chalicelib.foundation import keys, register_keys
from proofs.kit.world import World
from proofs.soak.adverse import ENDS
from proofs.soak.seen import Seen


def faults_of_numbers(world: World, cases: Sequence[Seen]) -> Iterator[str]:
    """Case numbers are unique; document numbers have no gap in any register; a case has its one certificate."""
    received = [seen.case.number for seen in cases if seen.case.number]
    if len(set(received)) < len(received):
        yield "a case number was given twice"
    documents = [row for seen in cases for row in seen.of("DOCUMENT#")]
    given = [row["number"] for row in documents if row["kind"] != "certificate" and "number" in row]
    rows = [row for pk in world.partitions("REGISTER#") for row in world.rows(pk)]
    entries = [row for row in rows if row["sk"].startswith(register_keys.NUMBERED)]
    serials = {pk: [serial_of(row) for row in entries if row["pk"] == pk] for pk in {row["pk"] for row in entries}}
    gapless = all(of_one == [*range(1, len(of_one) + 1)] for of_one in serials.values())
    listed = [row["number"] for row in entries]
    if sorted(listed) != sorted(given):
        yield f"{len(given)} numbers given, {len(listed)} in the registers"
    if len(set(given)) < len(given) or not gapless:
        yield f"{len(given)} documents, {len(set(given))} numbers, entries {[row['sk'] for row in entries]}"
    certificates = [row["identifier"] for row in documents if row["kind"] == "certificate"]
    registered = [pk.removeprefix("CERTIFICATE#") for pk in world.partitions("CERTIFICATE#")]
    if sorted(certificates) != sorted(registered):
        yield f"certificates {certificates}, registered {registered}"
    for seen in cases:
        yield from _faults_of_certificate(seen)


def _faults_of_certificate(seen: Seen) -> Iterator[str]:
    """It is shown only once compared, public only as far as the events say, and ends when the decision says. A version
    that was corrected is superseded, and nothing else happens to it.
    """
    happened = Counter(event.type for event in seen.events)
    decided = [event.data.get("valid_until") for event in seen.events if event.type == "decided"]
    certificates = seen.of("DOCUMENT#certificate")
    if len(certificates) != happened["result_corrected"] + ("certificate" in {row["no"] for row in certificates}):
        yield f"{happened['result_corrected']} results corrected, certificates {[row['no'] for row in certificates]}"
    ended = [event.type for event in seen.events if event.type in (*ENDS, "delivered")]
    handed_over = "delivered" in happened and ended[0] == "delivered"
    for row in certificates:
        entry = seen.world.platform.table.get(keys.certificate(row["identifier"])) or {}
        newest = row["no"] == "certificate"
        shown = (row["state"] == "ready", "compared_on" in entry, "delivered_on" in entry)
        expected = ("compared" in happened, "compared" in happened, handed_over) if newest else (False,) * 3
        if decided != [entry.get("valid_until")]:
            yield f"certificate valid until {entry.get('valid_until')}, decided {decided}"
        if shown != expected:
            yield f"{row['no']} shown, compared, delivered {shown}, the events say {expected}"
        if (row["state"] == "superseded", entry.get("superseded", False)) != (not newest,) * 2:
            yield f"{row['no']} is {row['state']}, superseded in the register: {entry.get('superseded', False)}"
