"""What an event tells of files: their digests, and nothing that a person has written. Pure."""

from collections.abc import Sequence

from pydantic import JsonValue

from chalicelib.cases.model.material import MaterialFile


def digests(files: Sequence[MaterialFile]) -> JsonValue:
    """Each file by its line, its digest and the account that answers for it, for the event chain."""
    return [digest_of(file) for file in files]


def digest_of(file: MaterialFile) -> dict[str, JsonValue]:
    """`sha256` is that of what was received, `kept_sha256` that of what is kept, where traces were taken out. Of what
    an organ has given also its level, the organ, and what it was asked for.
    """
    told: dict[str, JsonValue] = {"line": file.line, "file": file.id, "sha256": file.sha256, "added_by": file.added_by}
    kept = {"kept_sha256": file.kept_sha256} if file.kept_sha256 else {}
    given = {"level": file.level, "issuer": file.issuer, "purpose": file.obtained_for} if file.issuer else {}
    return {**told, **kept, **given}
