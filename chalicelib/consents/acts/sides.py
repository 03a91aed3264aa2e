"""On which side of an authorisation the caller stands. To everybody else it does not exist (404)."""

from chalicelib.access.actor import Identity
from chalicelib.access.levels import require_checked
from chalicelib.consents.model.authorisation import Authorisation, Side, is_agent, is_principal
from chalicelib.consents.store import authorisations
from chalicelib.durable.caller import Caller
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


class ActsForAnother(problems.Forbidden):
    """An agent, or an operator of a company, wants to do what only the principal can."""

    code = "principal_only"
    title = "只有本人或者单位本身可以办理此项，受托人和经办人不能代为办理，也不能转托他人"


class SettledAlready(problems.Conflict):
    code = "authorisation_settled"
    title = "委托已经接受、终止或者到期，不能再办理此项"


def no_authorisation() -> problems.NotFound:
    return problems.NotFound(code="authorisation_not_found", title="未找到该委托，请核对编号")


def in_own_name(caller: Caller) -> Identity:
    """The certified identity that the account stands for itself; 403 for agents and operators (民法典169)."""
    identity = caller.actor.identity
    if identity is None or caller.actor.operator is not None or caller.on_behalf_of is not None:
        raise ActsForAnother
    return identity


def own_principal(caller: Caller) -> Identity:
    """The same for what is kept under the person's number: 403 too where nobody has checked name and number."""
    identity = in_own_name(caller)
    require_checked(caller.actor)
    return identity


def seen_by(platform: Platform, caller: Caller, authorisation_id: str) -> tuple[Authorisation, Side]:
    """The authorisation, and the side on which the caller stands; 404 for anybody else. Whom nobody has checked is on
    no side of any (403).
    """
    require_checked(caller.actor)
    found = authorisations.load(platform.table, authorisation_id)
    secrets = platform.index_keys.reads
    if found is not None and is_principal(caller.actor, found, secrets):
        return found, "principal"
    if found is not None and is_agent(caller.actor, found, secrets):
        return found, "agent"
    raise no_authorisation()


def require_state(act: LawfulAct, authorisation: Authorisation, caller: Caller) -> None:
    """409 unless the act is lawful in the state of this day."""
    state = authorisation.state_at(caller.at.date())
    if state not in act.lawful_from:
        raise SettledAlready(f"目前的状态是“{state.label}”")


def as_agent(platform: Platform, caller: Caller, authorisation_id: str, act: LawfulAct) -> Authorisation:
    """For what only the agent does: the principal is told so, and not that it is unknown."""
    found, side = seen_by(platform, caller, authorisation_id)
    if side != "agent":
        raise problems.Forbidden(code="agent_only", title="应由受托人本人登录后办理")
    require_state(act, found, caller)
    return found
