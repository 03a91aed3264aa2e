"""What a function tells of a failure: so what stands in its log and in the history of an execution."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import failures, keys
from chalicelib.foundation.failures import OWNER, TaskFailed, boundary
from chalicelib.foundation.problems import Invalid, NotFound, TooMany, Unavailable
from chalicelib.issuance.acts.archive import Incomplete

PERSONAL = "金丝雀 44170219900307801X 13800138000"


class PanicException(BaseException):
    """As the libraries in Rust raise it."""


PanicException.__module__ = failures.PANICS


@pytest.mark.parametrize(
    ("raised", "left"),
    [
        (ValueError(PERSONAL), TaskFailed("ValueError")),
        (KeyError(PERSONAL), TaskFailed("KeyError")),
        (AssertionError(PERSONAL), TaskFailed("AssertionError")),
        (PanicException(PERSONAL), TaskFailed("PanicException")),
        (UnicodeDecodeError("utf-8", PERSONAL.encode(), 0, 1, PERSONAL), TaskFailed("UnicodeDecodeError")),
        (Invalid(PERSONAL, code="invalid_fields"), TaskFailed("Invalid invalid_fields")),
        (NotFound(title=PERSONAL), TaskFailed("NotFound not_found")),
        (ClientError({"Error": {"Code": "ValidationException", "Message": PERSONAL}}, "PutItem"), Unavailable()),
        (Unavailable(PERSONAL), Unavailable()),
        (TooMany(PERSONAL), Unavailable()),
        (Incomplete("compared"), Incomplete("compared")),
    ],
)
def test_what_leaves_has_no_words_of_what_was_raised(
    raised: BaseException, left: Exception, caplog: pytest.LogCaptureFixture
):
    @boundary
    def function(event: object) -> None:
        raise raised

    event = {"owner": keys.case("a" * 26), "generation": 2, "typed": PERSONAL}
    with pytest.raises(type(left)) as failed:
        function(event)
    assert str(failed.value) == str(left)
    assert failed.value.__suppress_context__ or raised is failed.value
    told = str([vars(record) for record in caplog.records])
    assert PERSONAL not in told
    if raised is not failed.value:
        (line,) = caplog.records
        assert vars(line)["function"] == "function"
        assert vars(line)["owner"] == event["owner"]
        assert "test_failures.py" in vars(line)["where"][-1]


def test_only_ids_are_logged_of_what_a_machine_has_sent(caplog: pytest.LogCaptureFixture):
    @boundary
    def function(event: object) -> None:
        raise ValueError

    for owner in (PERSONAL, "CASE#44170219900307801X", "CASE#林示例", 44170219900307801, None):
        with pytest.raises(TaskFailed):
            function({"owner": owner, "generation": "13800138000"})
    assert [record for record in caplog.records if hasattr(record, "owner") or hasattr(record, "generation")] == []
    assert OWNER.fullmatch(keys.endpoint_owner("441700", "food"))


def test_the_end_of_the_process_is_no_failure_of_the_function():
    class Ended(BaseException):
        """As SystemExit and KeyboardInterrupt."""

    @boundary
    def function() -> None:
        raise Ended

    with pytest.raises(Ended):
        function()
