"""An agent at the window whose letter is an authorisation on record.

The register says what a paper letter would (R37).
"""

from typing import TypeVar

from chalicelib.cases.model import Case
from chalicelib.cases.model.access import agent_may_see
from chalicelib.cases.model.presented import Letter, Represented
from chalicelib.consents.model.authorisation import (
    AgentAct,
    Authorisation,
    AuthorisationState,
    NamedPerson,
    agent_index,
)
from chalicelib.consents.store import authorisations
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

P = TypeVar("P", bound=Represented)
UNFIT = "没有在有效期内、属于本件并包含此项操作的委托，或者到场人不是受托人；请核对委托编号，或者查验纸质授权委托书"


def with_letter(platform: Platform, caller: Caller, shown: P, case: Case, act: AgentAct, pointer: str) -> P:
    """The person with the letter that the authorisation stands for. One read, and only where one is named.

    422 unless it is this principal's, names this person, holds today, and has this act on this item. What of it does
    not fit is not told: the clerk may not learn of authorisations that have to do with somebody else.
    """
    if shown.relation != "agent" or shown.authorisation is None:
        return shown
    found = authorisations.load(platform.table, shown.authorisation)
    if found is None or not _fits(platform, caller, shown, found, case, act):
        error = FieldError(f"{pointer}/authorisation", "authorisation_unfit", UNFIT)
        raise problems.Invalid(code="authorisation_unfit", title="委托核验未通过", errors=[error])
    signed_on = (found.answered_at or found.created_at).date()
    return shown.model_copy(update={"letter_seen": True, "letter": Letter(signed_on=signed_on, valid_until=found.ends)})


def _fits(
    platform: Platform, caller: Caller, shown: Represented, found: Authorisation, case: Case, act: AgentAct
) -> bool:
    secrets = platform.index_keys.reads
    person = NamedPerson.model_validate(shown.model_dump(include=set(NamedPerson.model_fields)))
    return (
        any(agent_index(secret, person) == found.agent_key for secret in secrets)
        and found.state_at(caller.at.date()) is AuthorisationState.ACTIVE
        and act in found.scope.acts
        and agent_may_see(found, case, secrets)
    )
