"""An electronic signature in a PDF (ISO 32000-1, 12.8): what it covers is not changed."""

from collections.abc import Mapping
from typing import Any, cast

from chalicelib.intake.store.opening.filters import WHITE


def is_signature(fields: Mapping[str, Any], content: bytes) -> bool:
    """A dictionary of a signature whose bytes run from the first to the end of a version of the file, itself left out.

    Who adds something to a signed file later leaves what was signed as it was.
    """
    if "/Contents" not in fields or "/ByteRange" not in fields or "/Filter" not in fields:
        return False
    if "/Type" in fields and str(fields["/Type"]) not in ("/Sig", "/DocTimeStamp"):
        return False
    covered = fields["/ByteRange"]
    if not isinstance(covered, list) or len(cast(list[Any], covered)) != 4:
        return False
    start, before, after, length = (int(each) for each in cast(list[Any], covered))
    if start != 0 or not 0 < before < after < after + length <= len(content):
        return False
    gap, end = content[before:after].strip(WHITE), content[: after + length].rstrip(WHITE)
    if not (gap.startswith(b"<") and gap.endswith(b">") and end.endswith(b"%%EOF")):
        return False
    try:
        return any(bytes.fromhex(gap[1:-1].decode("ascii")))
    except ValueError:
        return False
