"""What an agent may do on a case, and what speaks against an authorisation that somebody wants to give. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from chalicelib.access.actor import Identity
from chalicelib.catalogue.model.forms.persons import age_on, born_on, impossible_birth, years_before
from chalicelib.catalogue.model.forms.representation import ADULT
from chalicelib.consents.model.authorisation import (
    AgentAct,
    Authorisation,
    AuthorisationKind,
    NamedPerson,
)
from chalicelib.foundation import problems
from chalicelib.foundation.identity_documents import PASSPORT, owner_parts
from chalicelib.foundation.problems import FieldError

# The platform's own bound. No law has one, but a forgotten authorisation must end some day.
MOST_YEARS = 5
# What each act on a case asks of an authorisation: before the submission, and after it.
BEFORE: Mapping[str, AgentAct] = {
    "create_application": "apply",
    "save_form": "apply",
    "add_material": "apply",
    "confirm_sheet": "apply",
    "remove_material": "apply",
    **dict.fromkeys(("submit", "ask_precheck", "withdraw_precheck"), "apply"),
    "withdraw": "withdraw",
}
AFTER: Mapping[str, AgentAct] = {
    "add_material": "supplement",
    "confirm_sheet": "supplement",
    "remove_material": "supplement",
    "supplement": "supplement",
    "query_sharing": "supplement",
    "change_answers": "supplement",
    "fill_papers": "supplement",
    "withdraw": "withdraw",
}
# Who of the two is the elder, and by how many years at least. A step-parent counts as a parent who has brought up a
# minor (民法典1072): by the least age to marry, 20 (1047), with a child under 18, two years. Grandparents are two
# generations by birth, 30 years. Whoever is nearer in age than that may still be named as an agent of no kin.
YEARS_BETWEEN: Mapping[str, tuple[Literal["agent", "principal"], int]] = {
    "父母": ("agent", 2),
    "子女": ("principal", 2),
    "祖父母": ("agent", 30),
    "外祖父母": ("agent", 30),
    "孙子女": ("principal", 30),
    "外孙子女": ("principal", 30),
}
OF_COMPANIES: frozenset[AuthorisationKind] = frozenset({"operator"})


class OutsideScope(problems.Forbidden):
    """The agent sees the case and may not do this on it."""

    code = "authorisation_scope"
    title = "委托的范围不包括此项操作，请由委托人本人办理，或者请委托人另行委托"


def require_scope(authorisation: Authorisation, act: str, item: str, theme: str, *, draft: bool) -> None:
    """403 unless the authorisation has the act that this act on a case asks for, on this item."""
    needed = (BEFORE if draft else AFTER).get(act)
    if needed is None and act in {**BEFORE, **AFTER}:
        return  # not lawful now, whatever the scope: the status says so (409)
    if needed not in authorisation.scope.acts or not authorisation.scope.covers(item, theme):
        raise OutsideScope


def giving_faults(
    principal: Identity, kind: AuthorisationKind, agent: NamedPerson, term: tuple[date, date], on: date
) -> Iterator[FieldError]:
    """Who gives it and who gets it are adults (民法典 17, 18), two persons, and the term is one that can be kept."""
    if (kind in OF_COMPANIES) != (principal.kind == "company"):
        sentence = "单位账号只能委托经办人" if principal.kind == "company" else "只有单位可以委托经办人"
        yield FieldError("/kind", "kind_unsuited", sentence)
    if principal.kind == "person" and is_minor(principal.document, principal.number, on):
        sentence = "未成年人由法定代理人代理，不能自行委托他人（民法典第十九条、第二十条）"
        yield FieldError("", "principal_not_adult", sentence)
    yield from _agent_faults(principal, agent, on)
    yield from _term_faults(*term, on)


def _agent_faults(principal: Identity, agent: NamedPerson, on: date) -> Iterator[FieldError]:
    if agent.id_type == PASSPORT and not agent.id_country:
        yield FieldError("/agent/id_country", "id_country_missing", "请填写护照签发国家（地区）")
    if (fault := impossible_birth(agent.id_type, agent.id_number, on)) is not None:
        yield fault._replace(pointer=f"/agent{fault.pointer}")
    elif is_minor(agent.id_type, agent.id_number, on):
        yield FieldError("/agent/id_number", "agent_not_adult", "受托人应为成年人（民法典第十八条）")
    if owner_parts(agent.id_type, agent.id_number, agent.id_country) == principal.owner_parts:
        yield FieldError("/agent/id_number", "agent_is_principal", "受托人应为委托人以外的人")


def _term_faults(starts: date, ends: date, on: date) -> Iterator[FieldError]:
    if ends < starts:
        yield FieldError("/until", "term_reversed", "终止日期不能早于起始日期")
    elif ends < on:
        yield FieldError("/until", "term_past", "终止日期已经过去")
    elif starts < on:
        yield FieldError("/from", "term_begun", "起始日期不能早于今天，委托对以前的办理没有效力")
    elif years_before(ends, MOST_YEARS) > max(starts, on):
        yield FieldError("/until", "term_too_long", f"委托期限最长为 {MOST_YEARS} 年，到期后可以重新委托")


def impossible_relative(principal: Identity, relationship: str, agent: NamedPerson) -> FieldError | None:
    """Of a relative by ages that cannot be, as far as the numbers of both documents tell them."""
    own, other = born_on(principal.document, principal.number), born_on(agent.id_type, agent.id_number)
    if own is None or other is None or relationship not in YEARS_BETWEEN:
        return None
    elder, years = YEARS_BETWEEN[relationship]
    older, younger = (other, own) if elder == "agent" else (own, other)
    if older <= years_before(younger, years):
        return None
    who = "受托人应比您年长" if elder == "agent" else "您应比受托人年长"
    words = f"按双方证件的出生日期不可能是{relationship}：{who} {years} 岁以上，请核对；不是近亲属的，请选择代理人"
    return FieldError("/relationship", "relationship_impossible", words)


def is_minor(document: str, number: str, on: date) -> bool:
    """Whether the number of the document says so; where it tells no age, nobody is taken for a minor."""
    born = born_on(document, number)
    return born is not None and age_on(born, on) < ADULT
