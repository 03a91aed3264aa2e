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


def gate_asks_register(route: Route, role: Role) -> bool:
    """Whether the gate of the route's act reads the register of staff anyway, with the case."""
    policies = policies_for(role, route.act.name) if route.act else ()
    return bool(policies) and all(Condition.IN_REGISTER in one.conditions for one in policies)


def answered(
    route: Route, caller: Caller | None, question_of: QuestionOf, view: Callable[[Caller | None], Answer]
) -> Answer:
    """What the view answers, to who still holds the post; who does not is refused before anything else is told.

    An act asks before it begins. A reading asks while it reads, so that it takes no longer; where it writes down who
    has read, it waits for the answer first (`caller.in_post`).
    """
    asks_here = caller and not gate_asks_register(route, caller.actor.role)
    ask = question_of(platforms.current(), caller) if caller and asks_here else None
    if caller is None or ask is None:
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
