"""Personal data in a row are opened with the right key, for the right deployment, at the row they were sealed for."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.foundation import names, problems
from chalicelib.foundation.envelopes import BYTES, MESSAGES
from chalicelib.foundation.keys import Key, form, material, meta
from chalicelib.foundation.sealing import COMPRESSED_FROM, KEPT_SECONDS, REMEMBERED, Sealing
from proofs.kit.kms import DATA_KEY, MemoryKms
from proofs.kit.refusals import refusal

ROW = meta("0190")
PERSONAL = {"applicant_name": "林示例", "decision_reasons": ["经营场所不符合要求"]}
OTHER_KEY = DATA_KEY[:-1] + "2"


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Process:
    """What seals in one process, and how often it asks KMS."""

    def __init__(self, kms: MemoryKms | None = None, *, key: str = DATA_KEY, region: str = "441700") -> None:
        self.kms, self.clock, self.asked = kms or MemoryKms(), Clock(), list[str]()
        self.kms.before = self.asked.append
        self.sealing = Sealing(key, region, lambda: cast(Any, self.kms), clock=self.clock)

    def open(self, blob: bytes, row: Key = ROW) -> Mapping[str, Any]:
        return self.sealing.open(row, blob)


def sealed(row: Key = ROW, **values: Any) -> bytes:
    return Process().sealing.seal(row, values or PERSONAL)


def refused(process: Process, blob: bytes, row: Key = ROW) -> problems.Problem:
    with pytest.raises(problems.Problem) as problem:
        process.open(blob, row)
    return problem.value


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=600) | st.lists(st.text(max_size=9)) | st.none()))
@settings(max_examples=25, deadline=None)
def test_another_process_opens_what_was_sealed(values: dict[str, Any]):
    assert Process().open(sealed(ROW, **{"name": "x", **values})) == {"name": "x", **values}


def test_a_blob_shows_nothing_and_is_small():
    """On AWS the wrapped data key takes 184 bytes and the name of the key 75; what is sealed comes on top."""
    blob = sealed()
    assert not [word for word in ("林示例", "applicant_name", "经营场所", "0190") if word.encode() in blob]
    assert len(blob) - len(json.dumps({"row": ROW, "is": PERSONAL}, ensure_ascii=False).encode()) < 440
    long = {"data": "行政许可决定书的正文。" * 60}
    assert len(sealed(ROW, **long)) < len(json.dumps(long, ensure_ascii=False).encode()) / 2
    assert len(long["data"].encode()) > COMPRESSED_FROM


def test_many_rows_cost_one_call_of_kms():
    process = Process()
    blobs = [process.sealing.seal(meta(f"{number:04d}"), PERSONAL) for number in range(100)]
    assert process.asked == ["GenerateDataKey"]
    reader = Process()
    assert all(reader.open(blob, meta(f"{number:04d}")) == PERSONAL for number, blob in enumerate(blobs))
    assert reader.asked == ["Decrypt"]


def test_a_data_key_is_given_up_after_minutes_and_what_was_opened_is_forgotten(monkeypatch: pytest.MonkeyPatch):
    process = Process()
    first = process.sealing.seal(ROW, PERSONAL)
    process.clock.at = KEPT_SECONDS - 1
    assert process.sealing.seal(ROW, PERSONAL) is first
    process.clock.at = KEPT_SECONDS
    assert process.sealing.seal(ROW, PERSONAL) != first
    assert 0 < MESSAGES <= 100_000
    assert 0 < BYTES <= 2**30


def test_a_row_that_is_read_again_or_written_back_unchanged_costs_nothing():
    blob, process = sealed(), Process()
    assert process.open(blob) == PERSONAL
    for _ in range(3):
        assert process.open(blob) == PERSONAL
        assert process.sealing.seal(ROW, PERSONAL) == blob
    assert process.asked == ["Decrypt"]


def test_a_process_remembers_only_so_many_rows():
    process = Process()
    first = process.sealing.seal(ROW, PERSONAL)
    for number in range(REMEMBERED):
        process.sealing.seal(material("0190", str(number)), {"file_name": "a.pdf"})
    assert process.sealing.seal(ROW, PERSONAL) != first
    assert process.open(first) == PERSONAL


@pytest.mark.parametrize("row", [meta("0191"), form("0190"), Key("APPLICANT#x", "META")])
def test_a_blob_that_was_moved_to_another_row_is_refused(row: Key):
    blob = sealed()
    for process in (Process(), opened := Process()):
        opened.open(blob)
        assert refused(process, blob, row).code == "data_unreadable"


def test_a_blob_of_another_deployment_is_refused():
    blob = sealed()
    assert refused(Process(region="441781"), blob).code == "data_unreadable"


def test_without_its_key_nothing_is_opened_or_sealed():
    """Gone, disabled or another one: the answer is the same, and it comes at once."""
    blob = sealed()
    disabled = MemoryKms()
    disabled.gone.add(DATA_KEY)
    for process in (Process(disabled), Process(MemoryKms(OTHER_KEY)), Process(MemoryKms(OTHER_KEY), key=OTHER_KEY)):
        problem = refused(process, blob)
        assert (problem.code, problem.status) == ("data_unreadable", 500)
    with pytest.raises(problems.Unreadable):
        Process(disabled).sealing.seal(ROW, PERSONAL)


def test_any_change_of_a_blob_is_refused():
    blob = sealed()
    for place in range(0, len(blob), 7):
        changed = bytearray(blob)
        changed[place] ^= 1
        assert refused(Process(), bytes(changed)).code == "data_unreadable", place
    for cut in (b"", blob[:1], blob[:60], blob[:-1]):
        assert refused(Process(), cut).code == "data_unreadable"


@pytest.mark.parametrize(
    "failure",
    [
        refusal("ThrottlingException", "Decrypt"),
        refusal("KMSInternalException", "Decrypt", status=500),
        refusal("DependencyTimeoutException", "Decrypt", status=503),
        ReadTimeoutError(endpoint_url="kms"),
    ],
)
def test_a_kms_that_is_out_of_reach_is_asked_again_later(failure: Exception):
    process = Process()
    blob = sealed()

    def fail(operation: str) -> None:
        raise failure

    process.kms.before = fail
    problem = refused(process, blob)
    assert (problem.status, problem.headers) == (503, {"Retry-After": "3"})
    with pytest.raises(problems.Unavailable):
        process.sealing.seal(ROW, PERSONAL)
    process.kms.before = process.asked.append
    assert process.open(blob) == PERSONAL


def test_a_refusal_is_told_to_the_alarm_without_any_data(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    blob = sealed(ROW, applicant_name="林示例")
    refused(Process(), blob, meta("0191"))
    disabled = MemoryKms()
    disabled.gone.add(DATA_KEY)
    refused(Process(disabled), blob)
    told = [
        (record.levelname, *(vars(record)[name] for name in ("what", "row", "failure"))) for record in caplog.records
    ]
    assert told == [
        ("ERROR", "sealed for another row", "META", None),
        ("ERROR", "not opened", "META", "DisabledException"),
    ]
    metrics = capsys.readouterr().out
    assert metrics.count(f'"{names.UNREADABLE_ROWS}":[1.0]') == 2
    assert "林示例" not in metrics + caplog.text
