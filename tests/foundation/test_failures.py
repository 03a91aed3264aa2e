"""What a state machine is told of a failure, and so what stands in the history of its execution."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation.failures import TaskFailed, told_to_the_machine
from chalicelib.foundation.problems import Unavailable
from chalicelib.issuance.acts.archive import Incomplete

PERSONAL = "林示例 44170219900307801X"


def test_a_bug_is_told_without_its_words():
    with pytest.raises(TaskFailed) as failed, told_to_the_machine():
        raise ValueError(PERSONAL)
    assert str(failed.value) == "ValueError"
    assert failed.value.__suppress_context__


def test_an_error_of_aws_is_one_that_every_retry_names():
    with pytest.raises(Unavailable), told_to_the_machine():
        raise ClientError({"Error": {"Code": "InternalServerError"}}, "GetItem")


def test_what_names_only_stages_keeps_its_words():
    with pytest.raises(Incomplete, match="compared"), told_to_the_machine():
        raise Incomplete("compared")
