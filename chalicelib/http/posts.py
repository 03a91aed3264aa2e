"""Asking whether a caller still holds the post, beside what the view reads. The register lies in a room above this one,
so the assembly hands the question in.
"""

from collections.abc import Callable
from dataclasses import replace

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies import policies_for
from chalicelib.durable.caller import Caller
from chalicelib.foundation import platform as platforms
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Answer, Route

Ask = Callable[[], None]
QuestionOf = Callable[[Platform, Caller], Ask | None]


def nothing_to_ask(_: Platform, __: Caller) -> Ask | None:
    return None


_question_of: QuestionOf = nothing_to_ask


def ask_by(question_of: QuestionOf) -> None:
    """From now on every route of staff asks by this, unless the gate of its act does so itself."""
    global _question_of  # noqa: PLW0603 - set once, when the app is put together
    _question_of = question_of


def gate_asks_register(route: Route, role: Role) -> bool:
    """Whether the gate of the route's act reads the register of staff anyway, with the case."""
    policies = policies_for(role, route.act.name) if route.act else ()
    return bool(policies) and all(Condition.IN_REGISTER in one.conditions for one in policies)


def answered(route: Route, caller: Caller | None, view: Callable[[Caller | None], Answer]) -> Answer:
    """What the view answers, to who still holds the post; whoever does not learns nothing else, not even that the
    request is wrong.

    An act asks before it begins. A reading asks while it reads, so that it takes no longer; where it writes down who
    has read, it waits for the answer first (`caller.in_post`).
    """
    if caller is None or gate_asks_register(route, caller.actor.role):
        return view(caller)
    ask = _question_of(platforms.current(), caller)
    if ask is None:
        return view(caller)
    if route.acts:
        ask()
        return view(caller)
    with meanwhile(ask) as asked:
        try:
            answer = view(replace(caller, in_post=asked.result))
        except problems.Problem:
            asked.result()
            raise
    asked.result()
    return answer
