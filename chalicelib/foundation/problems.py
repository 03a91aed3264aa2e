"""Every error that the API answers, as one tree of classes (RFC 9457).

The class gives the HTTP status, the instance the machine code and the Chinese title.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Self


class FieldError(NamedTuple):
    """One wrong field: a JSON pointer, a code, and a Chinese sentence that tells what to do.

    The pointer is into what was sent; `/query/…` is a parameter. What was not sent is pointed at in the case itself:
    `/materials/NN` is a line of its list, `/form/…` a field of the form that is kept, `/guardianship` the proof of it.
    """

    pointer: str
    code: str
    message: str


class Problem(Exception):
    """An answer that is no success. `title` is one Chinese sentence that a citizen or clerk understands.

    `hides`: what is said not to exist is there, and none of the caller's business.
    """

    status: ClassVar[int] = 500
    hides: bool = False
    code: str = "internal_error"
    title: str = "系统内部错误，请稍后重试"

    def __init__(
        self,
        detail: str | None = None,
        *,
        code: str | None = None,
        title: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """`more` are members of the document besides those that every problem has (RFC 9457, 3.2)."""
        super().__init__(detail or title or self.title)
        self.code = code or self.code
        self.title = title or self.title
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.more = dict(more or {})

    def body(self, instance: str) -> dict[str, Any]:
        """The problem+json document; `instance` is the id of the request, for the log."""
        document: dict[str, Any] = {
            "type": "about:blank",
            "status": self.status,
            "code": self.code,
            "title": self.title,
            "instance": instance,
        }
        if self.detail:
            document["detail"] = self.detail
        if self.errors:
            document["errors"] = [error._asdict() for error in self.errors]
        return {**document, **self.more}


def hiding(problem: Problem) -> Problem:
    """The same answer, for something that is there: whoever repeats an act on it gets no receipt of it any more."""
    problem.hides = True
    return problem


class Malformed(Problem):
    status = 400
    code = "malformed_request"
    title = "请求格式不正确"


class Unauthenticated(Problem):
    status = 401
    code = "token_invalid"
    title = "请先登录"


class Forbidden(Problem):
    status = 403
    code = "permission_missing"
    title = "您没有办理此操作的权限"


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = "未找到所请求的内容"


class RouteNotFound(NotFound):
    code = "route_not_found"
    title = "没有这个地址，请核对后重试"


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = "此地址不支持该请求方法"


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = "当前状态下不能办理此操作"


class OutOfOrder(Conflict):
    """This act is not lawful at the present status of the case (see the table of moves)."""

    code = "act_out_of_order"
    title = "办件当前所处环节不能办理此操作"


class StillChecking(Conflict):
    """Uploaded files are still being checked. The client repeats the request in a moment."""

    code = "materials_checking"
    title = "材料正在校验，请稍后再提交"

    def __init__(self, *, errors: Sequence[FieldError], seconds: int = 2) -> None:
        super().__init__(errors=errors, headers={"Retry-After": str(seconds)})


class UnderWay(Conflict):
    """An equal request is being answered. The client repeats it with the same `Idempotency-Key` in a moment."""

    code = "request_under_way"
    title = "同一请求正在办理，请稍后以同一 Idempotency-Key 再次查询结果"

    def __init__(self, *, seconds: int = 2) -> None:
        super().__init__(headers={"Retry-After": str(seconds)})


class Stale(Problem):
    status = 412
    code = "version_stale"
    title = "内容已被他人更新，请刷新后重试"


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = "提交的内容过大"


class UnsupportedMedia(Problem):
    status = 415
    code = "unsupported_media_type"
    title = "请求内容应为 JSON"


class Invalid(Problem):
    status = 422
    code = "invalid_fields"
    title = "填写内容有误，请按提示修改"


class Faults:
    """What several checks refuse, told at once: `with faults:` around each, then `settle`. The answer has the code and
    the title of the first that refuses, and the errors of all.
    """

    def __init__(self) -> None:
        self._found: list[Invalid] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Invalid):
            return False
        self._found.append(error)
        return True

    def __bool__(self) -> bool:
        return bool(self._found)

    def settle(self) -> None:
        """Raises Invalid with everything that was found."""
        if not self._found:
            return
        first = self._found[0]
        if len(self._found) == 1:
            raise first
        errors = dict.fromkeys(error for fault in self._found for error in fault.errors)
        raise Invalid(code=first.code, title=first.title, errors=[*errors])


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    title = "同一 Idempotency-Key 不能用于不同的请求"


class PreconditionRequired(Problem):
    status = 428
    code = "if_match_required"
    title = "缺少 If-Match，请先读取最新内容再操作"


class TooMany(Problem):
    status = 429
    code = "too_many_requests"
    title = "操作过于频繁，请稍后再试"


class Unreadable(Problem):
    """Personal data of a row cannot be decrypted: the key is gone, or the row is not what it says it is."""

    code = "data_unreadable"
    title = "数据无法解密，平台运维人员已收到告警，请稍后再试"


class Unavailable(Problem):
    status = 503
    code = "temporarily_unavailable"
    title = "服务暂时繁忙，请稍后重试，已提交的内容不会丢失"

    def __init__(self, detail: str | None = None, *, seconds: int = 3, **words: Any) -> None:
        super().__init__(detail, headers={"Retry-After": str(seconds)}, **words)
