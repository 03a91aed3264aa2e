"""Finding what a view shows; what the caller may not see does not exist (404). Acts go through `gate`.

Due days are those that the calendar in force now gives, whichever was in force when they were stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chalicelib.access.actor import Actor, Role, account_of, applicant_key
from chalicelib.access.levels import USUAL, is_checked
from chalicelib.cases.acts.standing import authorisation_of, identity_of, with_authorisation
from chalicelib.cases.model import Case, Task, split_task_id
from chalicelib.cases.model.access import agent_may_see, may_see, may_see_own, reach_of, reach_of_task
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.model.opening import is_awaited, recounted_task
from chalicelib.cases.model.outside import told_of
from chalicelib.cases.store.records import (
    CaseFile,
    OwnCase,
    cases_of_account,
    load_case,
    load_case_beside,
    load_cases,
    load_file,
    load_history,
    own_case_of,
    own_cases,
)
from chalicelib.cases.store.tasks import load_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform

ONLY_OWN = (
    f"当前登录的实名等级不到 {USUAL} 级，只能查看和办理本账号自己填写的办件；"
    f"本人名下的其他办件，请将实名等级提高到 {USUAL} 级以上后再查看"
)


def no_case(actor: Actor | None = None) -> problems.NotFound:
    """`actor` asks for an application: below the usual level whatever the account has not made is not there, and the
    answer says so of every number.
    """
    limited = actor is not None and actor.role is Role.APPLICANT and not is_checked(actor)
    return problems.NotFound(ONLY_OWN if limited else None, code="case_not_found", title="未找到该办件，请核对编号")


def no_task(platform: Platform, actor: Actor, task_id: str) -> problems.Problem:
    """Why this task is not there: 409 when it is about to be opened for the actor's department, else 404."""
    case_id, no = split_task_id(task_id) or ("", "")
    case = load_case(platform.table, case_id) if case_id else None
    if case and may_see(actor, case) and is_awaited(case, no):
        return task_not_open()
    return problems.NotFound(code="task_not_found", title="未找到该待办任务")


def task_not_open(title: str = "任务正在分派，请稍后再试") -> problems.Conflict:
    return problems.Conflict(code="task_not_open", title=title, headers={"Retry-After": "2"})


def own_file(platform: Platform, caller: Caller, case_id: str) -> CaseFile:
    """The caller's own application, or that of the caller's principal, with form and files."""
    found, under = with_authorisation(platform, caller, lambda: load_file(platform.table, case_id))
    if found is None or reach_of(caller.actor, found.case, platform.index_keys.reads, under) is None:
        raise no_case(caller.actor)
    return current_file(platform, found)


def shown_to_agent(platform: Platform, under: Authorisation, ids: Sequence[str]) -> set[str]:
    """Those of the principal's cases that the agent may see."""
    secrets = platform.index_keys.reads
    return {case.id for case in load_cases(platform.table, ids) if agent_may_see(under, case, secrets)}


def own_list(
    platform: Platform, caller: Caller, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[OwnCase], Mapping[str, str] | None]:
    """A page of the applications of the caller or of the caller's principal, the newest first, and where the next one
    goes on. A page may be short: an agent is shown the principal's cases within the scope, and an account that nobody
    has checked those that it has made.
    """
    under = authorisation_of(platform, caller)
    identity, secrets = identity_of(caller, under), platform.index_keys.reads
    if under is None and not is_checked(caller.actor):
        made, more = cases_of_account(platform.table, account_of(caller.actor), limit=limit, after=after)
        seen = [case for case in made if may_see_own(caller.actor, case, secrets)]
        return [own_case_of(case) for case in seen], more
    owners = [applicant_key(identity, key) for key in secrets] if identity else []
    cases, more = own_cases(platform.table, owners, limit=limit, after=after)
    if under is not None:
        shown = shown_to_agent(platform, under, [case.id for case in cases])
        cases = [case for case in cases if case.id in shown]
    return cases, more


def own_case(platform: Platform, caller: Caller, case_id: str) -> Case:
    """The same without form and files."""
    return own_case_under(platform, caller, case_id)[0]


def own_case_under(platform: Platform, caller: Caller, case_id: str) -> tuple[Case, Authorisation | None]:
    """The same with the authorisation of an agent, for what its scope may leave out."""
    case, under, _ = own_case_beside(platform, caller, case_id)
    return case, under


def own_case_beside(
    platform: Platform, caller: Caller, case_id: str, key: Key | None = None
) -> tuple[Case, Authorisation | None, Item | None]:
    """The same with another row, in the same call, if one is named."""
    (case, row), under = with_authorisation(platform, caller, lambda: load_case_beside(platform.table, case_id, key))
    if case is None or reach_of(caller.actor, case, platform.index_keys.reads, under) is None:
        raise no_case(caller.actor)
    return recounted(case, platform.calendar), under, row


def seen_file(platform: Platform, caller: Caller, case_id: str) -> CaseFile:
    """A case within the caller's duties, with form and files."""
    found = load_file(platform.table, case_id)
    if found is None or not may_see(caller.actor, found.case):
        raise no_case()
    return current_file(platform, found)


def seen_case(platform: Platform, caller: Caller, case_id: str) -> Case:
    case = load_case(platform.table, case_id)
    if case is None or not may_see(caller.actor, case):
        raise no_case()
    return recounted(case, platform.calendar)


def seen_history(platform: Platform, caller: Caller, case_id: str) -> tuple[Case, list[Event]]:
    """A case within the caller's duties, with its event chain."""
    found = load_history(platform.table, case_id)
    if found is None or not may_see(caller.actor, found[0]):
        raise no_case()
    return recounted(found[0], platform.calendar), found[1]


def current_file(platform: Platform, found: CaseFile) -> CaseFile:
    return replace(found, case=recounted(found.case, platform.calendar))


def seen_task(platform: Platform, caller: Caller, task_id: str) -> tuple[CaseFile, Task]:
    """A task that the caller's department was asked, and its case with form and files, read at the same time."""
    parts = split_task_id(task_id)
    if parts is None:
        raise no_task(platform, caller.actor, task_id)
    with meanwhile(lambda: load_file(platform.table, parts[0])) as reading:
        task = load_task(platform.table, *parts)
    found = reading.result()
    if found is None or task is None or reach_of_task(caller.actor, found.case, task) is None:
        raise no_task(platform, caller.actor, task_id)
    if task.outside:  # no more of the request than this step needs
        found = replace(found, form=told_of(found.form, task.outside.needs), files=())
    return current_file(platform, found), recounted_task(task, platform.calendar)


def item_of(platform: Platform, case: Case) -> ServiceItem:
    """The version of the item that the case was made from; it stays whatever is published later (R42)."""
    return load_item(platform.table, case.division, case.item, version=case.item_version)
