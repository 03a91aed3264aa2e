"""What a one-time notice may ask for: published lines and fields of the form, each once (R9); a later one only new
defects (R5).

Pure. Of earlier defects a case keeps keyed digests, for their sentences may tell of people.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.form_changes import FieldPointer
from chalicelib.cases.model.material import LineNo, MaterialFile
from chalicelib.cases.model.sharing import not_obtained
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS, wrong_field

Sentence = Annotated[str, StringConstraints(min_length=2, max_length=500, strip_whitespace=True), PARAGRAPHS]
FileId = Annotated[str, StringConstraints(min_length=1, max_length=40), ONE_LINE]

# A field is one sentence: what is wrong with it is told once, and once more where the supplement made it wrong anew.
NOTICES_OF_A_FIELD = 2
ASKED_TWICE = (
    "已经两次告知补正，不得再次要求；确有错误的，可以请申请人到窗口当场更正（form/correct），"
    "或者受理后依法审查（行政许可法第三十二条）"
)


class Target(BaseModel, defer_build=True):
    """One line of the published list, or one field of the form by its pointer; of a line perhaps one file."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    line: LineNo | None = None
    field: FieldPointer | None = None
    file: FileId | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.line is None) is (self.field is None):
            raise wrong_field("line", "defect_target", "请指明材料序号（line）或者表单栏目（field），二者选一")
        if self.field and self.file:
            raise wrong_field("file", "defect_file", "表单栏目（field）的问题不涉及文件，请不要填写 file")
        return self

    @property
    def target(self) -> str:
        """What the case keeps of it: 01, or /applicant/name."""
        return self.line or self.field or ""

    @property
    def named_in(self) -> str:
        """The field of the request that names it."""
        return "line" if self.line else "field"


class Defect(Target, defer_build=True):
    """What is not in order, and how to put it right.

    `file` is the uploaded file that has the defect. A later notice about a line must name it, a file of the last
    supplement; one about a field must quote as `value` what the supplement has filled in there.
    """

    defect: Sentence
    remedy: Sentence
    file: Annotated[FileId | None, Field(description="有问题的文件编号；再次告知时必须写明补正提交的是哪个文件")] = None
    value: Annotated[JsonValue, Field(description="表单栏目现在的内容；再次告知该栏目时必须照写补正后填写的内容")] = (
        None
    )

    @model_validator(mode="after")
    def _quotes_fields_only(self) -> Self:
        if self.line and self.value is not None:
            raise wrong_field("value", "defect_value", "材料（line）的问题请写明文件，不要填写 value")
        return self


class Listed(NamedTuple):
    """What a notice may name: lines of the item's list by number, fields of its form by pointer, and the files.
    `unanswerable` are fields of the notice that no supplement could put right, each with the reason, `values` what the
    form has in the fields of the notice, and `written` the same in words.
    """

    lines: Mapping[str, ChecklistLine]
    titles: Mapping[str, str]
    files: Sequence[MaterialFile]
    unanswerable: Mapping[str, str] = {}
    values: Mapping[str, object] = {}
    written: Mapping[str, str] = {}

    def name(self, defect: Target) -> str:
        if defect.field:
            return f"申请表“{self.titles.get(defect.field, defect.field)}”栏"
        return self.lines[defect.target].name if defect.target in self.lines else defect.target

    def has_file(self, defect: Target) -> bool:
        return any(file.id == defect.file and file.line == defect.line for file in self.files)

    def files_of(self, line: str | None) -> list[str]:
        return [file.id for file in self.files if file.line == line]

    def can_be_looked_at(self, line: str) -> bool:
        """Whether there is a file of this line, or it is one of which nobody uploads any."""
        listed = self.lines[line]
        return listed.shared or listed.source == "system" or any(file.line == line for file in self.files)


def wrong_defects(case: Case, listed: Listed, defects: Sequence[Defect]) -> list[FieldError]:
    """Everything that speaks against this notice."""
    errors: list[FieldError] = []
    seen: set[str] = set()
    for number, defect in enumerate(defects):
        pointer, name = f"/defects/{number}", listed.name(defect)
        if wrong := unlisted(case, defect, listed):
            errors.append(FieldError(f"{pointer}/{defect.named_in}", *wrong))
        elif defect.target in seen:
            said = f"“{name}”重复，请合并为一条"
            errors.append(FieldError(f"{pointer}/{defect.named_in}", "material_repeated", said))
        elif case.corrections:
            errors += _not_new(case, listed, defect, pointer)
        elif defect.file and not listed.has_file(defect):
            errors.append(FieldError(f"{pointer}/file", "file_unknown", f"“{name}”没有这个文件，请核对"))
        elif defect.value is not None and defect.value != listed.values.get(defect.target):
            errors.append(FieldError(f"{pointer}/value", "value_unlike_form", f"{name}填写的不是这一内容，请照写"))
        seen.add(defect.target)
    return errors


def unlisted(case: Case, defect: Target, listed: Listed) -> tuple[str, str] | None:
    """Why this may not be asked for at all: no line of the published list that applies, no field of the form, or what
    organs get from each other (国务院令第716号第七条), unless the organ was asked for it and has not given it, or the
    applicant's own word (告知承诺).
    """
    if defect.field:
        if defect.field not in listed.titles:
            return "field_unlisted", "本件的申请表没有这一栏，不得要求补正"
        reason = listed.unanswerable.get(defect.field)
        return ("field_unanswerable", reason) if reason else None
    line = listed.lines.get(defect.target)
    if line is None or not line.applies:
        return "material_unlisted", "材料清单中没有这一项，不得要求提交"
    if line.shared and line.no not in not_obtained(case.sharing):
        return "material_shared", f"“{line.name}”由行政机关通过数据共享取得，不得要求申请人提交"
    if line.pledged:
        return "material_pledged", f"“{line.name}”在作出告知承诺时由平台生成，不得要求申请人另行提交"
    return None


def _not_new(case: Case, listed: Listed, defect: Defect, pointer: str) -> Iterator[FieldError]:
    """Why this defect is none that the last supplement has made: an earlier notice could have named it (R5)."""
    name = listed.name(defect)
    line = listed.lines.get(defect.target)
    if line is not None and line.required and line.no in case.required_since_notice:
        return
    if defect.target not in case.corrections[-1]:
        said = f"“{name}”未列入上一次一次性告知书，不得再次要求补正"
        yield FieldError(f"{pointer}/{defect.named_in}", "second_notice_old_defect", said)
        return
    if defect.field and sum(defect.target in noticed for noticed in case.corrections) >= NOTICES_OF_A_FIELD:
        yield FieldError(f"{pointer}/field", "second_notice_old_defect", f"{name}{ASKED_TWICE}")
        return
    told = defect_digest(case, defect) in case.told
    if told:
        said = f"“{name}”的这一问题已经告知过，不得再次告知；请写明补正提交的内容新出现的问题"
        yield FieldError(f"{pointer}/defect", "second_notice_old_defect", said)
    if defect.field:
        yield from () if told else _not_quoted(listed, defect, pointer)
    elif defect.file is None:
        said = f"再次告知应当写明“{name}”补正提交的哪个文件有问题"
        yield FieldError(f"{pointer}/file", "second_notice_file_missing", said)
    elif defect.file not in {file.id for file in supplemented_files(case, listed.files) if file.line == defect.line}:
        said = f"这不是最近一次补正提交的“{name}”文件，不得再次要求补正"
        yield FieldError(f"{pointer}/file", "second_notice_old_file", said)


def _not_quoted(listed: Listed, defect: Defect, pointer: str) -> Iterator[FieldError]:
    """Whoever finds something new in a field has read what the supplement has filled in there."""
    if defect.value is None:
        said = f"再次告知应当照写{listed.name(defect)}补正后填写的内容（value），说明其中新出现的问题"
        yield FieldError(f"{pointer}/value", "second_notice_value_missing", said)
    elif defect.value != listed.values.get(defect.target):
        said = f"这不是{listed.name(defect)}补正后填写的内容，不得再次要求补正"
        yield FieldError(f"{pointer}/value", "second_notice_old_value", said)


def supplemented_files(case: Case, files: Sequence[MaterialFile]) -> list[MaterialFile]:
    """The files that were handed in after the last notice."""
    since = case.noticed_at
    return [file for file in files if file.state == "ready" and since is not None and file.requested_at > since]


def defect_digest(case: Case, defect: Defect) -> str:
    """The same for the same sentence about the same line or field, whatever its spaces and punctuation are."""
    plain = unicodedata.normalize("NFKC", defect.defect).casefold()
    words = "".join(letter for letter in plain if unicodedata.category(letter)[0] in "LN")
    return blind_index(case.chain_key, case.id, f"{defect.target}|{words or plain}")
