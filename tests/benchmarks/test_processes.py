"""How often a case asks KMS: every call in a process of its own is counted, and the model says what processes save."""

import pytest

from benchmarks import scale
from benchmarks.meter import Meter
from benchmarks.ordinary import cold, ordinary_case
from benchmarks.processes import Cold, Kept
from benchmarks.scale import COLD_KMS, SCALES, measure, quotas, too_much

SMALL = Cold(old=9, young=3, sealed=2, secrets=1, requests=4, invocations=20)


def test_new_processes_decrypt_what_they_read_and_seal_with_a_key_of_their_own():
    """Making a data key is a call of KMS, however much its name looks like the signing of an address."""
    counted = cold()
    assert counted.requests == 16
    assert counted.sealed >= 10
    assert counted.old > 50
    assert 0 < counted.young < counted.old
    assert counted.kms == counted.old + counted.young + counted.sealed


def test_processes_save_what_they_have_met_and_never_the_keys_of_days_ago():
    busy = Kept(SMALL, rate=1000, seconds=0.06, functions=10)
    assert busy.requests == pytest.approx(10_000)  # in ten minutes, one after the other
    assert busy.kms == pytest.approx(9 + 5 / 10_000)
    assert busy.secrets == pytest.approx((1 + 2 * 4) / 10_000)
    quiet = Kept(SMALL, rate=0.01, seconds=0.06, functions=10)
    assert quiet.requests == pytest.approx(12)  # 0.01 cases/s x 2 calls of a function x 600 s
    assert quiet.kms == pytest.approx(9 + 5 / 12)


def test_a_rate_at_which_no_process_lives_on_costs_as_much_as_new_ones():
    night = Kept(SMALL, rate=0.0001, seconds=0.06, functions=10)
    assert (night.requests, night.kms, night.secrets) == (1, SMALL.kms, SMALL.all_secrets)


def test_a_case_is_billed_for_what_the_model_says():
    meter = Meter()
    ordinary_case(meter)
    assert cold().old < meter.units["KMS calls"] < cold().kms
    assert 0 < meter.units["secrets"] < 1


def test_a_quota_of_kms_that_nobody_asked_for_fails(monkeypatch: pytest.MonkeyPatch):
    measured = measure()
    (line,) = [row for row in quotas(measured) if row.name == COLD_KMS]
    assert line.used == tuple(cold().kms * one.rate for one in SCALES)
    assert too_much([line]) == []
    unasked = [one._replace(asks={name: ask for name, ask in one.asks.items() if name != COLD_KMS}) for one in SCALES]
    monkeypatch.setattr(scale, "SCALES", unasked)
    assert [told.rpartition(" for ")[2] for told in too_much([line])] == [one.name for one in SCALES[1:]]
