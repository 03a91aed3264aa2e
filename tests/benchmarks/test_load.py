"""How many cases a second `make load` asks for."""

import pytest

from benchmarks.load import asked_of


@pytest.mark.parametrize(("clients", "least"), [(64, 1.0), (32, 1.0), (8, 0.25), (1, 1 / 32)])
def test_fewer_clients_need_finish_fewer_cases(clients: int, least: float):
    assert asked_of(clients) == least
