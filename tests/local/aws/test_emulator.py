"""The emulator starts empty on loopback, stops without a trace, and cannot be left for a real account."""

import io
import os
import socket
import threading

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from local.aws.emulator import ACCOUNT, CREDENTIALS, PATH_STYLE, running

pytestmark = pytest.mark.enable_socket


def test_every_client_of_the_process_meets_the_emulator(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-real-key")
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-real-token")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "https://sqs.us-east-1.amazonaws.com")
    with running() as emulator:
        client = boto3.client("sqs")
        assert client.meta.endpoint_url == emulator.endpoint
        credentials = boto3.Session().get_credentials()
        assert credentials is not None
        assert (credentials.access_key, credentials.token) == (CREDENTIALS.access_key, None)
        assert boto3.client("sts").get_caller_identity()["Account"] == ACCOUNT
    assert os.environ["AWS_PROFILE"] == "production"
    assert os.environ["AWS_ENDPOINT_URL_SQS"].endswith("amazonaws.com")


@pytest.mark.parametrize("spared", ["", "intranet.example"])
def test_no_proxy_stands_between(monkeypatch, spared: str):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", spared)
    with running():
        assert boto3.client("sts").get_caller_identity()["Account"] == ACCOUNT
        assert os.environ["no_proxy"].startswith(spared)
    assert os.environ["no_proxy"] == spared


def test_it_stops_cleanly_and_starts_empty():
    before = set(threading.enumerate())
    with running() as first:
        first.client("sqs").create_queue(QueueName="left")
    host, port = first.endpoint.removeprefix("http://").split(":")
    with socket.socket() as probe:
        assert probe.connect_ex((host, int(port))) != 0
    left = {thread for thread in set(threading.enumerate()) - before if thread.name == "aws"}
    assert left == set()
    with running() as second:
        assert "QueueUrls" not in second.client("sqs").list_queues()


def test_a_direct_call_and_one_over_http_have_the_same_answers():
    content = bytes(range(256)) * 100
    with running() as emulator:
        direct = emulator.client("s3")
        over_http = boto3.client("s3", endpoint_url=emulator.endpoint, config=PATH_STYLE)
        direct.create_bucket(Bucket="material")
        direct.put_object(Bucket="material", Key="材料/1 +.pdf", Body=io.BytesIO(content), Metadata={"purpose": "test"})
        answers = [client.get_object(Bucket="material", Key="材料/1 +.pdf") for client in (direct, over_http)]
        assert [answer["Body"].read() for answer in answers] == [content, content]
        assert [answer["Metadata"] for answer in answers] == [{"purpose": "test"}] * 2
        for client in (direct, over_http):
            with pytest.raises(ClientError, match="NoSuchKey"):
                client.get_object(Bucket="material", Key="other")


def test_after_the_stop_a_direct_call_is_not_answered():
    with running() as emulator:
        client = emulator.client("sqs")
        client.create_queue(QueueName="work")
    with pytest.raises(EndpointConnectionError):
        client.list_queues()


def test_a_taken_port_is_an_error(capsys):
    with running() as first:
        port = int(first.endpoint.rsplit(":", 1)[1])
        with pytest.raises((OSError, SystemExit)), running(port):
            pytest.fail("two servers on one port")
        first.client("sqs").list_queues()
    assert "GET" not in capsys.readouterr().err
