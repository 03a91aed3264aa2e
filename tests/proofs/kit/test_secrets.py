"""Secrets Manager in memory answers as the emulated one does."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from proofs.kit.secrets import MemorySecrets

NAME = "yimen/local/callbacks/441700/food"
ONE, TWO, THREE = ("1" * 64, "2" * 64, "3" * 64)


@pytest.fixture
def secrets(session: boto3.Session | None) -> Any:
    return MemorySecrets() if session is None else session.client("secretsmanager")


def put(secrets: Any, text: str, token: str) -> str:
    return secrets.put_secret_value(SecretId=NAME, SecretString=text, ClientRequestToken=token)["VersionId"]


def create(secrets: Any, text: str, token: str) -> str:
    return secrets.create_secret(Name=NAME, SecretString=text, ClientRequestToken=token)["VersionId"]


def get(secrets: Any, **which: str) -> str:
    return secrets.get_secret_value(**{"SecretId": NAME, **which})["SecretString"]


def refused(call: Any) -> str:
    with pytest.raises(ClientError) as refusal:
        call()
    return code(refusal.value)


def test_a_version_is_found_by_the_token_it_was_stored_under(secrets: Any):
    assert create(secrets, "a", ONE) == ONE
    assert put(secrets, "b", TWO) == TWO
    assert (get(secrets), get(secrets, VersionId=ONE), get(secrets, VersionId=TWO)) == ("b", "a", "b")
    assert [secret["Name"] for secret in secrets.list_secrets()["SecretList"]] == [NAME]


def test_the_same_request_again_changes_nothing(secrets: Any):
    create(secrets, "a", ONE)
    create(secrets, "a", ONE)
    put(secrets, "b", TWO)
    put(secrets, "b", TWO)
    assert get(secrets) == "b"


def test_a_token_is_good_for_one_value(secrets: Any):
    create(secrets, "a", ONE)
    put(secrets, "b", TWO)
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        put(secrets, "c", TWO)
    with pytest.raises(secrets.exceptions.ResourceExistsException):
        create(secrets, "c", THREE)
    assert get(secrets) == "b"


def test_what_is_not_there_is_refused_by_name(secrets: Any):
    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        put(secrets, "a", ONE)
    assert refused(lambda: get(secrets)) == "ResourceNotFoundException"
    create(secrets, "a", ONE)
    assert refused(lambda: get(secrets, VersionId=TWO)) == "ResourceNotFoundException"


def test_a_deleted_secret_is_gone_at_once(secrets: Any):
    create(secrets, "a", ONE)
    secrets.delete_secret(SecretId=NAME, ForceDeleteWithoutRecovery=True)
    assert refused(lambda: get(secrets)) == "ResourceNotFoundException"
    assert secrets.list_secrets()["SecretList"] == []


def test_a_copy_goes_its_own_way():
    secrets = MemorySecrets()
    create(secrets, "a", ONE)
    twin = secrets.copy()
    put(secrets, "b", TWO)
    assert (get(twin), get(secrets)) == ("a", "b")
