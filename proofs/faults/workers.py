"""The part of `make faults` that each process does: a world of its own, paths recorded once, chunks of faults."""

import time
from functools import cache
from typing import NamedTuple

from proofs.faults.paths import PATHS
from proofs.faults.runs import Failure, Record, Runner, running_for_good
from proofs.rights import Use, recording

CHUNK = 24
BY_NAME = {path.name: path for path in PATHS}


class Chunk(NamedTuple):
    """The faults `start::step` of a path, at most CHUNK of them."""

    path: str
    start: int
    step: int
    whole: bool


class Done(NamedTuple):
    path: str
    sites: int
    runs: int
    seconds: float
    failures: list[str]
    used: frozenset[Use]


def count(name: str) -> tuple[str, int]:
    """How many faults the path has."""
    return name, len(record(name).faults())


def work(chunk: Chunk) -> Done:
    found = record(chunk.path)
    started = time.perf_counter()
    faults = found.faults()[chunk.start :: chunk.step][:CHUNK]
    with recording() as used:
        results = [runner().run(found, fault, whole=chunk.whole) for fault in faults]
    failures = [described(result) for result in results if result]
    took = time.perf_counter() - started
    return Done(chunk.path, len(found.sites), len(faults), took, failures, frozenset(used))


@cache
def runner() -> Runner:
    """One world for as long as the process lives."""
    return running_for_good()


@cache
def record(name: str) -> Record:
    return runner().record(BY_NAME[name])


def described(failure: Failure) -> str:
    return f"{failure.path}: {failure.fault}\n   {failure.what}"
