"""An agent at the window whose letter is an authorisation on record.

The register says what a paper letter would (R37), so that nobody is asked for the paper.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple, TypeVar

from chalicelib.access.actor import applicant_key, blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.applicant import owner_of
from chalicelib.cases.model.guardianship import grown_up, guardian_of
from chalicelib.cases.model.presented import Claim, Letter, Represented, block_of, part
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
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

P = TypeVar("P", bound=Represented)
Reading = Callable[[], Authorisation | None]
UNFIT = "没有在有效期内、属于本件并包含此项操作的委托，或者到场人不是受托人；请核对委托编号，或者查验纸质授权委托书"


class Asked(NamedTuple):
    """What an authorisation has to be for: who may have given it, by blind indexes, the item and its theme, the act,
    and the day on which the case ended.
    """

    givers: frozenset[str]
    item: str
    theme: str
    act: AgentAct
    ended_on: date | None = None


def asked_of(platform: Platform, case: Case, claim: Claim, act: AgentAct, on: date) -> Asked:
    """Of an act on this case on this day. Once somebody came of age, the person gives it, and the guardian no more."""
    ended = case.ended_at.date() if case.ended_at else None
    grown = grown_up(claim.item, claim.form, claim.known.proof if claim.known else None, on)
    if grown:
        givers = {index for one in grown for index in _indexes(platform, block_of(one))}
    else:
        givers = {case.applicant_key, *_indexes(platform, guardian_of(claim.form))}
    return Asked(frozenset(givers), case.item, case.theme, act, ended)


def asked_of_form(platform: Platform, form: Mapping[str, Any], item: str, theme: str) -> Asked:
    """The same of an application that is made now."""
    givers = {*_indexes(platform, part(form, "applicant")), *_indexes(platform, guardian_of(form))}
    return Asked(frozenset(givers), item, theme, "apply")


def _indexes(platform: Platform, person: Mapping[str, Any]) -> set[str]:
    """Of the applicant; or of the guardian whom the form names, who gives an authorisation for the applicant, as such a
    guardian signs a letter on paper.
    """
    return {blind_index(secret, *owner_of(person)) for secret in platform.index_keys.reads} if person else set()


@contextmanager
def named_letter(platform: Platform, shown: Represented | None) -> Generator[Reading]:
    """The authorisation that this person names, read while the block reads the case: one call, and only where one is
    named.
    """
    if shown is None or not shown.letter_on_record:
        yield lambda: None
        return
    number = shown.authorisation or ""
    with meanwhile(lambda: authorisations.load(platform.table, number)) as reading:
        yield reading.result


def with_letter(platform: Platform, caller: Caller, shown: P, read: Reading, asked: Asked, pointer: str) -> P:
    """The person with the letter that the authorisation stands for; 422 unless `letter_faults` finds none."""
    if not shown.letter_on_record:
        return shown
    found = read()
    if errors := letter_faults(platform, caller, shown, found, asked, pointer):
        raise problems.Invalid(code="authorisation_unfit", title="委托核验未通过", errors=errors)
    return having(shown, found)


def having(shown: P, found: Authorisation | None) -> P:
    """The person with the letter as the register has it: signed when the agent accepted, and until its last day."""
    if found is None:
        return shown
    signed_on = (found.answered_at or found.created_at).date()
    return shown.model_copy(update={"letter_seen": True, "letter": Letter(signed_on=signed_on, valid_until=found.ends)})


def letter_faults(
    platform: Platform, caller: Caller, shown: Represented, found: Authorisation | None, asked: Asked, pointer: str
) -> list[FieldError]:
    """Unless it is this principal's, names this person, holds today, and has this act on this item. What of it does
    not fit is not told: the clerk may not learn of authorisations that have to do with somebody else.
    """
    if found is not None and _fits(platform, shown, found, asked, caller.at.date()):
        return []
    return [FieldError(f"{pointer}/authorisation", "authorisation_unfit", UNFIT)]


def _fits(platform: Platform, shown: Represented, found: Authorisation, asked: Asked, on: date) -> bool:
    secrets = platform.index_keys.reads
    person = NamedPerson.model_validate(shown.model_dump(include=set(NamedPerson.model_fields)))
    return (
        any(agent_index(secret, person) == found.agent_key for secret in secrets)
        and any(applicant_key(found.principal, secret) in asked.givers for secret in secrets)
        and found.state_at(on) is AuthorisationState.ACTIVE
        and asked.act in found.scope.acts
        and found.scope.covers(asked.item, asked.theme)
        and not (asked.ended_on is not None and asked.ended_on < found.starts)
    )
