"""Which stages of schemes can be handled whole: a request that could not end, or not lawfully, is not taken. Pure."""

from collections.abc import Iterator

from chalicelib.catalogue.model.schemes.of_stage import of_stage
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument


def why_not_handled(scheme: SchemeDocument, stage: str) -> list[str]:
    """What of this stage nobody can do here yet, in sentences for applicants; empty where all of it can be done."""
    return list(_reasons(of_stage(scheme, stage), stage))


def _reasons(scheme: SchemeDocument, stage: str) -> Iterator[str]:
    if scheme.stage(stage).kind == "parallel":
        yield "该阶段没有牵头部门，其中的事项请分别申请"
    if scheme.acceptance == "partial":
        yield "其受理方式尚未实现"
