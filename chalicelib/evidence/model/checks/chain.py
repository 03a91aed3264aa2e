"""The chain: each event has the hash of the one before, from the first to the one with which the case stands."""

from collections.abc import Iterator

from chalicelib.durable.audit import GENESIS, digest
from chalicelib.evidence.model.contents import Contents
from chalicelib.evidence.model.findings import Finding


def check(contents: Contents) -> Iterator[Finding]:
    previous, expected = GENESIS, 1
    for event, raw in zip(contents.events, contents.raw, strict=True):
        place = f"event/{event.seq}"
        if event.case_id != contents.manifest.case_id:
            yield Finding("chain_case", f"{place}/case_id", contents.manifest.case_id, event.case_id)
        if event.seq != expected:
            yield Finding("chain_seq", f"event/{expected}/seq", str(expected), str(event.seq))
        elif event.previous != previous:
            yield Finding("chain_previous", f"{place}/previous", previous, event.previous)
        if place not in contents.withheld:
            computed = digest({name: value for name, value in raw.items() if name != "hash"})
            if computed != event.hash:
                yield Finding("chain_hash", f"{place}/hash", event.hash, computed)
        previous, expected = event.hash, event.seq + 1
    yield from _ends(contents, previous, expected - 1)


def _ends(contents: Contents, last: str, seq: int) -> Iterator[Finding]:
    case, manifest = contents.case, contents.manifest
    for told, told_hash in {(case.seq, case.last_hash), (manifest.events, manifest.last_hash)}:
        if seq != told:
            yield Finding("chain_end", f"event/{min(seq, told) + 1}", f"{told} events", f"{seq} events")
        elif last != told_hash:
            yield Finding("chain_end", f"event/{seq}/hash", told_hash, last)
    if {case.id, manifest.case_id} != {manifest.case_id} or case.division != manifest.division:
        yield Finding("manifest_case", "part/case.json", manifest.case_id, case.id)
