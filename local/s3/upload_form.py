"""Reads the form of a browser upload: the fields that come before the file, and the file's size and SHA-256."""

import hashlib
from dataclasses import dataclass, field

from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData


@dataclass
class Form:
    """The names of the fields are in lower case: S3 compares them so."""

    fields: dict[str, str] = field(default_factory=dict[str, str])
    size: int = 0
    sha256: bytes = b""


def read_form(body: bytes, content_type: str) -> Form:
    """S3 ignores fields that come after the file, so reading ends there."""
    _, options = parse_options_header(content_type)
    decoder = MultipartDecoder(options.get("boundary", "").encode())
    decoder.receive_data(body)
    decoder.receive_data(None)
    form, digest, name = Form(), hashlib.sha256(), ""
    while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
        match event:
            case File():
                name = "file"
            case Field():
                if name == "file":
                    break
                name = (event.name or "").lower()
                form.fields[name] = ""
            case Data() if name == "file":
                form.size += len(event.data)
                digest.update(event.data)
            case Data():
                form.fields[name] += event.data.decode(errors="replace")
            case _:
                continue
    form.sha256 = digest.digest()
    return form
