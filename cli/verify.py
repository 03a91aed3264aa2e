"""`yimen verify FILE`: check an exported case without AWS, without settings, without this system.

0 when every link holds, 1 when one is broken, 2 when the file cannot be looked into.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from rich.console import Console

from chalicelib.cases.model import Status
from chalicelib.evidence.model.archive import Archive, Unsafe
from chalicelib.evidence.model.checks.anchors import Trust
from chalicelib.evidence.model.contents import Contents
from chalicelib.evidence.model.findings import Finding, Note, Words
from chalicelib.evidence.model.heads import Head
from chalicelib.evidence.model.signatures import NoKey, fingerprint
from chalicelib.evidence.model.verify import Verdict, verify
from cli.progress import WrongFile

BROKEN, UNREADABLE = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="导出的证据包（ZIP）")
    parser.add_argument("--all", action="store_true", help="列出全部断开之处；不加则只列出第一处")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    parser.add_argument("--english", action="store_true", help="以英文输出")
    parser.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        metavar="PEM",
        help="可信的公钥；可重复。不给则用文件自带的公钥",
    )
    parser.add_argument("--heads", type=Path, metavar="FILE", help="另行取得的已公布存证（GET /audit/heads 的答复）")


def run(console: Console, options: argparse.Namespace) -> int:
    """Raises WrongFile for a key or published heads that cannot be read, OSError for a file that is not there."""
    trust = Trust(keys_of(options.key), published_in(options.heads) if options.heads else {})
    with options.file.open("rb") as file:
        try:
            verdict = verify(Archive(file), trust)
        except Unsafe as unsafe:
            verdict = Verdict([Finding(unsafe.code, unsafe.place)])
    if options.json:
        console.print_json(json.dumps(as_json(verdict), ensure_ascii=False))
    else:
        for line in lines(verdict, every=options.all, english=options.english):
            console.print(line, soft_wrap=True, markup=False, highlight=False)
    if verdict.intact:
        return 0
    return BROKEN if verdict.contents else UNREADABLE


def keys_of(files: Sequence[Path]) -> dict[str, str]:
    """The public keys by their fingerprints."""
    keys = dict[str, str]()
    for file in files:
        try:
            pem = file.read_text(encoding="ascii")
            keys[fingerprint(pem)] = pem
        except (NoKey, ValueError):
            raise WrongFile(f"{file} 不是 P-256 公钥（PEM）") from None
    return keys


def published_in(file: Path) -> dict[date, Head]:
    """An answer of `GET /audit/heads`, or several, one a line."""
    try:
        answers = [json.loads(line) for line in _documents(file.read_text(encoding="utf-8"))]
        heads = TypeAdapter(list[Head]).validate_python([head for answer in answers for head in answer["heads"]])
    except (ValueError, KeyError, TypeError, ValidationError):
        raise WrongFile(f"{file} 不是已公布的存证（GET /audit/heads 的答复）") from None
    return {head.day: head for head in heads}


def _documents(text: str) -> list[str]:
    lines_of_it = [line for line in text.splitlines() if line.strip()]
    return lines_of_it if all(line.startswith("{") and line.rstrip().endswith("}") for line in lines_of_it) else [text]


# ------------------------------------------------------------------------------------------------------- what is told
def lines(verdict: Verdict, *, every: bool, english: bool) -> Iterator[str]:
    contents = verdict.contents
    if contents:
        yield from summary(contents, english=english)
    found = verdict.findings if every else verdict.findings[:1]
    for finding in found:
        yield from told(finding, english=english)
    if left := len(verdict.findings) - len(found):
        yield f"{left} more, shown with --all" if english else f"另有 {left} 处，加 --all 全部列出"
    for note in notes(verdict, every=every):
        word = "note" if english else "说明"
        yield f"{word}  {_words(note.words, english=english)}  {note.place}  {note.told}".rstrip()
    if verdict.intact:
        yield "intact: every link holds" if english else "完好：各环节前后相接，没有发现改动"
    else:
        broken = len(verdict.findings)
        yield f"BROKEN: {broken} places" if english else f"不完好：{broken} 处"


def summary(contents: Contents, *, english: bool) -> Iterator[str]:
    case, manifest = contents.case, contents.manifest
    known = case.status in {status.value for status in Status}
    status = case.status if english or not known else Status(case.status).label
    yield f"{case.number or case.id}  {case.item_name}  {status}  {manifest.exported_at}"
    counts = (
        ("事件", "events", contents.events),
        ("文书", "documents", contents.documents),
        ("材料", "materials", contents.materials),
        ("期限", "terms", contents.clocks),
        ("授权文书", "letters", contents.letters),
        ("存证", "heads", contents.heads.proofs),
    )
    yield "  ".join(f"{named if english else label} {len(some)}" for label, named, some in counts)


def told(finding: Finding, *, english: bool) -> Iterator[str]:
    word = "broken at" if english else "断在"
    yield f"{word}  {finding.place}  {finding.code}  {_words(finding.words, english=english)}"
    for label, named, value in (("应为", "expected", finding.expected), ("实为", "found", finding.found)):
        if value:
            yield f"    {named if english else label}  {value}"


def notes(verdict: Verdict, *, every: bool) -> list[Note]:
    """Each kind once, unless all are wanted."""
    if every:
        return [*verdict.notes]
    return [*{note.code: note for note in reversed(verdict.notes)}.values()][::-1]


def _words(words: Words, *, english: bool) -> str:
    return words.english if english else words.chinese


def as_json(verdict: Verdict) -> dict[str, Any]:
    contents = verdict.contents
    return {
        "intact": verdict.intact,
        "case": contents.case.model_dump(mode="json", exclude_none=True) if contents else None,
        "exported_at": contents.manifest.exported_at.isoformat() if contents else None,
        "keys": [*verdict.keys],
        "findings": [{**finding._asdict(), "words": finding.words.english} for finding in verdict.findings],
        "notes": [{**note._asdict(), "words": note.words.english} for note in verdict.notes],
    }
