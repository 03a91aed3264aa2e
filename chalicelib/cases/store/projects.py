"""That a request for one stage is of a project (投资项目), by the project's code (GB/T 40058).

A row says no more than that; who may know of it, the request itself says.
"""

from collections.abc import Mapping
from typing import Any, cast

from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_ref import scheme_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.writes import Op, put

CODE = "project_code"


def code_in(form: Mapping[str, Any]) -> str | None:
    """The code of the project in the form of a request."""
    code = cast("Mapping[str, object]", form.get("answers") or {}).get(CODE)
    return code if isinstance(code, str) and code else None


def is_stage(case: Case) -> bool:
    """Whether this is a request for one of several stages of its scheme."""
    return case.is_request and case.item != scheme_of(case.item)


def project_rows(case: Case, form: Mapping[str, Any]) -> list[Op]:
    """That this request is of the project that its form names; nothing of what is no stage."""
    code = code_in(form)
    return [link(case, code)] if code and is_stage(case) else []


def link(case: Case, code: str) -> Op:
    return put({**register_keys.project_request(case.division, code, case.id)._asdict(), "item": case.item})
