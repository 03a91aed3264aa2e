"""The checks that S3 makes of a browser upload: its signature, its policy's conditions, its checksum."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any, NamedTuple

from local.s3.upload_form import Form

# A policy need not have a condition for these fields.
EXEMPT = {"policy", "x-amz-signature", "file"}
DIGEST = "x-amz-checksum-sha256"


class Refusal(Exception):
    """An S3 error: HTTP status, S3's code and message."""

    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Credentials(NamedTuple):
    """The key pair with which uploads must be signed."""

    access_key: str
    secret_key: str


def check(form: Form, bucket: str, credentials: Credentials, now: datetime) -> None:
    """Raises `Refusal`. The order is that of S3: signature, expiry, conditions with the size among them, checksum."""
    encoded = form.fields.get("policy")
    if not encoded:
        raise denied("Access Denied")
    check_signature(form, encoded, credentials)
    policy = read_policy(encoded)
    if datetime.fromisoformat(str(policy["expiration"])) <= now:
        raise denied("Invalid according to Policy: Policy expired.")
    conditions = [in_full(condition) for condition in policy["conditions"]]
    sent = {**form.fields, "bucket": bucket}
    for condition in conditions:
        check_condition(condition, sent, form.size)
    named = {str(condition[1]).lstrip("$").lower() for condition in conditions}
    extra = [name for name in form.fields if name not in named | EXEMPT and not name.startswith("x-ignore-")]
    if extra:
        raise denied(f"Invalid according to Policy: Extra input fields: {', '.join(extra)}")
    check_digest(form)


def check_signature(form: Form, policy: str, credentials: Credentials) -> None:
    key, *scope = form.fields.get("x-amz-credential", "").split("/")
    if key != credentials.access_key or len(scope) != 4:
        raise Refusal("403 Forbidden", "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist.")
    signing = f"AWS4{credentials.secret_key}".encode()
    for part in (*scope, policy):
        digest = hmac.new(signing, part.encode(), hashlib.sha256)
        signing = digest.digest()
    if not hmac.compare_digest(signing.hex(), form.fields.get("x-amz-signature", "")):
        message = "The request signature we calculated does not match the signature you provided."
        raise Refusal("403 Forbidden", "SignatureDoesNotMatch", message)


def read_policy(encoded: str) -> dict[str, Any]:
    try:
        return json.loads(base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Refusal("400 Bad Request", "InvalidPolicyDocument", "Invalid Policy: Invalid JSON.") from error


def in_full(condition: Any) -> list[Any]:
    """`{"acl": "private"}` is short for `["eq", "$acl", "private"]`."""
    if isinstance(condition, dict):
        (name, value) = next(iter(condition.items()))  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return ["eq", f"${name}", value]
    return list(condition)


def check_condition(condition: list[Any], sent: dict[str, str], size: int) -> None:
    kind, first, second = str(condition[0]).lower(), condition[1], condition[2]
    if kind == "content-length-range":
        if size > int(second):
            raise too_large(int(second))
        if size < int(first):
            message = "Your proposed upload is smaller than the minimum allowed size"
            raise Refusal("400 Bad Request", "EntityTooSmall", message)
        return
    found = sent.get(str(first).lstrip("$").lower(), "")
    held = found == str(second) if kind == "eq" else kind == "starts-with" and found.startswith(str(second))
    if not held:
        raise denied(f"Invalid according to Policy: Policy Condition failed: {json.dumps(condition)}")


def check_digest(form: Form) -> None:
    given = form.fields.get(DIGEST)
    if given is None:
        return
    try:
        right_length = len(base64.b64decode(given, validate=True)) == hashlib.sha256().digest_size
    except binascii.Error:
        right_length = False
    if not right_length:
        raise Refusal("400 Bad Request", "InvalidRequest", f"Value for {DIGEST} header is invalid.")
    if given != base64.b64encode(form.sha256).decode():
        message = "The SHA256 you specified did not match the calculated checksum."
        raise Refusal("400 Bad Request", "BadDigest", message)


def denied(message: str) -> Refusal:
    return Refusal("403 Forbidden", "AccessDenied", message)


def too_large(limit: int) -> Refusal:
    message = f"Your proposed upload exceeds the maximum allowed size of {limit} bytes"
    return Refusal("400 Bad Request", "EntityTooLarge", message)
