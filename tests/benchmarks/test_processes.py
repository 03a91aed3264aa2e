"""How often a case asks Secrets Manager and KMS: every call in a process of its own is counted, and the model says what
processes save.
"""

import pytest

from benchmarks import scale
from benchmarks.meter import Meter
from benchmarks.ordinary import cold, ordinary_case
from benchmarks.processes import NEW_PROCESSES, Cold, Kept, Reads
from benchmarks.scale import COLD_KMS, COLD_SECRETS, SCALES, measure, quotas, too_much
from infra.functions import BY_NAME

SMALL = Cold(
    {"api": Reads(invocations=4, secrets=6, keys=6), "send": Reads(invocations=16, secrets=17, keys=16)}, kms=2
)


def test_new_processes_read_their_keys_and_ask_kms_for_no_row():
    """A request reads at most two keys of ours, a function one; KMS is asked by Secrets Manager, once for each."""
    counted = cold()
    assert counted.kms == 0
    assert counted.functions["api"].invocations == 16
    assert 16 < counted.functions["api"].keys <= 2 * 16
    others = {name: reads for name, reads in counted.functions.items() if name != "api"}
    assert {*counted.functions} <= {*BY_NAME}
    assert all(reads.keys <= reads.invocations for reads in others.values())
    assert others["send_callback"] == Reads(invocations=1, secrets=1, keys=0)
    assert counted.all_kms == counted.all_secrets - 1


def test_processes_save_what_they_have_read_and_never_the_rows_from_before_the_wrapping_key():
    busy = Kept(SMALL, rate=1000, seconds=0.06)
    assert busy.requests == pytest.approx(5_000)  # in five minutes, one after the other
    assert busy.kms == pytest.approx(2 + 22 / 5_000)
    assert busy.secrets == pytest.approx(23 / 5_000)
    quiet = Kept(SMALL, rate=0.01, seconds=0.06)
    assert quiet.requests == pytest.approx(30)  # 0.01 cases/s x 10 calls of a function x 300 s
    assert quiet.kms == pytest.approx(2 + 22 / 30)


def test_a_rate_at_which_no_process_lives_on_costs_as_much_as_new_ones():
    night = Kept(SMALL, rate=0.0001, seconds=0.06)
    assert (night.requests, night.kms, night.secrets) == (1, SMALL.all_kms, SMALL.all_secrets)


def test_of_a_function_no_more_processes_are_new_than_lambda_makes():
    assert SMALL.secrets_a_second(10) == 230
    assert SMALL.kms_a_second(10) == 240
    many = SMALL.secrets_a_second(10_000)
    assert many == pytest.approx(NEW_PROCESSES * (6 / 4 + 17 / 16))
    assert SMALL.kms_a_second(10_000) == pytest.approx(20_000 + NEW_PROCESSES * (6 / 4 + 1))


def test_a_case_is_billed_for_what_the_model_says():
    meter = Meter()
    ordinary_case(meter)
    assert 0 < meter.units["KMS calls"] < 1
    assert 0 < meter.units["secrets"] < 1


def test_a_quota_that_nobody_asked_for_fails(monkeypatch: pytest.MonkeyPatch):
    found = {row.name: row for row in quotas(measure())}
    line = found[COLD_KMS]
    assert line.used == tuple(cold().kms_a_second(one.rate) for one in SCALES)
    assert too_much([line, found[COLD_SECRETS]]) == []
    unasked = [one._replace(asks={name: ask for name, ask in one.asks.items() if name != COLD_KMS}) for one in SCALES]
    monkeypatch.setattr(scale, "SCALES", unasked)
    assert [told.rpartition(" for ")[2] for told in too_much([line])] == ["province in one account"]
