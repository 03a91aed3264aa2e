"""WSGI middleware before moto: refuses the browser uploads (presigned POST) that S3 would refuse."""

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from xml.sax.saxutils import escape  # nosec B406

from local.s3.upload_form import read_form
from local.s3.upload_policy import Credentials, Refusal, check, too_large

LARGEST_FILE = 25 * 1024 * 1024
FORM_BYTES = 64 * 1024  # for the fields beside the file


class BrowserUploads:
    """A file of more than `largest` bytes is refused without being kept in memory."""

    def __init__(self, application: WSGIApplication, credentials: Credentials, largest: int = LARGEST_FILE) -> None:
        self._application = application
        self._credentials = credentials
        self._largest = largest

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        bucket = upload_bucket(environ)
        if bucket is None:
            return self._application(environ, start_response)
        try:
            body = read_body(environ, self._largest)
            check(read_form(body, environ["CONTENT_TYPE"]), bucket, self._credentials, datetime.now(UTC))
        except Refusal as refusal:
            return refuse(refusal, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return self._application(environ, start_response)


def upload_bucket(environ: WSGIEnvironment) -> str | None:
    """The bucket of a browser upload, None for any other request. All local addresses name the bucket in the path."""
    path = re.fullmatch(r"/([a-z0-9.-]{3,63})/?", str(environ.get("PATH_INFO", "")))
    is_form = str(environ.get("CONTENT_TYPE", "")).startswith("multipart/form-data")
    return path[1] if path and is_form and environ.get("REQUEST_METHOD") == "POST" else None


def read_body(environ: WSGIEnvironment, largest: int) -> bytes:
    """The form with its file. A larger one is read to its end all the same, since a client reads no answer before."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    stream = environ["wsgi.input"]
    if length <= largest + FORM_BYTES:
        return bytes(stream.read(length))
    while length > 0 and (piece := stream.read(min(length, 1024 * 1024))):
        length -= len(piece)
    raise too_large(largest)


def refuse(refusal: Refusal, start_response: StartResponse) -> Iterable[bytes]:
    """S3's error document; the header lets a page of another origin read it."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message></Error>"
    ).encode()
    headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
    start_response(refusal.status, [*headers, ("Access-Control-Allow-Origin", "*")])
    return [body]
