"""What each function has called, held against its policy: a right that is missing fails, and one that is never used."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple
from unittest.mock import patch

from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.keyring import Keyring, StoredKeys
from chalicelib.foundation.links import Links
from chalicelib.foundation.settings import Settings
from infra.functions import FUNCTIONS
from infra.logical import DATA_KEY, signing_key_id
from infra.rights import Right
from local.cloudformation.intrinsics import Attributes, resolve
from proofs import rare_calls
from proofs.examples.stories import recorded
from proofs.faults.paths import PATHS
from proofs.faults.runs import running
from proofs.kit import callers
from proofs.kit.callers import hearing

REGION = "us-east-1"


class Use(NamedTuple):
    """A function has used this action on this resource, an ARN."""

    function: str
    action: str
    resource: str


class Allowed(NamedTuple):
    """An action that the policy of a function allows on resources, `*` and `?` as in IAM. `unused`: why no run shows
    it.
    """

    function: str
    action: str
    resource: str
    unused: str


# ------------------------------------------------------------------------------------------------------ what was called
@contextmanager
def recording(*, fresh: bool = True) -> Generator[set[Use]]:
    """What functions use until the end of the block. `fresh`: each begins as in a process of its own, without data
    keys.
    """
    used: set[Use] = set()

    def hear(function: str, service: str, operation: str, request: Mapping[str, Any]) -> None:
        used.update(Use(function, *use) for use in uses(service, operation, request))

    links, rings = patch.object(Links, "read", signed), patch.object(Keyring, "stored", kept_in_secrets)
    with hearing(hear, forget_data_keys if fresh else nothing), links, rings:
        yield used


READ, STORED = Links.read, Keyring.stored


def signed(links: Links, bucket: str, key: str, seconds: int, parameters: Mapping[str, str]) -> str:
    """Signing asks nobody, but whoever has the address does what the role may that has signed it."""
    callers.called("s3", "SignedGetObject", {"Bucket": bucket, "Key": key, **parameters})
    return READ(links, bucket, key, seconds, parameters)


def kept_in_secrets(ring: Keyring, purpose: str) -> StoredKeys:
    """The proofs have our keys as settings. On AWS each process reads them from Secrets Manager."""
    callers.called("secretsmanager", "GetSecretValue", {"SecretId": names.key_secret(Settings().stage, purpose)})
    return STORED(ring, purpose)


def nothing() -> None:
    """Functions go on as they are."""


def forget_data_keys() -> None:
    """On AWS functions share no process: what one has opened, another has to open itself."""
    if sealing := platforms.current().sealing:
        sealing.forget()


def played() -> set[Use]:
    """What is used on every path of a case, undisturbed, in the stories of the examples, and seldom."""
    with recording() as used:
        with running() as runner:
            for path in PATHS:
                runner.record(path)
        recorded()
        rare_calls.play()
    return used


def uses(service: str, operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The actions of IAM, with resources, that a call needs. Raises LookupError for a service that has no row here."""
    return NEEDS[service](operation, request)


def of_table(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A transaction needs the rights of its parts."""
    if operation.startswith("Transact"):
        parts = {
            (f"{part.removesuffix('Item')}Item", body["TableName"])
            for item in request["TransactItems"]
            for part, body in item.items()
        }
        return [(f"dynamodb:{part}", table(name)) for part, name in parts]
    if operation == "BatchGetItem":
        return [("dynamodb:BatchGetItem", table(name)) for name in request["RequestItems"]]
    index = f"/index/{request['IndexName']}" if "IndexName" in request else ""
    return [(f"dynamodb:{operation}", table(request["TableName"]) + index)]


def table(name: str) -> str:
    return arn("dynamodb", f"table/{name}")


def of_bucket(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A version is another right. Who reads and may not list is answered 403 where nothing is, and not 404."""
    bucket = f"arn:aws:s3:::{request['Bucket']}"
    if operation == "ListObjectsV2":
        return [("s3:ListBucket", bucket)]
    if operation == "ListObjectVersions":
        return [("s3:ListBucketVersions", bucket)]
    verb = {"HeadObject": "GetObject", "SignedGetObject": "GetObject"}.get(operation, operation)
    version = "Version" if request.get("VersionId") else ""
    found = [(f"s3:{verb}{version}", f"{bucket}/{request['Key']}")]
    return [*found, ("s3:ListBucket", bucket)] if operation in ("HeadObject", "GetObject") else found


def of_queue(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    action = operation.removesuffix("Batch")
    return [(f"sqs:{action}", arn("sqs", request["QueueUrl"].rpartition("/")[2]))]


def of_machine(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A token does not tell of which machine it is: it may be of any."""
    if "executionArn" in request:
        return [(f"states:{operation}", request["executionArn"])]
    if "stateMachineArn" in request:
        return [(f"states:{operation}", request["stateMachineArn"])]
    machines = [arn("states", f"stateMachine:{names.machine('local', name)}") for name in names.MACHINES]
    return [(f"states:{operation}", machine) for machine in machines]


def of_secret(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The secrets of our keys lie under the data key. Secrets Manager uses it for whoever reads one."""
    name = request.get("SecretId") or request["Name"]
    found = [(f"secretsmanager:{operation}", arn("secretsmanager", f"secret:{name}-AbCdEf"))]
    ours = {names.key_secret(Settings().stage, purpose) for purpose in names.KEYS}
    return [*found, ("kms:Decrypt", DATA_KEY_ARN)] if name in ours and operation == "GetSecretValue" else found


def of_key(operation: str, request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """There is one key for data, whichever of its names a call says. Keys that sign are called by their aliases."""
    return [(f"kms:{operation}", SIGNING_KEY_ARNS.get(request["KeyId"], DATA_KEY_ARN))]


NEEDS = {
    "dynamodb": of_table,
    "s3": of_bucket,
    "sqs": of_queue,
    "stepfunctions": of_machine,
    "secretsmanager": of_secret,
    "kms": of_key,
}


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{account()}:{resource}"


@cache
def account() -> str:
    return Settings().account


DATA_KEY_ARN = f"arn:aws:kms:{REGION}:{Settings().account}:key/data"
SIGNING_KEY_ARNS = {
    names.signing_key_alias(Settings().stage, use): f"arn:aws:kms:{REGION}:{Settings().account}:key/sign-{use}"
    for use in names.SIGNING_KEYS
}


# ------------------------------------------------------------------------------------------------------ what is allowed
@cache
def allowed() -> list[Allowed]:
    return [one for row in FUNCTIONS for one in allowed_to(row.name, row.rights)]


def allowed_to(caller: str, rights: Iterable[Right]) -> list[Allowed]:
    """These rights of one function, or of whoever else calls AWS."""
    here = {"Partition": "aws", "Region": REGION, "AccountId": account()}
    known: dict[str, Attributes] = {f"AWS::{name}": {"Ref": value} for name, value in here.items()}
    known[DATA_KEY] = {"Arn": DATA_KEY_ARN}
    for use in names.SIGNING_KEYS:
        known[signing_key_id(use)] = {"Arn": SIGNING_KEY_ARNS[names.signing_key_alias(Settings().stage, use)]}
    return [
        Allowed(caller, action, resource, right.unused)
        for right in rights
        for action in right.actions
        for resource in resolve(right.resources(Settings().stage), known)
    ]


def covers(right: Allowed, use: Use) -> bool:
    same = (right.function, right.action) == (use.function, use.action)
    return same and fnmatchcase(use.resource, right.resource)


def missing(used: Iterable[Use]) -> list[Use]:
    """What was called and would be refused."""
    return sorted(use for use in used if not any(covers(right, use) for right in allowed()))


def unused(used: Iterable[Use]) -> list[Allowed]:
    """What is allowed and was never called, without a reason in the table of functions."""
    seen = [*used]
    return [right for right in allowed() if not right.unused and not any(covers(right, use) for use in seen)]


def needless(used: Iterable[Use]) -> list[Allowed]:
    """What was called, so that the reason why no run calls it is wrong."""
    seen = [*used]
    return [right for right in allowed() if right.unused and any(covers(right, use) for use in seen)]


def wrong(used: Iterable[Use], *, whole: bool = True) -> list[str]:
    """What is wrong with the policies, in a line each. Without `whole`, only some runs were played: what they did not
    call may still be needed.
    """
    seen = {*used}
    lines = [f"{use.function} may not {use.action} on {use.resource}" for use in missing(seen)]
    lines += [f"{one.function} calls {one.action} after all: strike the reason" for one in needless(seen)]
    if whole:
        lines += [f"{one.function} never uses {one.action} on {one.resource}" for one in unused(seen)]
    return lines
