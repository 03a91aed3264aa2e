"""The one gate of every act on a case: find it, ask whether the caller may, whether the act is lawful now, whether the
caller has seen this version. What the caller may not see does not exist (404).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypedDict, Unpack

from pydantic import JsonValue

from chalicelib.access import levels, policy
from chalicelib.access.actor import Actor, Identity, Role
from chalicelib.cases.acts.authority import Question, authority_for, version_key
from chalicelib.cases.acts.lookup import item_of, no_case, no_task
from chalicelib.cases.acts.standing import identity_of, with_authorisation
from chalicelib.cases.model import Case, Task, split_task_id, task_id
from chalicelib.cases.model.access import PLATFORM, Authority, reach_of, reach_of_task
from chalicelib.cases.model.acting import acting_for
from chalicelib.cases.model.acts import SUBMIT, SUPPLEMENT, WITHDRAW
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.clocks import moved_dues, recounted
from chalicelib.cases.model.machine_steps import CASE_MACHINES, stands_at
from chalicelib.cases.model.opening import recounted_task
from chalicelib.cases.model.order import require_lawful
from chalicelib.cases.model.proven import Proven
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import CANCELLED, TASK_KINDS, CancelReason, notify_department
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import CaseFile, load_case, load_case_beside, load_file
from chalicelib.cases.store.serials import new_salt
from chalicelib.cases.store.supervision import report
from chalicelib.cases.store.tasks import cancel_task, load_task_beside, put_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.consents.model.agency import require_scope
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.directory.store.version import version_in
from chalicelib.durable import outbox, workflow
from chalicelib.durable.caller import MACHINE, Caller, Receipt
from chalicelib.durable.effects import Effect, ResumeMachine, StartMachine
from chalicelib.durable.flows import END, Step
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key, Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op


class Enclosed(Protocol):
    """A document that an act gives out: its number within the case, its rows, the message that has it issued, and the
    digest of its text.
    """

    @property
    def no(self) -> str: ...
    @property
    def ops(self) -> Sequence[Op]: ...
    @property
    def effect(self) -> Effect: ...
    @property
    def digest(self) -> str: ...


class Made(TypedDict, total=False):
    """What an act makes besides the case itself.

    `event` is the act's usual one unless given. `data` goes into the event, `answer` into the receipt, `both` into
    both, and the number of `document` too. `asked` is a task that the act opens. `cancels` is the reason for which the
    open tasks end that `after` no longer has: they are cancelled, and their departments' systems are told. `start`
    names a state machine that begins; those whose place has changed go on by themselves. `ops` are further operations
    of the transaction, `effects` further things that follow. `fired` ends the alarm that called the act. `supervised`
    are the matters that reach the supervisors by it (`supervision.MATTERS`).
    """

    event: str
    both: Mapping[str, JsonValue]
    data: Mapping[str, JsonValue]
    answer: Mapping[str, JsonValue]
    document: Enclosed | None
    asked: Task
    cancels: CancelReason
    start: str
    ops: Sequence[Op]
    effects: Sequence[Effect]
    fired: Op | None
    supervised: Sequence[str]


@dataclass(frozen=True)
class Begun:
    """An act that the gate has let in, by `machine` if one does it. `guards` are checks that its transaction makes
    besides.

    `under` is the authorisation by which an agent acts. `found` has the due days that the calendar in force now gives,
    `stored` is the case as it was read.
    """

    platform: Platform
    caller: Caller
    act: CaseAct
    found: CaseFile
    stored: Case
    authority: Authority
    fresh: bool = False
    guards: Sequence[Op] = ()
    machine: str | None = None
    under: Authorisation | None = None

    @property
    def identity(self) -> Identity | None:
        """Whose certified identity the form has: the principal's where an agent acts."""
        return identity_of(self.caller, self.under)

    @property
    def case(self) -> Case:
        return self.found.case

    @property
    def person(self) -> str | None:
        """Who acts, by the register of staff, where two accounts of one person are one; None for machines."""
        return self.authority.person

    @property
    def item(self) -> ServiceItem:
        """The version of the item that the case was made from. The process keeps it, so a second look costs nothing."""
        # No cached_property: that of Python 3.11 holds one lock for all instances while it reads the table.
        return item_of(self.platform, self.case)

    def with_proof(self, proof: Proven | None) -> "Begun":
        """The same act, on the case with what proves the guardianship."""
        case = self.case.model_copy(update={"guardianship": proof})
        return replace(self, found=replace(self.found, case=case))

    def proof_recorded(self, after: Case) -> dict[str, JsonValue]:
        """For the event: what this act has recorded of a guardianship, if it has."""
        proof = after.guardianship
        if proof is None or proof == self.stored.guardianship:
            return {}
        return proof.for_the_chain(after.chain_key, after.id)

    def by_platform(self, act: CaseAct) -> "Begun":
        """The same case for an act that only the platform does, at the same legal time."""
        return replace(self, act=act, authority=PLATFORM, caller=Caller(actor=MACHINE, at=self.caller.at))

    def _grounds(self) -> dict[str, JsonValue]:
        """For the event: what the register said of the person then."""
        return {"grounds": dict(self.authority.grounds)} if self.authority.grounds else {}

    def _warnings(self) -> dict[str, JsonValue]:
        warned: list[JsonValue] = [{"code": one.code, "message": one.says} for one in self.authority.warnings]
        return {"warnings": warned} if warned else {}

    def commit(self, after: Case, **made: Unpack[Made]) -> Receipt:
        """Commit what the act makes of the case, in one transaction. Due days that another calendar had given move with
        it, and stand in the event with their old and new values.
        """
        document, start = made.get("document"), made.get("start")
        asked = _asking(made["asked"]) if "asked" in made else Asking()
        cancelled = self._cancelling(after, made["cancels"]) if "cancels" in made else Asking()
        both: Mapping[str, JsonValue] = {**made.get("both", {}), **({"document": document.no} if document else {})}
        started = [workflow.begin(after.owner, start)] if start else []
        follows: list[Effect] = [ResumeMachine(machine=name) for name in self._moved(after) if name != start]
        follows += [StartMachine(machine=start, at=stands_at(after, start) or END)] if start else []
        change = Change(
            before=self.stored,
            after=after,
            event=made.get("event") or self.act.event,
            authority=self.authority,
            data={
                **self._told_anyway(after),
                **asked.data,
                **made.get("data", {}),
                **both,
                **_text_digest(document),
                **self._grounds(),
            },
            answer={**made.get("answer", {}), **both, **self._warnings()},
            ops=[
                *started,
                *asked.ops,
                *cancelled.ops,
                *made.get("ops", ()),
                *(document.ops if document else ()),
                *(report(after, matter, self.caller.at) for matter in made.get("supervised", ())),
                *self.guards,
            ],
            effects=[
                *follows,
                *asked.effects,
                *cancelled.effects,
                *([document.effect] if document else []),
                *made.get("effects", ()),
            ],
            fresh=self.fresh,
            fired=made.get("fired"),
        )
        return commit(self.platform, self.caller, change)

    def _cancelling(self, after: Case, reason: CancelReason) -> "Asking":
        case = self.case
        ended = [task for task in case.open_tasks if task not in after.open_tasks]
        return Asking(
            ops=[cancel_task(case, task, reason, self.caller.at) for task in ended],
            effects=[
                notify_department(task.department, task_id(case.id, task.no), CANCELLED)
                for task in ended
                if TASK_KINDS[task.kind].notify
            ],
        )

    def _told_anyway(self, after: Case) -> Mapping[str, JsonValue]:
        """What each event says: who acts for the applicant, and the due days that another calendar had given."""
        return {**acting_for(self.caller, self.under, after), **self._recounted()}

    def _recounted(self) -> Mapping[str, JsonValue]:
        moved = moved_dues(self.stored.clocks, self.case.clocks)
        return {"recounted": dict(moved)} if moved else {}

    def _moved(self, after: Case) -> list[str]:
        """The machines that belong elsewhere after this act; the one that does the act goes on anyway."""
        before = self.stored
        return [
            name for name in CASE_MACHINES if name != self.machine and stands_at(before, name) != stands_at(after, name)
        ]


class Asking(NamedTuple):
    """What the opening or cancelling of tasks adds to the act: facts in the event, rows, the word to departments."""

    data: Mapping[str, JsonValue] = {}
    ops: Sequence[Op] = ()
    effects: Sequence[Effect] = ()


def _text_digest(document: Enclosed | None) -> dict[str, JsonValue]:
    """For the event alone, so that the text of the document can be checked against the chain."""
    return {"document_digest": document.digest} if document else {}


def _asking(task: Task) -> Asking:
    due = str(task.due) if task.due else None
    data: Mapping[str, JsonValue] = {"task": task.id, "kind": task.kind, "department": task.department, "due": due}
    return Asking(
        data, [put_task(task)], [notify_department(task.department, task.id)] if TASK_KINDS[task.kind].notify else []
    )


def begin(platform: Platform, caller: Caller, act: CaseAct, case_id: str, *, whole: bool = False) -> Begun:
    """Let the caller in to `act` on this case. `whole` reads form, files and flows with it, in one query.

    NotFound unless the case is the caller's business, Forbidden without a permission of the act, OutOfOrder where the
    act is not lawful now, PreconditionRequired or Stale where the caller has not seen this version.
    """
    (found, version), under = with_authorisation(
        platform, caller, lambda: _find(platform, caller.actor, act, case_id, whole=whole)
    )
    if found is None:
        raise no_case()
    authority = admit(platform, caller, act, found.case, version, under)
    require_lawful(act, found.case.status)
    require_kept(found.case)
    if act.guarded:
        caller.expect(found.case.etag)
    _require_level(platform, caller, act, found.case)
    return replace(_let_in(platform, caller, act, found, authority), under=under)


def begin_new(platform: Platform, caller: Caller, act: CaseAct, case: Case) -> Begun:
    """Let the caller in to an act that makes `case`."""
    require_permission(caller.actor, act)
    authority = authority_for(platform, Question(caller, act, case, None))
    return Begun(platform, caller, act, CaseFile(case), case, authority, fresh=True)


def begin_task(platform: Platform, caller: Caller, act: CaseAct, task_id: str) -> tuple[Begun, Task]:
    """Let the caller in to `act` on a task that waits for the caller's department.

    NotFound for a task that is not the caller's business, Conflict for one that waits no more or for somebody else.
    """
    parts = split_task_id(task_id)
    key = version_key(caller.actor, act)
    found, version = load_task_beside(platform.table, *parts, key) if parts else (None, None)
    reach = reach_of_task(caller.actor, *found) if found else None
    if found is None or reach is None or found[1].kind not in act.on_tasks:
        raise no_task(platform, caller.actor, task_id)
    case, task = found
    require_permission(caller.actor, act)
    authority = authority_for(platform, Question(caller, act, case, reach), _version(key, version))
    require_answerable(task, caller, act)
    require_lawful(act, case.status)
    return _let_in(platform, caller, act, CaseFile(case), authority), recounted_task(task, platform.calendar)


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


def _let_in(platform: Platform, caller: Caller, act: CaseAct, found: CaseFile, authority: Authority) -> Begun:
    case = recounted(found.case, platform.calendar)
    if not case.salt and not case.erased_at:  # written before cases had one
        case = case.model_copy(update={"salt": new_salt()})
    current = replace(found, case=case)
    return Begun(platform, caller, act, current, found.case, authority)


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
    if reach is None:
        raise no_case()
    require_permission(caller.actor, act)
    if under is not None:
        require_scope(under, act.name, case.item, case.theme, draft=case.status is Status.DRAFT)
    return authority_for(platform, Question(caller, act, case, reach), version)


def _require_level(platform: Platform, caller: Caller, act: CaseAct, case: Case) -> None:
    """What an applicant hands in or takes back needs an identity that was checked as well as the item asks for. A draft
    may be written, and thrown away, with any.
    """
    draft_goes = act is WITHDRAW and case.status is Status.DRAFT
    if caller.actor.role is Role.APPLICANT and act in (SUBMIT, SUPPLEMENT, WITHDRAW) and not draft_goes:
        needed = item_of(platform, case).identity_level or levels.USUAL
        levels.require_level(caller.actor, needed, seen_at_window=case.identity_seen_at is not None)


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
    if task.state == "answered":
        raise problems.Conflict(code="task_answered", title="该任务已经办理，不能重复答复")
    if task.state == "cancelled":
        raise problems.Conflict(code="task_cancelled", title="申请人已撤回申请，该任务已取消")
    if task.held_against(caller.actor) and not act.of_others:
        raise problems.Conflict(code="task_claimed", title="该任务已由其他人员认领")


def _find(
    platform: Platform, actor: Actor, act: CaseAct, case_id: str, *, whole: bool
) -> tuple[CaseFile | None, int | None]:
    """The case, and the version of the actor's directory where the act asks it: no round trip more than the case."""
    table, key = platform.table, version_key(actor, act)
    if whole and key:
        with meanwhile(lambda: table.get(key)) as version:
            found = load_file(table, case_id)
        return found, version_in(version.result())
    if whole:
        return load_file(table, case_id), None
    case, row = load_case_beside(table, case_id, key) if key else (load_case(table, case_id), None)
    return CaseFile(case) if case else None, _version(key, row)


def _version(key: Key | None, row: Item | None) -> int | None:
    return version_in(row) if key else None
