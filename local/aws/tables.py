"""DynamoDB of the local stack: reads and writes of items are answered by the table in memory of `proofs/kit`.

moto takes 3 to 9 ms of CPU for a call, which was three quarters of the time of a case, and accepts much that AWS
refuses. The table in memory takes a tenth of it and refuses what AWS refuses; `tests/proofs/kit/dynamo` holds it to
one contract with moto. moto still makes, describes and deletes tables.
"""

import base64
import io
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

from local.aws.changes import Changes
from local.aws.streams import NoSuchIterator, RecordedStore, Stream
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.dynamo.schema import declared
from proofs.kit.requests import BeyondTheModel

TABLES, STREAMS = "DynamoDB_20120810", "DynamoDBStreams_20120810"
READS = frozenset({"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"})
WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})
STREAM_READS = frozenset({"GetShardIterator", "GetRecords"})
KEPT = "yimen_request"  # in the context of a botocore call: its parameters
ABOUT_TABLES = frozenset({"CreateTable", "DescribeTable", "DeleteTable", "RestoreTableToPointInTime"})
Answer = dict[str, Any]


class Failed(NamedTuple):
    """An error as a service answers it."""

    code: str
    sentence: str
    more: Mapping[str, Any]


class Tables:
    """All tables of the emulator. `changes` is told of each write."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._tables: dict[str, MemoryDynamo] = {}
        self._made_by: dict[str, Answer] = {}
        self._streams: dict[str, Stream] = {}

    # ------------------------------------------------------------------------------------------ calls of this process
    def attach(self, session: boto3.Session) -> None:
        """Clients that this session makes from now on reach the tables without botocore's way to the wire and back."""
        events: Any = session.events
        for service in ("dynamodb", "dynamodbstreams"):
            events.register(f"before-parameter-build.{service}", keep)
        # The last of all: who counts calls, of any service or of this one, sees the call before it is answered.
        events.register_last("before-call", self._answer_call)

    def _answer_call(self, model: Any, context: dict[str, Any], **_: Any) -> tuple[Any, Answer] | None:
        """The answer as botocore has read it from the wire; None lets botocore send the request."""
        operation = str(model.name)
        if KEPT not in context or operation not in READS | WRITES | STREAM_READS:
            return None
        answer = self.answer(operation, context[KEPT])
        status = 200
        if isinstance(answer, Failed):
            status = 400
            answer = {"Error": {"Code": answer.code, "Message": answer.sentence}, **answer.more}
        metadata: Answer = {"RequestId": uuid4().hex, "HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0}
        return SimpleNamespace(status_code=status, headers={}), {**answer, "ResponseMetadata": metadata}

    # ------------------------------------------------------------------------------------------ calls over HTTP
    def around(self, moto: WSGIApplication) -> WSGIApplication:
        """An application that answers what is about items, and passes everything else on to moto."""

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            service, _, operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
            if service == TABLES and operation in READS | WRITES:
                return respond(start_response, self.answer(operation, decoded(body_of(environ))))
            if service == STREAMS and operation in STREAM_READS:
                return respond(start_response, self.answer(operation, body_of(environ)))
            if service == TABLES and operation in ABOUT_TABLES:
                return self._beside_moto(moto, operation, environ, start_response)
            return moto(environ, start_response)

        return application

    def _beside_moto(
        self, moto: WSGIApplication, operation: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        request = body_of(environ)
        status, headers = "", list[tuple[str, str]]()

        def told(given: str, more: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ARG001
            nonlocal status, headers
            status, headers = given, more

        content = b"".join(moto(environ, told))
        if status.startswith("200"):
            content = json.dumps(self._known(operation, request, json.loads(content))).encode()
        kept = [(name, value) for name, value in headers if name.lower() not in ("content-length", "x-amz-crc32")]
        start_response(status, [*kept, ("Content-Length", str(len(content)))])
        return [content]

    def _known(self, operation: str, request: Answer, answer: Answer) -> Answer:
        """What moto has made or forgotten is made or forgotten here; how many items there are is known here only."""
        if operation == "RestoreTableToPointInTime":
            self._restore(request["SourceTableName"], request["TargetTableName"])
            return answer
        name = request["TableName"]
        match operation:
            case "CreateTable":
                self._create(request, answer["TableDescription"].get("LatestStreamArn", ""))
            case "DeleteTable":
                self._tables.pop(name, None)
            case _ if name in self._tables:
                counted = self._tables[name].describe_table(TableName=name)["Table"]
                answer["Table"].update({count: counted[count] for count in ("ItemCount", "TableSizeBytes")})
            case _:
                pass
        return answer

    def _create(self, request: Answer, arn: str) -> None:
        table = MemoryDynamo(declared({"GlobalSecondaryIndexes": [], **request}))
        if (specified := request.get("StreamSpecification")) and specified["StreamEnabled"]:
            stream = self._streams[arn] = Stream(specified["StreamViewType"])
            table.store = RecordedStore(table.schema, stream)
        self._tables[request["TableName"]] = table
        self._made_by[request["TableName"]] = request

    def _restore(self, source: str, target: str) -> None:
        """A copy as the table is now: the past is not kept here. It has no stream, as on AWS."""
        self._create({**self._made_by[source], "TableName": target, "StreamSpecification": None}, "")
        for item in self._tables[source].scan(TableName=source)["Items"]:
            self._tables[target].put_item(TableName=target, Item=item)

    # ------------------------------------------------------------------------------------------ both
    def answer(self, operation: str, request: Mapping[str, Any]) -> Answer | Failed:
        """Requests and answers as botocore has them: binary values are bytes, times are datetimes."""
        try:
            if operation == "GetShardIterator":
                return {"ShardIterator": self._stream(request["StreamArn"]).iterator(request)}
            if operation == "GetRecords":
                arn, _, at = request["ShardIterator"].rpartition("|")
                return self._stream(arn).records(arn, int(at), request.get("Limit", 1000))
            return self._play(operation, request)
        except ClientError as error:
            told: Any = error.response
            more = {name: value for name, value in told.items() if name not in ("Error", "ResponseMetadata")}
            return Failed(told["Error"]["Code"], told["Error"]["Message"], more)
        except NoSuchIterator as unknown:
            return Failed("ResourceNotFoundException", str(unknown), {})
        except (BeyondTheModel, ParamValidationError) as wrong:
            return Failed("ValidationException", str(wrong), {})

    def _play(self, operation: str, request: Mapping[str, Any]) -> Answer | Failed:
        table = self._tables.get(table_of(request))
        if table is None:
            return Failed("ResourceNotFoundException", "Requested resource not found", {})
        call: Callable[..., Answer] = getattr(table, xform_name(operation))
        if operation in READS:
            return call(**request)
        with self._changes.table.change():
            return call(**request)

    def _stream(self, arn: str) -> Stream:
        try:
            return self._streams[arn]
        except KeyError:
            raise NoSuchIterator(arn) from None


def keep(params: Answer, context: dict[str, Any], **_: Any) -> None:
    context[KEPT] = params


def table_of(request: Mapping[str, Any]) -> str:
    """The app has one table, and asks for one in each request."""
    if "TransactItems" in request:
        return next((str(part["TableName"]) for action in request["TransactItems"] for part in action.values()), "")
    return str(request.get("TableName") or next(iter(request.get("RequestItems", {})), ""))


def body_of(environ: WSGIEnvironment) -> Answer:
    """The request's JSON; moto may read it again."""
    content = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(content)
    return json.loads(content or b"{}")


def decoded(value: Any) -> Any:
    """Binary values are base64 on the wire."""
    match value:
        case {"B": str(text)} if len(cast("Answer", value)) == 1:
            return {"B": base64.b64decode(text)}
        case {"BS": list(texts)} if len(cast("Answer", value)) == 1:  # pyright: ignore[reportUnknownVariableType]
            return {"BS": [base64.b64decode(text) for text in cast("list[str]", texts)]}
        case dict():
            return {name: decoded(inner) for name, inner in cast("Answer", value).items()}
        case list():
            return [decoded(inner) for inner in cast("list[Any]", value)]
        case _:
            return value


def encoded(value: Any) -> Any:
    match value:
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return value.astimezone(UTC).timestamp()
        case _:
            raise TypeError(type(value).__name__)


def respond(start_response: StartResponse, answer: Answer | Failed) -> Iterable[bytes]:
    status = "200 OK"
    if isinstance(answer, Failed):
        status = "400 Bad Request"
        answer = {
            "__type": f"com.amazonaws.dynamodb.v20120810#{answer.code}",
            "message": answer.sentence,
            **answer.more,
        }
    content = json.dumps(answer, default=encoded).encode()
    kinds = [("Content-Type", "application/x-amz-json-1.0"), ("Content-Length", str(len(content)))]
    start_response(status, [*kinds, ("x-amzn-RequestId", uuid4().hex)])
    return [content]
