"""Personal data in a row are opened with the right key, for the right deployment, at the row they were sealed for."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.foundation import names, problems
from chalicelib.foundation.envelopes import BYTES, MESSAGES, key_name
from chalicelib.foundation.keyring import Ring
from chalicelib.foundation.keys import Key, form, material, meta
from chalicelib.foundation.sealing import COMPRESSED_FROM, KEPT_SECONDS, REMEMBERED, Sealing
from proofs.kit.former_rows import sealed_by_kms
from proofs.kit.kms import DATA_KEY, MemoryKms
from proofs.kit.refusals import refusal

ROW = meta("0190")
PERSONAL = {"applicant_name": "林示例", "decision_reasons": ["经营场所不符合要求"]}
OTHER_KEY = DATA_KEY[:-1] + "2"
FIRST, SECOND, THIRD = "first-secret-" * 4, "second-secret-" * 4, "third-secret-" * 4


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Process:
    """What seals in one process, and how often it asks KMS. `secrets` are its wrapping keys, the writing one first."""

    def __init__(
        self,
        kms: MemoryKms | None = None,
        *,
        key: str = DATA_KEY,
        region: str = "441700",
        secrets: tuple[str, ...] = (FIRST,),
    ) -> None:
        self.kms, self.clock, self.asked, self.secrets = kms or MemoryKms(), Clock(), list[str](), secrets
        self.kms.before = self.asked.append
        self.sealing = Sealing(key, region, lambda: cast(Any, self.kms), self.ring, clock=self.clock)

    def ring(self) -> Ring:
        return Ring(self.secrets[0], self.secrets)

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
    assert Process().open(Process().sealing.seal(ROW, values)) == values


def test_a_blob_shows_nothing_and_is_small():
    """The wrapped data key takes 48 bytes and the names of its key 45; what is sealed comes on top."""
    blob = sealed()
    assert not [word for word in ("林示例", "applicant_name", "经营场所", "0190") if word.encode() in blob]
    assert len(blob) - len(json.dumps({"row": ROW, "is": PERSONAL}, ensure_ascii=False).encode()) < 240
    long = {"data": "行政许可决定书的正文。" * 60}
    assert len(sealed(ROW, **long)) < len(json.dumps(long, ensure_ascii=False).encode()) / 2
    assert len(long["data"].encode()) > COMPRESSED_FROM


def test_rows_are_sealed_and_opened_without_any_call_of_kms():
    """Each process has a data key of its own; the others unwrap it with the wrapping key that they all have."""
    rows = [meta(f"{number:04d}") for number in range(20)]
    writers = [Process() for _ in rows]
    blobs = [writer.sealing.seal(row, PERSONAL) for writer, row in zip(writers, rows, strict=True)]
    reader = Process()
    assert all(reader.open(blob, row) == PERSONAL for blob, row in zip(blobs, rows, strict=True))
    assert [process.asked for process in (reader, *writers)] == [[]] * 21


def test_a_client_of_kms_is_made_for_rows_from_before_the_wrapping_key_only():
    def nobody() -> Any:
        raise AssertionError("a client of KMS")

    sealing = Sealing(DATA_KEY, "441700", nobody, Process().ring)
    assert sealing.open(ROW, sealed()) == PERSONAL
    assert sealing.seal(ROW, {"applicant_name": "x"})


def test_a_row_from_before_the_wrapping_key_is_opened_and_is_written_under_it():
    """One call for each data key. The row needs KMS no more once an act has written it."""
    kms = MemoryKms()
    blob, process = sealed_by_kms(kms, ROW, PERSONAL), Process(kms)
    assert process.open(blob) == PERSONAL
    assert process.asked == ["Decrypt"]
    anew = process.sealing.seal(ROW, {**PERSONAL, "hold_reason": "x"})
    reader = Process()
    assert reader.open(anew) == {**PERSONAL, "hold_reason": "x"}
    assert reader.asked == []
    assert refused(Process(region="441781"), blob).code == "data_unreadable"
    assert refused(Process(), blob, meta("0191")).code == "data_unreadable"


def test_what_is_written_back_unchanged_gets_the_key_of_now():
    """So each act on a case leaves fewer rows that need KMS or an earlier key."""
    kms = MemoryKms()
    for blob, process in (
        (sealed_by_kms(kms, ROW, PERSONAL), Process(kms)),
        (sealed(), Process(secrets=(SECOND, FIRST))),
    ):
        assert process.open(blob) == PERSONAL
        anew = process.sealing.seal(ROW, PERSONAL)
        assert key_name(process.secrets[0]) in anew
        assert process.sealing.seal(ROW, PERSONAL) is anew


def test_a_wrapping_key_of_another_stage_opens_nothing():
    process = Process(secrets=(SECOND,))
    assert refused(process, sealed()).code == "data_unreadable"
    assert process.asked == []


def test_a_blob_whose_name_of_the_key_was_changed_to_ours_is_not_opened():
    """The name alone is not believed."""
    blob, ours, theirs = sealed(), key_name(SECOND), key_name(FIRST)
    assert theirs in blob
    assert refused(Process(secrets=(SECOND,)), blob.replace(theirs, ours)).code == "data_unreadable"
    assert FIRST.encode() not in blob


def test_after_rotations_every_row_is_opened_and_the_newest_key_wraps():
    process = Process()
    first = process.sealing.seal(ROW, PERSONAL)
    process.secrets = (SECOND, FIRST)
    second = process.sealing.seal(ROW, {"applicant_name": "second"})
    process.secrets = (THIRD, SECOND, FIRST)
    third = process.sealing.seal(ROW, {"applicant_name": "third"})
    assert all(key_name(secret) in blob for secret, blob in ((FIRST, first), (SECOND, second), (THIRD, third)))
    reader = Process(secrets=(THIRD, SECOND, FIRST))
    assert reader.open(first) == PERSONAL
    assert [reader.open(blob)["applicant_name"] for blob in (second, third)] == ["second", "third"]
    assert refused(Process(secrets=(FIRST,)), third).code == "data_unreadable"


def test_a_wrapping_key_that_cannot_be_read_is_asked_for_again_later():
    def unread() -> Ring:
        raise problems.Unavailable

    blob, sealing = sealed(), Sealing(DATA_KEY, "441700", lambda: cast(Any, None), unread)
    for act in (lambda: sealing.seal(ROW, PERSONAL), lambda: sealing.open(ROW, blob)):
        with pytest.raises(problems.Unavailable) as problem:
            act()
        assert problem.value.status == 503


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
    assert process.asked == []


def test_a_row_from_before_that_is_read_again_asks_kms_once():
    kms = MemoryKms()
    blob, process = sealed_by_kms(kms, ROW, PERSONAL), Process(kms)
    for _ in range(3):
        assert process.open(blob) == PERSONAL
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


def test_without_its_kms_key_no_row_from_before_is_opened():
    """Gone, disabled or another one: the answer is the same, and it comes at once."""
    blob = sealed_by_kms(MemoryKms(), ROW, PERSONAL)
    disabled = MemoryKms()
    disabled.gone.add(DATA_KEY)
    for process in (Process(disabled), Process(MemoryKms(OTHER_KEY)), Process(MemoryKms(OTHER_KEY), key=OTHER_KEY)):
        problem = refused(process, blob)
        assert (problem.code, problem.status) == ("data_unreadable", 500)


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
    blob = sealed_by_kms(MemoryKms(), ROW, PERSONAL)

    def fail(operation: str) -> None:
        raise failure

    process.kms.before = fail
    problem = refused(process, blob)
    assert (problem.status, problem.headers) == (503, {"Retry-After": "3"})
    assert process.open(process.sealing.seal(ROW, PERSONAL)) == PERSONAL
    process.kms.before = process.asked.append
    assert process.open(blob) == PERSONAL


def test_a_refusal_is_told_to_the_alarm_without_any_data(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    blob = sealed(ROW, applicant_name="林示例")
    refused(Process(), blob, meta("0191"))
    disabled = MemoryKms()
    disabled.gone.add(DATA_KEY)
    refused(Process(disabled), sealed_by_kms(MemoryKms(), ROW, PERSONAL))
    refused(Process(secrets=(SECOND,)), blob)
    told = [
        (record.levelname, *(vars(record)[name] for name in ("what", "row", "failure"))) for record in caplog.records
    ]
    assert told == [
        ("ERROR", "sealed for another row", "META", None),
        ("ERROR", "not opened", "META", "DisabledException"),
        ("ERROR", "not opened", "META", "DecryptKeyError"),
    ]
    metrics = capsys.readouterr().out
    assert metrics.count(f'"{names.UNREADABLE_ROWS}":[1.0]') == 3
    assert "林示例" not in metrics + caplog.text
