"""试运行一步: the editor does in the sandbox what an applicant, a window or a department does in the hall.

It is the route of the API itself that answers, with its own body, its own rules and its own refusals. Only who asks is
a person of the sandbox, and where it happens is the sandbox.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from chalicelib.access.policy import Permission
from chalicelib.cases.model import Case, task_id
from chalicelib.cases.store.records import load_case, load_cases
from chalicelib.durable.caller import Caller
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.http.bodies import Nothing
from chalicelib.http.routes import Answer, Call
from chalicelib.trials.acts.follow import follow
from chalicelib.trials.acts.trial_gate import OpenTrial
from chalicelib.trials.model.playbook import Playable, playbook
from chalicelib.trials.model.posts import Post, playing
from chalicelib.trials.store.sandboxes import cases_of

NAMED = re.compile(r"\{(\w+)\}")
ANY_VERSION = "*"
BODY, QUERY = "/body", "/query"


@dataclass(frozen=True)
class Wanted:
    """A step: `do` is the name of a route, `who` the post (the first that may, where it is left out). `named` are the
    parameters of its path; the newest case of the trial and its open task need no name.
    """

    do: str
    who: str | None = None
    named: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Mapping[str, Any] = field(default_factory=dict[str, Any])


def play_step(trial: OpenTrial, wanted: Wanted, request_id: str) -> Answer:
    """What the route answers; its refusals are raised as they are. What follows is carried out before it returns, and
    what followed from an earlier step that was cut off is carried out first.
    """
    follow(trial)
    route = playbook().routes.get(wanted.do)
    if route is None:
        raise _wrong("/do", "trial_step_unknown", "没有这个试运行步骤")
    named = _parameters(trial, route, wanted)
    post = _post(trial, route, wanted, named)
    call = Call[Any, Any](
        platform=trial.inside,
        body=_read(route.body or Nothing, wanted.body, BODY),
        query=_read(route.query, wanted.query, QUERY) if route.query else None,
        path=f"/v1{route.path}",
        source_ip="",
        request_id=request_id,
        known=_caller(trial, post, guarded=route.guarded),
    )
    answer: Answer = route.view(call, **named)
    follow(trial)
    return answer


def _caller(trial: OpenTrial, post: Post, *, guarded: bool) -> Caller:
    """The person of the sandbox, with the key of the request: repeated, it is answered as any other. The editor sees
    the case in the same answer, so no version is asked for.
    """
    return replace(
        trial.caller,
        actor=trial.actor(post.name),
        at=trial.inside.now(),
        if_match=ANY_VERSION if guarded else None,
        on_behalf_of=None,
    )


def _post(trial: OpenTrial, route: Playable, wanted: Wanted, named: Mapping[str, str]) -> Post:
    """The post that the step names; else the first that may do it, of applicants the one whose case it is."""
    able = playing(route.access) if isinstance(route.access, Permission) else []
    named_post = wanted.who or _owner(trial, able, named.get("case_id"))
    chosen = next((post for post in able if named_post in (None, post.name)), None)
    if chosen is None:
        names = "、".join(post.name for post in able)
        raise _wrong("/as", "trial_post_unsuited", f"此步骤由{names}办理")
    return chosen


def _owner(trial: OpenTrial, able: Sequence[Post], case_id: str | None) -> str | None:
    """The applicant of the case, where applicants are asked for."""
    if case_id is None or not any(post.number for post in able):
        return None
    case = load_case(trial.inside.table, case_id)
    return trial.applicant(case) if case else None


def _read(model: type[BaseModel], given: Mapping[str, Any], pointer: str) -> Any:
    try:
        # A query is words only, and is read as the API reads one; a body is JSON, in which types are exact.
        return model.model_validate(given) if pointer == QUERY else model.model_validate_json(json.dumps(dict(given)))
    except ValidationError as error:
        raise Invalid(errors=field_errors(error, pointer, given)) from None


def _parameters(trial: OpenTrial, route: Playable, wanted: Wanted) -> dict[str, str]:
    names, given = NAMED.findall(route.path), dict(wanted.named)
    if "case_id" in names and "case_id" not in given:
        given["case_id"] = _newest(trial).id
    if "task_id" in names and "task_id" not in given:
        case = load_case(trial.inside.table, given.pop("case_id")) if "case_id" in given else _newest(trial)
        task = next(iter(case.open_tasks), None) if case else None
        if case is None or task is None:
            raise _wrong("/named/task_id", "trial_no_task", "试运行的办件没有待办的任务")
        given["task_id"] = task_id(case.id, task.no)
    if missing := [name for name in names if name not in given]:
        raise Invalid(errors=[FieldError(f"/named/{name}", "required", "请填写") for name in missing])
    return {name: given[name] for name in names}


def _newest(trial: OpenTrial) -> Case:
    cases = load_cases(trial.inside.table, cases_of(trial.inside))
    if not cases:
        raise _wrong("/named/case_id", "trial_no_case", "试运行中还没有办件，请先新建申请或者窗口收件")
    return max(cases, key=lambda case: (case.created_at, case.id))


def _wrong(pointer: str, code: str, message: str) -> Invalid:
    return Invalid(errors=[FieldError(pointer, code, message)])
