"""In whose name an applicant's account acts: the own, or that of a principal under an authorisation in force."""

from collections.abc import Callable
from typing import TypeVar

from chalicelib.access.actor import Identity, Role
from chalicelib.access.levels import require_checked
from chalicelib.consents.acts.sides import no_authorisation
from chalicelib.consents.model.authorisation import Authorisation, is_agent, require_in_force
from chalicelib.consents.store import authorisations
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform

T = TypeVar("T")


class OperatorUnauthorised(problems.Forbidden):
    """A company's account is used by somebody who does not say by what right."""

    code = "operator_unauthorised"
    title = "您是单位的经办人，请在 X-On-Behalf-Of 中填写单位委托您的委托编号"


def authorisation_of(platform: Platform, caller: Caller) -> Authorisation | None:
    """The authorisation under which the caller acts for somebody else; None for who acts in the own name.

    It is read with each request, so it ends at once. NotFound for an authorisation that the caller is not the agent of,
    Forbidden for one that is not in force today, and for an operator who names none. An account that nobody has checked
    acts for nobody else (403), whether there is such an authorisation or not.
    """
    if caller.actor.role is not Role.APPLICANT:
        return None
    if caller.on_behalf_of is None:
        if caller.actor.operator is not None:
            raise OperatorUnauthorised
        return None
    require_checked(caller.actor)
    found = authorisations.load(platform.table, caller.on_behalf_of)
    if found is None or not is_agent(caller.actor, found, platform.index_keys.reads):
        raise problems.hiding(no_authorisation())
    require_in_force(found, caller.at.date())
    return found


def with_authorisation(platform: Platform, caller: Caller, read: Callable[[], T]) -> tuple[T, Authorisation | None]:
    """What `read` reads, and the authorisation of an agent, which is read at the same time."""
    if caller.on_behalf_of is None:
        return read(), authorisation_of(platform, caller)
    with meanwhile(read) as reading:
        under = authorisation_of(platform, caller)
    return reading.result(), under


def identity_of(caller: Caller, under: Authorisation | None) -> Identity | None:
    """Whose certified identity forms and documents have: an agent fills in the principal's."""
    return under.principal if under else caller.actor.identity
