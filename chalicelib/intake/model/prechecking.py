"""What a window may say of a draft that it pre-checks: it names published lines and fields only (R9, R21). Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.precheck import MOST_PRECHECKS, Observation, PrecheckComment
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.intake.model.completeness import ON_THE_PLATFORM
from chalicelib.intake.model.notices import Listed, Sentence, Target, unlisted


class Comment(Target, defer_build=True):
    """One finding: what is missing or should be mended, or that nothing was found."""

    finding: Observation
    comment: Annotated[Sentence | None, Field(description="说明；所提材料没有问题（fine）的可以不填")] = None

    def kept(self) -> PrecheckComment:
        return PrecheckComment(
            line=self.line, field=self.field, file=self.file, finding=self.finding, comment=self.comment or ""
        )


class PrecheckAnswer(BaseModel, defer_build=True):
    """The comments of the window, line by line and field by field. It is no acceptance and no notice of gaps."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    comments: Annotated[tuple[Comment, ...], Field(strict=False, max_length=99)] = ()
    summary: Annotated[Sentence | None, Field(description="总的意见；没有逐项意见的必填")] = None


def require_askable(case: Case, today: date) -> None:
    """409 while a request is open, and for a draft for which windows were asked so often."""
    if case.open_precheck(today):
        raise problems.Conflict(
            code="precheck_open", title="已经请求预审，窗口尚未答复；可以先撤回请求，也可以直接提交"
        )
    if len(case.prechecks) >= MOST_PRECHECKS:
        title = f"每件申请最多请求 {MOST_PRECHECKS} 次预审，请直接提交，或者到窗口咨询"
        raise problems.Conflict(code="too_many_prechecks", title=title)


def require_open(case: Case, today: date) -> None:
    if not case.open_precheck(today):
        title = "没有待答复的预审请求：没有请求，或者已经答复、撤回、过期"
        raise problems.Conflict(code="precheck_not_open", title=title)


def wrong_comments(case: Case, listed: Listed, answer: PrecheckAnswer) -> list[FieldError]:
    """Everything that speaks against this answer. What may not be asked for in a notice may not be asked for here."""
    errors = [error for number, one in enumerate(answer.comments) for error in _wrong(case, listed, one, number)]
    errors += _contradictions(answer)
    if not answer.comments and not answer.summary:
        errors.append(FieldError("/summary", "precheck_empty", "请至少填写一项意见，或者总的意见"))
    return errors


def _contradictions(answer: PrecheckAnswer) -> list[FieldError]:
    """What is called fine has no other finding beside it."""
    amended = {one.target for one in answer.comments if one.finding != "fine"}
    return [
        FieldError(f"/comments/{number}/finding", "comments_contradict", "同一项不能既有问题又没有问题")
        for number, one in enumerate(answer.comments)
        if one.finding == "fine" and one.target in amended
    ]


def _wrong(case: Case, listed: Listed, comment: Comment, number: int) -> Sequence[FieldError]:
    pointer = f"/comments/{number}"
    if comment.finding != "fine":
        if comment.comment is None:
            return [FieldError(f"{pointer}/comment", "comment_missing", "请说明缺少什么，或者应当怎样修改")]
        if wrong := unlisted(case, comment, listed):
            return [FieldError(f"{pointer}/{comment.named_in}", *wrong)]
    elif comment.target not in {*listed.lines, *listed.titles}:
        said = "材料清单或者申请表中没有这一项"
        return [FieldError(f"{pointer}/{comment.named_in}", f"{_kind(comment)}_unlisted", said)]
    if comment.finding == "fine" and comment.line and not listed.can_be_looked_at(comment.line):
        said = f"“{listed.name(comment)}”没有文件，不能认为没有问题"
        return [FieldError(f"{pointer}/finding", "nothing_to_check", said)]
    if comment.finding == "fine" and comment.file is None and (files := listed.files_of(comment.line)):
        said = f"请写明所看的文件（file）：{'、'.join(files)}"
        return [FieldError(f"{pointer}/file", "file_unnamed", said)]
    if comment.file and not listed.has_file(comment):
        return [FieldError(f"{pointer}/file", "file_unknown", f"“{listed.name(comment)}”没有这个文件，请核对")]
    return []


def in_our_words(lines: Mapping[str, ChecklistLine], comment: Comment) -> PrecheckComment:
    """The comment as the applicant reads it: what the platform prints is confirmed there, whatever the clerk writes."""
    kept, line = comment.kept(), lines.get(comment.target)
    if line is None or not line.printed or comment.finding == "fine":
        return kept
    return kept.model_copy(update={"comment": f"{kept.comment}（{ON_THE_PLATFORM}）"})


def _kind(comment: Comment) -> str:
    return "material" if comment.line else "field"
