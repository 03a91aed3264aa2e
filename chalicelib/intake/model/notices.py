"""What a one-time notice may ask for: published lines, each once (R9); a later one only new defects (R5).

Pure. Of earlier defects a case keeps keyed digests, for their sentences may tell of people.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.material import LineNo, MaterialFile
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=500, strip_whitespace=True), PARAGRAPHS]
FileId = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]
Lines = Mapping[str, ChecklistLine]


class Defect(BaseModel):
    """One line of the published list that is not in order, and how to put it right.

    `file` is the uploaded file that has the defect. A later notice must name it, a file of the last supplement.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    line: LineNo
    defect: Sentence
    remedy: Sentence
    file: Annotated[FileId | None, Field(description="有问题的文件编号；再次告知时必须写明补正提交的是哪个文件")] = None


def wrong_defects(
    case: Case, lines: Lines, files: Sequence[MaterialFile], defects: Sequence[Defect], secret: bytes
) -> list[FieldError]:
    """Everything that speaks against this notice."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, defect in enumerate(defects):
        pointer, line = f"/defects/{number}", lines.get(defect.line)
        if line is None or not line.applies:
            errors.append(FieldError(f"{pointer}/line", "material_unlisted", "材料清单中没有这一项，不得要求提交"))
        elif defect.line in seen:
            errors.append(FieldError(f"{pointer}/line", "material_repeated", f"“{line.name}”重复，请合并为一条"))
        elif case.corrections:
            errors += _not_new(case, line, defect, pointer, files, secret)
        elif defect.file and not any(file.id == defect.file and file.line == defect.line for file in files):
            errors.append(FieldError(f"{pointer}/file", "file_unknown", f"“{line.name}”没有这个文件，请核对"))
        seen.add(defect.line)
    return errors


def _not_new(
    case: Case, line: ChecklistLine, defect: Defect, pointer: str, files: Sequence[MaterialFile], secret: bytes
) -> Iterator[FieldError]:
    """Why this defect is none that the last supplement has made: an earlier notice could have named it (R5)."""
    if defect.line not in case.corrections[-1]:
        said = f"“{line.name}”未列入上一次一次性告知书，不得再次要求补正"
        yield FieldError(f"{pointer}/line", "second_notice_old_defect", said)
        return
    if defect_digest(case, defect, secret) in case.told:
        said = f"“{line.name}”的这一问题已经告知过，不得再次告知；请写明补正提交的文件新出现的问题"
        yield FieldError(f"{pointer}/defect", "second_notice_old_defect", said)
    if defect.file is None:
        said = f"再次告知应当写明“{line.name}”补正提交的哪个文件有问题"
        yield FieldError(f"{pointer}/file", "second_notice_file_missing", said)
    elif defect.file not in {file.id for file in supplemented_files(case, files) if file.line == defect.line}:
        said = f"这不是最近一次补正提交的“{line.name}”文件，不得再次要求补正"
        yield FieldError(f"{pointer}/file", "second_notice_old_file", said)


def supplemented_files(case: Case, files: Sequence[MaterialFile]) -> list[MaterialFile]:
    """The files that were handed in after the last notice."""
    since = case.noticed_at
    return [file for file in files if file.state == "ready" and since is not None and file.requested_at > since]


def defect_digest(case: Case, defect: Defect, secret: bytes) -> str:
    """The same for the same sentence about the same line, whatever its spaces and punctuation are."""
    plain = unicodedata.normalize("NFKC", defect.defect).casefold()
    words = "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")
    return blind_index(secret, case.id, f"{defect.line}|{words or plain}")
