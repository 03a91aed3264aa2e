"""The package (案卷) in which a department sends upward what it has reviewed first (行政许可法35). Pure.

It names every file, paper, document and event of the case with its digest, so that anybody can see that nothing was
lost on the way. Its own digest stands in the event of the report. It holds ids and digests only.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.form_changes import form_digest
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.record import Record
from chalicelib.durable.audit import Event


class PackedFile(Record):
    id: str
    line: Annotated[str, Field(description="材料清单中的序号")]
    sha256: Annotated[str, Field(description="留存文件的摘要")]
    size: int
    event: Annotated[int | None, Field(description="收取该文件的事件序号")] = None


class PackedDocument(Record):
    no: Annotated[str, Field(description="文书在办件中的编号")]
    digest: Annotated[str, Field(description="文书内容的摘要，与事件链一致")]


class PackedEvent(Record):
    seq: int
    type: str
    hash: str


class Package(Record):
    """案卷清单：初审时办件的全部材料、文书和事件，各有摘要."""

    case_id: str
    number: str | None
    item: str
    item_version: int
    form: Annotated[str, Field(description="申请表的摘要")]
    files: tuple[PackedFile, ...]
    papers: Annotated[tuple[str, ...], Field(description="窗口收取过纸质材料的各项，序号")]
    documents: tuple[PackedDocument, ...]
    events: tuple[PackedEvent, ...]
    opinion: Annotated[str, Field(description="初审意见的摘要")]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the fields as JSON with sorted keys and no spaces, UTF-8."""
        told = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def packed(
    case: Case, form: Mapping[str, Any], files: Iterable[MaterialFile], events: Sequence[Event], opinion: str
) -> Package:
    """Everything that belongs to the case as it is reported. `opinion` is the digest of the opinion."""
    return Package(
        case_id=case.id,
        number=case.number,
        item=case.item,
        item_version=case.item_version,
        form=form_digest(case, form),
        files=tuple(_file(file) for file in sorted(evidence(case, files), key=lambda file: (file.line, file.id))),
        papers=case.papers,
        documents=tuple(_documents(events)),
        events=tuple(PackedEvent(seq=event.seq, type=event.type, hash=event.hash) for event in events),
        opinion=opinion,
    )


def _file(file: MaterialFile) -> PackedFile:
    kept = file.kept_sha256 or file.sha256
    return PackedFile(id=file.id, line=file.line, sha256=kept, size=file.size, event=file.event)


def _documents(events: Iterable[Event]) -> Iterator[PackedDocument]:
    for event in events:
        no, digest = event.data.get("document"), event.data.get("document_digest")
        if no and digest:
            yield PackedDocument(no=no, digest=digest)


def unscanned(case: Case, files: Iterable[MaterialFile]) -> list[str]:
    """The lines of which the window has taken papers that nobody has scanned: such a file is not whole."""
    scanned = {file.line for file in evidence(case, files)}
    return [line for line in case.papers if line not in scanned]


def lost(
    package: Package, case: Case, form: Mapping[str, Any], files: Iterable[MaterialFile], events: Sequence[Event]
) -> list[str]:
    """What of the package is not there any more as it was sent, by pointer. What has come since is not its matter."""
    there = packed(case, form, files, events, package.opinion)
    parts: Mapping[str, tuple[Sequence[Any], Sequence[Any]]] = {
        "files": (package.files, there.files),
        "documents": (package.documents, there.documents),
        "events": (package.events, there.events),
    }
    found = [
        f"/{name}/{place}" for name, (sent, now) in parts.items() for place, one in enumerate(sent) if one not in now
    ]
    return [*(["/form"] if package.form != there.form else []), *found]
