"""What DynamoDB refuses is refused in memory, with its code, its reasons and its sentence; the emulator is held to the
same list as far as it goes.
"""

from typing import Any

import pytest

from proofs.kit.dynamo import MemoryDynamo
from tests.proofs.kit.dynamo import refused, refused_expressions
from tests.proofs.kit.dynamo.clients import NAME, outcome, sentences
from tests.proofs.kit.dynamo.laxer import MOTO_IS_LAXER
from tests.proofs.kit.dynamo.refused import Refused

pytestmark = pytest.mark.beyond_the_model

GROUPS = (
    *(refused.KEYS, refused.INDEX_KEYS, refused.VALUES, refused.SIZES, refused.TRANSACTIONS),
    *(refused_expressions.PLACEHOLDERS, refused_expressions.UPDATES),
    *(refused_expressions.CONDITIONS, refused_expressions.QUERIES),
)
CASES: dict[str, Refused] = {name: case for group in GROUPS for name, case in group.items()}


def expected(case: Refused) -> tuple[str, ...]:
    return (case.expected,) if isinstance(case.expected, str) else case.expected


def test_every_case_has_a_name_of_its_own():
    assert len(CASES) == sum(map(len, GROUPS))
    assert CASES.keys() >= MOTO_IS_LAXER.keys()


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_in_memory_and_in_so_many_words(memory: MemoryDynamo, name: str):
    assert outcome(CASES[name].call, memory) == expected(CASES[name])
    assert CASES[name].words in sentences(CASES[name].call, MemoryDynamo())


@pytest.mark.parametrize("name", [name for name in CASES if name not in MOTO_IS_LAXER])
def test_the_emulator_refuses_it_alike(emulated: Any, name: str):
    assert outcome(CASES[name].call, emulated) == expected(CASES[name])


@pytest.mark.parametrize("name", MOTO_IS_LAXER)
def test_the_emulator_still_does_otherwise(emulated: Any, name: str):
    """A canary: see `MOTO_IS_LAXER`."""
    assert outcome(CASES[name].call, emulated) == MOTO_IS_LAXER[name] != expected(CASES[name])


def test_nothing_is_written_when_one_operation_is_refused(memory: MemoryDynamo):
    """A refusal at the very end of a transaction leaves nothing behind."""
    for case in (*refused.KEYS.values(), *refused.INDEX_KEYS.values()):
        outcome(case.call, memory)
    assert memory.scan(TableName=NAME)["Items"] == []
    assert all(memory.indexed(index.name) == [] for index in memory.schema.indexes)
