"""核对原件: a clerk compares uploads with their originals, which raises them to level B (国办函〔2016〕108号; R27).

Only what the level asks for is compared: nobody has to show the original of what an organ has given, or of the
applicant's own word.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import CHECK_ORIGINALS
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.levels import level_of, use_of
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed
from chalicelib.foundation.writes import equals, update

FileId = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class OriginalsShown(BaseModel, defer_build=True):
    """The files that the clerk has compared with their originals."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    files: Annotated[tuple[FileId, ...], Field(min_length=1, max_length=50, description="已核对的文件编号")]
    matches_original: Annotated[Literal[True], confirmed("original_not_compared", "请先将上传的材料与原件核对一致")]


@act
def check_originals(platform: Platform, caller: Caller, case_id: str, shown: Sequence[str]) -> Receipt:
    """Each of these files is level B from now on, by this clerk. No clock stops, and the files stay as they are."""
    begun = begin(platform, caller, CHECK_ORIGINALS, case_id, whole=True)
    compared = _compared(begun, shown)
    case, at = begun.case, caller.at.isoformat()
    raised: list[JsonValue] = [
        {"line": file.line, "file": file.id, "sha256": file.sha256, "from": level, "to": "B"}
        for file, level in compared
    ]
    return begun.commit(
        case.moved_to(case.status),
        data={"raised": raised},
        answer={"number": case.number, "files": [file.id for file, _ in compared]},
        ops=[
            update(
                keys.material(case.id, file.id),
                put={"level": "B", "raised_by": caller.actor.sub, "raised_at": at},
                when=equals(state="ready", sha256=file.sha256, level=None),
                label="material",
            )
            for file, _ in compared
        ],
    )


def _compared(begun: Begun, shown: Sequence[str]) -> list[tuple[MaterialFile, str]]:
    """The files with their levels so far; 422 for each that is no evidence here, or whose original is not asked for."""
    case, found = begun.case, begun.found
    lines = {line.no: line for line in lines_of(begun.item, found.form)}
    files = {file.id: file for file in evidence(case, found.files)}
    compared, errors = list[tuple[MaterialFile, str]](), list[FieldError]()
    for number, name in enumerate(shown):
        file, pointer = files.get(name), f"/files/{number}"
        if name in shown[:number]:
            errors.append(FieldError(pointer, "file_named_twice", "同一文件只需写一次"))
        elif file is None:
            errors.append(FieldError(pointer, "file_not_in_case", "本件没有收取该文件，或者该文件已被要求重新提交"))
        elif not use_of(lines[file.line], file).checked:
            errors.append(FieldError(pointer, "original_not_asked", "该文件的等级不需要核对原件，或者原件已经核对"))
        else:
            compared.append((file, level_of(lines[file.line], file)))
    if errors:
        raise problems.Invalid(errors=errors)
    return compared
