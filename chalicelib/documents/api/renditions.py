"""The marked rendition of a file: its pages with the mark of its level, beside the original, which stays as it is."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent, require_reading
from chalicelib.cases.acts.lookup import own_file, seen_file
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.disclosure import Part
from chalicelib.cases.model.evidence import shown
from chalicelib.cases.model.levels import MaterialLevel
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.store.files import LINK_SECONDS, key_of, link
from chalicelib.cases.store.records import CaseFile
from chalicelib.documents.model.marks import Mark, why_unmarkable
from chalicelib.documents.store import renditions
from chalicelib.documents.store.renditions import Rendition, mark_now
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")


class FileNotFound(NotFound):
    code = "file_not_found"
    title = "办件没有这一文件，或者文件尚未通过校验"


class RenditionAnswer(BaseModel, defer_build=True):
    """加注可信等级标记的文件，和没有改动的原件电子文件；链接五分钟内有效."""

    file_id: str
    state: Annotated[
        Literal["preparing", "ready", "impossible"],
        Field(description="preparing 正在加注（答复 202，稍后再来），ready 已加注，impossible 不能加注，原因见 reason"),
    ]
    level: Annotated[MaterialLevel, Field(description="今日的可信等级（国办函〔2016〕108号）")]
    mark: Annotated[list[str], Field(description="标记的文字，逐行")]
    reason: Annotated[str | None, Field(description="不能加注标记的原因；不影响办理")] = None
    url: Annotated[str | None, Field(description="加注标记的 PDF")] = None
    sha256: Annotated[str | None, Field(description="加注标记的 PDF 的 SHA-256 摘要，十六进制")] = None
    size: int | None = None
    original_url: Annotated[str, Field(description="原件电子文件")]
    original_sha256: Annotated[str, Field(description="原件电子文件的 SHA-256 摘要，十六进制；标记中印有同一摘要")]
    expires_at: AwareDatetime


PROBLEMS = (FileNotFound,)


@api.get(
    "/cases/{case_id}/materials/{file_id}/rendition",
    Permission.READ_CASES,
    "查看加注可信等级标记的材料，须说明查看目的",
    query=PurposeQuery,
    answer=RenditionAnswer,
    problems=PROBLEMS,
    waits=True,
)
def read_rendition(call: Call[None, PurposeQuery], case_id: str, file_id: str) -> Answer:
    found = seen_file(call.platform, call.caller, case_id)
    file = _file(found, file_id, own=False)
    fields = [f"/materials/{file.line}"] if file else []
    require_reading(call.platform, asked_by(call), found.case, Part.FORM, fields)
    return _answer(call.platform, found, file)


@own.get(
    "/applications/{case_id}/materials/{file_id}/rendition",
    Permission.APPLY,
    "查看加注可信等级标记的本人材料",
    for_agents=True,
    answer=RenditionAnswer,
    problems=PROBLEMS,
    waits=True,
)
def read_own_rendition(call: Call[None, None], case_id: str, file_id: str) -> Answer:
    found = own_file(call.platform, call.caller, case_id)
    file = _file(found, file_id, own=True)
    if file is not None:
        record_agent(call.platform, call.caller, call.request_id, found.case, [f"/materials/{file.line}"])
    return _answer(call.platform, found, file)


def _file(found: CaseFile, file_id: str, *, own: bool) -> MaterialFile | None:
    seen = shown(found.case, found.files, own=own)
    return next((one for one in seen if one.id == file_id and one.state == "ready"), None)


def _answer(platform: Platform, found: CaseFile, file: MaterialFile | None) -> Answer:
    """The first who asks has it made. What cannot be made has its original all the same."""
    mark = mark_now(platform, found, file) if file else None
    if file is None or mark is None:
        raise FileNotFound
    if reason := why_unmarkable(file):
        return _told(platform, found, file, mark, state="impossible", reason=reason)
    made = renditions.find(platform, found.case, file.id, mark)
    if made is None or made.state != "ready":
        renditions.order(platform, found.case, file.id, mark)
    if made is None or made.state == "preparing":
        return _told(platform, found, file, mark, state="preparing")
    return _told(platform, found, file, mark, **_of(platform, file, made))


def _of(platform: Platform, file: MaterialFile, made: Rendition) -> dict[str, Any]:
    if made.key is None:
        return {"state": "impossible", "reason": made.reason}
    url = link(platform, platform.settings.exports_bucket, made.key, file_name=f"material-{file.line}.pdf")
    return {"state": "ready", "url": url, "sha256": made.sha256, "size": made.size}


def _told(platform: Platform, found: CaseFile, file: MaterialFile, mark: Mark, **facts: Any) -> Answer:
    bucket, key = platform.settings.materials_bucket, key_of(found.case.id, file)
    body = RenditionAnswer(
        file_id=file.id,
        level=mark.level,
        mark=[mark.heading, *mark.lines],
        original_url=link(platform, bucket, key, version=file.s3_version),
        original_sha256=mark.sha256,
        expires_at=platform.wall() + timedelta(seconds=LINK_SECONDS),
        **facts,
    )
    waiting = facts["state"] == "preparing"
    return Answer(body, status=202 if waiting else 200, headers={"Retry-After": "2"} if waiting else {})
