"""The one gate of every act on a case: find it, ask whether the caller may, whether the act is lawful now, whether the
caller has seen this version. What the caller may not see does not exist (404).
"""

from dataclasses import replace
from typing import NamedTuple

from chalicelib.access import levels, policy
from chalicelib.access.actor import Actor, Role
from chalicelib.access.refusals import refused_by_register
from chalicelib.cases.acts.authority import Question, authority_for, version_key
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.lookup import item_of, no_case, no_task
from chalicelib.cases.acts.standing import with_authorisation
from chalicelib.cases.model import Case, Task, split_task_id
from chalicelib.cases.model.access import (
    PLATFORM,
    Authority,
    reach_of,
    reach_of_draft,
    reach_of_task,
    standing_after,
)
from chalicelib.cases.model.acts import FILL_PAPERS, SUBMIT, SUPPLEMENT, WITHDRAW
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.cases.model.opening import recounted_task
from chalicelib.cases.model.order import require_lawful
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import CANCELLED_FOR
from chalicelib.cases.store.records import CaseFile, load_case, load_case_beside, load_file
from chalicelib.cases.store.serials import new_salt
from chalicelib.cases.store.tasks import load_task_beside
from chalicelib.consents.model.agency import require_scope
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.directory.acts.in_post import post_failure
from chalicelib.directory.store.version import version_in
from chalicelib.durable import outbox, workflow
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, problems, register_keys
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused


def begin(platform: Platform, caller: Caller, act: CaseAct, case_id: str, *, whole: bool = False) -> Begun:
    """Let the caller in to `act` on this case. `whole` reads form, files and flows with it, in one query.

    NotFound unless the case is the caller's business, Forbidden without a permission of the act, OutOfOrder where the
    act is not lawful now, PreconditionRequired or Stale where the caller has not seen this version.
    """
    (found, read), under = with_authorisation(
        platform, caller, lambda: _find(platform, caller.actor, act, case_id, whole=whole)
    )
    version = read if version_key(caller.actor, act) else None
    if found is None:
        raise hidden(platform, caller, no_case(caller.actor), version)
    authority = admit(platform, caller, act, found.case, version, under)
    require_lawful(act, found.case.status)
    require_kept(found.case)
    if act.guarded:
        caller.expect(found.case.etag)
    _require_level(platform, caller, act, found.case)
    begun = replace(_naming(_let_in(platform, caller, act, found, authority), under), under=under)
    if version is None and found.case.division == platform.settings.division:
        return replace(begun, directory=read)
    return begun


def _naming(begun: Begun, under: Authorisation | None) -> Begun:
    """The case as its applicant or agent leaves it: with the agent, and what is known of the account that made it."""
    standing = standing_after(begun.caller.actor, begun.case, under)
    return begun.naming(under).standing(standing)


def begin_new(platform: Platform, caller: Caller, act: CaseAct, case: Case) -> Begun:
    """Let the caller in to an act that makes `case`."""
    require_permission(caller.actor, act)
    authority = authority_for(platform, Question(caller, act, case, None))
    found = CaseFile(case)
    return Begun(platform, caller, act, found, case, authority, fresh=True, directory=authority.directory)


def begin_task(platform: Platform, caller: Caller, act: CaseAct, task_id: str) -> tuple[Begun, Task]:
    """Let the caller in to `act` on a task that waits for the caller's department.

    NotFound for a task that is not the caller's business, Conflict for one that waits no more or for somebody else.
    """
    parts = split_task_id(task_id)
    key = version_key(caller.actor, act)
    found, version = load_task_beside(platform.table, *parts, key) if parts else (None, None)
    reach = reach_of_task(caller.actor, *found) if found else None
    if found is None or reach is None or found[1].kind not in act.on_tasks:
        told = hidden(platform, caller, no_task(platform, caller.actor, task_id), _version(key, version))
        raise problems.hiding(told) if found and reach is None else told
    case, task = found
    require_permission(caller.actor, act)
    authority = authority_for(platform, Question(caller, act, case, reach), _version(key, version))
    require_answerable(task, caller, act)
    require_lawful(act, case.status)
    return _let_in(platform, caller, act, CaseFile(case), authority), recounted_task(task, platform.calendar)


def hidden(platform: Platform, caller: Caller, told: problems.Problem, version: int | None) -> problems.Problem:
    """The answer to who asks for what is not there for the caller; who has left is refused first, and learns nothing of
    which cases there are. `version` is that of the caller's directory, where the act asks it.
    """
    failed = post_failure(platform, caller.actor, caller.at, version) if version is not None else None
    return refused_by_register(failed.failure) if failed else told


class Passed(NamedTuple):
    """The case does not stand at the step of this act. `at` is where its machine belongs. None: nowhere, or another
    execution has taken over.
    """

    at: str | None


def begin_step(platform: Platform, step: Step, act: CaseAct) -> Begun | Passed:
    """Let the state machine in to `act`, which only the platform does, unless the case has passed this step. The
    transaction checks once more that it has not, and ends the outbox row that has brought the machine here, if the step
    names one.
    """
    found = load_file(platform.table, keys.case_id(step.owner))
    flow = found.flows.get(step.machine) if found else None
    if found is None or flow is None or flow.generation != step.generation:
        return Passed(None)
    if found.case.status not in act.lawful_from:
        return Passed(stands_at(found.case, step.machine))
    caller = Caller(actor=MACHINE, at=platform.now())
    guards = [workflow.leave_wait(step), *outbox.arrived(platform, step)]
    return replace(_let_in(platform, caller, act, found, PLATFORM), guards=guards, machine=step.machine)


def has_passed(step: Step, refusal: Refused) -> bool:
    """Whether an act of a machine was refused because the case has moved or another execution has taken over.

    Anything else that refuses it, as a row that is there already, refuses it each time: somebody has to look.
    """
    return not {keys.META, keys.flow(step.owner, step.machine).sk}.isdisjoint(refusal.labels)


def begin_alarm(platform: Platform, act: CaseAct, owner: Owner) -> Begun | None:
    """Let an alarm of a case in to `act`, which only the platform does; None when that is no longer lawful."""
    found = load_file(platform.table, keys.case_id(owner))
    if found is None or found.case.status not in act.lawful_from:
        return None
    return begin_platform(platform, act, found)


def begin_platform(platform: Platform, act: CaseAct, found: CaseFile) -> Begun:
    """Let the platform itself in to `act` on a case that it has read and found lawful for it."""
    return _let_in(platform, Caller(actor=MACHINE, at=platform.now()), act, found, PLATFORM)


def begin_made(platform: Platform, act: CaseAct, case: Case) -> Begun:
    """Let the platform itself in to `act`, which makes `case`."""
    return Begun(platform, Caller(actor=MACHINE, at=platform.now()), act, CaseFile(case), case, PLATFORM, fresh=True)


def _let_in(platform: Platform, caller: Caller, act: CaseAct, found: CaseFile, authority: Authority) -> Begun:
    case = recounted(found.case, platform.calendar)
    if not case.salt and not case.erased_at:  # written before cases had one
        case = case.model_copy(update={"salt": new_salt()})
    current = replace(found, case=case)
    return Begun(platform, caller, act, current, found.case, authority, directory=authority.directory)


def admit(
    platform: Platform,
    caller: Caller,
    act: CaseAct,
    case: Case,
    version: int | None = None,
    under: Authorisation | None = None,
) -> Authority:
    """The right by which the caller does this act on this case. NotFound where the case is not the caller's business,
    Forbidden for an agent whose authorisation does not have the act. `version` is that of the directory, read with the
    case; `under` is the authorisation of who acts for somebody else.
    """
    reach = reach_of(caller.actor, case, platform.index_keys.reads, under)
    if act.on_drafts:
        reach = reach or reach_of_draft(caller.actor, case)
    if reach is None:
        raise problems.hiding(hidden(platform, caller, no_case(caller.actor), version))
    require_permission(caller.actor, act)
    if under is not None:
        require_scope(under, act.name, case.item, case.theme, draft=case.status is Status.DRAFT)
    return authority_for(platform, Question(caller, act, case, reach), version)


def _require_level(platform: Platform, caller: Caller, act: CaseAct, case: Case) -> None:
    """What an applicant hands in or takes back needs an identity that was checked as well as the item asks for. A draft
    may be written, and thrown away, with any.
    """
    draft_goes = act is WITHDRAW and case.status is Status.DRAFT
    if caller.actor.role is Role.APPLICANT and act in (SUBMIT, SUPPLEMENT, FILL_PAPERS, WITHDRAW) and not draft_goes:
        item = item_of(platform, case)
        # What was promised is handed in as a supplement is.
        name = SUPPLEMENT.name if act is FILL_PAPERS else act.name
        needed = levels.needed_for(name, item.identity_level, item.identity_levels)
        seen = case.identity_seen_at is not None or (act is SUBMIT and checked_at_window(caller, case))
        levels.require_level(caller.actor, needed, seen_at_window=seen)


def checked_at_window(caller: Caller, case: Case) -> bool:
    """Whether a clerk has seen this caller for the submission of this draft, not long ago (G6)."""
    check = case.identity_check
    return check is not None and check.holds_for(caller.actor, case.chain_key, case.id, caller.at)


def require_permission(actor: Actor, act: CaseAct) -> None:
    """Forbidden (403) unless the actor's role holds one of the act's permissions."""
    if not any(policy.allows(actor.role, permission) for permission in act.done_by):
        policy.require(actor, next(iter(act.done_by)))


def require_kept(case: Case) -> None:
    """409 for a case whose term of retention is over: it cannot be acted on any more."""
    if case.erasing_at:
        raise problems.Conflict(code="case_erased", title="办件的保管期限已满，其中的个人信息已经销毁，不能再办理")


def require_answerable(task: Task, caller: Caller, act: CaseAct) -> None:
    """409 unless the task waits, and for this caller if the act asks for that."""
    if task.state == "answered" and not act.again:
        raise problems.Conflict(code="task_answered", title="该任务已经办理，不能重复答复")
    if task.state == "cancelled":
        title = f"{CANCELLED_FOR[task.cancelled_for or 'withdrawn']}，该任务已取消"
        raise problems.Conflict(code="task_cancelled", title=title)
    if task.held_against(caller.actor) and not act.of_others:
        raise problems.Conflict(code="task_claimed", title="该任务已由其他人员认领")


def _find(
    platform: Platform, actor: Actor, act: CaseAct, case_id: str, *, whole: bool
) -> tuple[CaseFile | None, int | None]:
    """The case, and the version of the actor's directory where the act asks it, or of the deployment's where the act of
    an applicant gives out a document: no round trip more than the case.
    """
    table, key = platform.table, version_key(actor, act) or _seals_key(platform, actor, act)
    if whole and key:
        with meanwhile(lambda: table.get(key)) as version:
            found = load_file(table, case_id)
        return found, version_in(version.result())
    if whole:
        return load_file(table, case_id), None
    case, row = load_case_beside(table, case_id, key) if key else (load_case(table, case_id), None)
    return CaseFile(case) if case else None, _version(key, row)


def _seals_key(platform: Platform, actor: Actor, act: CaseAct) -> Key | None:
    """For acts of applicants after which they get a document: it bears the seal of this moment (R71)."""
    gets_document = actor.role is Role.APPLICANT and act in (SUBMIT, SUPPLEMENT, WITHDRAW)
    return register_keys.directory_version(platform.settings.division) if gets_document else None


def _version(key: Key | None, row: Item | None) -> int | None:
    return version_in(row) if key else None
