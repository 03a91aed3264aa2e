"""Browser uploads (presigned POST) are refused where AWS refuses them: the emulator looks at no policy at all."""

import base64
import binascii
import hashlib
import hmac
import io
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from local.front import Application, Environ, StartResponse
from local.upload_form import Form, TooMuch, read_form

# Fields a policy need not speak of.
UNSPOKEN = {"policy", "x-amz-signature", "file"}
IN_FORM = 64 * 1024
DIGEST = "x-amz-checksum-sha256"


class Refusal(Exception):
    """An S3 error: HTTP status, S3's code and message."""

    def __init__(self, status: str, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Credentials(NamedTuple):
    """The only key pair that this stack knows."""

    access_key: str
    secret_key: str


class UploadPolicy:
    """WSGI middleware in front of the emulator; `cap` is the largest file in bytes that is read at all."""

    def __init__(self, application: Application, credentials: Credentials, cap: int = 25 * 1024 * 1024) -> None:
        self._application = application
        self._credentials = credentials
        self._cap = cap

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        bucket = upload_bucket(environ)
        if bucket is None:
            return self._application(environ, start_response)
        try:
            body = read_body(environ, self._cap)
            form = read_form(body, environ["CONTENT_TYPE"])
            check(form, bucket, self._credentials, datetime.now(UTC))
        except TooMuch:
            return refuse(too_large(self._cap), start_response)
        except Refusal as refusal:
            return refuse(refusal, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return self._application(environ, start_response)


def upload_bucket(environ: Environ) -> str | None:
    """The bucket of a browser upload (path-style, as all local addresses are), None for any other request."""
    path = re.fullmatch(r"/([a-z0-9.-]{3,63})/?", str(environ.get("PATH_INFO", "")))
    is_form = str(environ.get("CONTENT_TYPE", "")).startswith("multipart/form-data")
    return path[1] if path and is_form and environ.get("REQUEST_METHOD") == "POST" else None


def read_body(environ: Environ, cap: int) -> bytes:
    """At most a file of `cap` and its form; more is dropped as it comes, so that the client sees the answer."""
    limit = cap + IN_FORM
    length = int(environ.get("CONTENT_LENGTH") or 0)
    stream = environ["wsgi.input"]
    if length <= limit:
        return bytes(stream.read(length))
    while length > 0 and (piece := stream.read(min(length, 1024 * 1024))):
        length -= len(piece)
    raise TooMuch


def check(form: Form, bucket: str, credentials: Credentials, now: datetime) -> None:
    """Raises `Refusal` in the order in which S3 looks: signature, expiry, conditions, size, checksum."""
    encoded = form.fields.get("policy")
    if not encoded:
        raise denied("Access Denied")
    check_signature(form, encoded, credentials)
    policy = read_policy(encoded)
    if datetime.fromisoformat(str(policy["expiration"])) <= now:
        raise denied("Invalid according to Policy: Policy expired.")
    conditions = [spelled_out(condition) for condition in policy["conditions"]]
    sent = {**form.fields, "bucket": bucket}
    for condition in conditions:
        check_condition(condition, sent, form.size)
    spoken = {str(condition[1]).lstrip("$").lower() for condition in conditions}
    extra = [name for name in form.fields if name not in spoken | UNSPOKEN and not name.startswith("x-ignore-")]
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


def spelled_out(condition: Any) -> list[Any]:
    """`{"acl": "private"}` is `["eq", "$acl", "private"]`."""
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


def refuse(refusal: Refusal, start_response: StartResponse) -> Iterable[bytes]:
    """S3's XML error, readable by a page of another origin."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message></Error>"
    ).encode()
    headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
    start_response(refusal.status, [*headers, ("Access-Control-Allow-Origin", "*")])
    return [body]
