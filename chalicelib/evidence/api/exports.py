"""Exporting a case: for who supervises, audits or leads the department, and for the applicant of the own case.

The answer is a link: an export is larger than what a function may answer.
"""

import hashlib
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.disclosure import PurposeMissing, PurposeUnfit
from chalicelib.evidence.store.exports import LINK_SECONDS, store
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

if TYPE_CHECKING:
    from chalicelib.evidence.acts.export_case import Exported

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")
audit = Api(f"{__name__}.audit", tag="audit")
REFUSALS = (PurposeMissing, PurposeUnfit)


class ExportLink(BaseModel, defer_build=True):
    """Where the export lies for some minutes. It is checked with `yimen verify`."""

    name: Annotated[str, Field(description="文件名")]
    size: Annotated[int, Field(description="字节数")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="文件的 SHA-256，十六进制")]
    url: Annotated[str, Field(description="下载链接，五分钟内有效")]
    expires_at: AwareDatetime


@api.get(
    "/cases/{case_id}/export",
    Permission.READ_CASES,
    "导出办件证据包（监督人员、本部门首席代表和负责人），须说明查看目的",
    query=PurposeQuery,
    answer=ExportLink,
    problems=REFUSALS,
)
def export_case(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    """The reading is recorded before anything is read for it."""
    return _of_an_official(call, case_id)


@audit.get(
    "/audit/cases/{case_id}/export",
    Permission.AUDIT,
    "导出办件证据包（审计人员），须说明查看目的",
    query=PurposeQuery,
    answer=ExportLink,
    problems=REFUSALS,
)
def export_audited_case(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    return _of_an_official(call, case_id)


@own.get("/applications/{case_id}/export", Permission.APPLY, "导出我的办件的证据包", answer=ExportLink)
def export_own_case(call: Call[None, None], case_id: str) -> Answer:
    """Without the accounts of officials, and with the documents that are ready."""
    from chalicelib.evidence.acts.export_case import export_own

    return _answered(call.platform, export_own(call.platform, call.caller, case_id))


# Exports are rare, and what makes them takes long to load: it is imported when one is asked for.
def _of_an_official(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    from chalicelib.evidence.acts.export_case import export_seen

    return _answered(call.platform, export_seen(call.platform, asked_by(call), case_id))


def _answered(platform: Platform, exported: "Exported") -> Answer:
    from chalicelib.evidence.acts.export_case import write

    out = io.BytesIO()
    name = write(platform, exported, out)
    content = out.getvalue()
    url = store(platform, exported.found.case.id, name, content)
    expires: datetime = platform.wall() + timedelta(seconds=LINK_SECONDS)
    digest = hashlib.sha256(content).hexdigest()
    return Answer(ExportLink(name=name, size=len(content), sha256=digest, url=url, expires_at=expires))
