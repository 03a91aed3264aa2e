"""An act that the gate has let in: what it makes of the case, committed in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Protocol, TypedDict, Unpack

from pydantic import JsonValue

from chalicelib.access.actor import Identity
from chalicelib.access.policy import point_of
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.acts.refund_owed import refund_owed
from chalicelib.cases.acts.standing import identity_of
from chalicelib.cases.model import Case, Task, task_id
from chalicelib.cases.model.access import PLATFORM, Authority
from chalicelib.cases.model.acting import acting_for
from chalicelib.cases.model.agents import agent_under, with_agent
from chalicelib.cases.model.case import AccountStanding
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.clocks import moved_dues
from chalicelib.cases.model.form_changes import applied_on
from chalicelib.cases.model.guardianship import Claimed
from chalicelib.cases.model.joint_steps import told_to_request
from chalicelib.cases.model.late import Missed, matter_of, missed_until, told_of, with_told
from chalicelib.cases.model.machine_steps import CASE_MACHINES, stands_at
from chalicelib.cases.model.moved import moved_by, told_moves
from chalicelib.cases.model.presented import Claim
from chalicelib.cases.model.proven import Proven
from chalicelib.cases.model.task import CANCELLED, TASK_KINDS, CancelReason, notify_department
from chalicelib.cases.model.visits import AT_THE_WINDOW, visit, with_visit
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.supervision import report
from chalicelib.cases.store.tasks import cancel_task, put_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.directory.model.promised import HallTerms, hall_terms
from chalicelib.directory.store.directories import directory_as_of, load_directory
from chalicelib.durable import workflow
from chalicelib.durable.caller import MACHINE, Caller, Receipt
from chalicelib.durable.effects import Effect, ResumeMachine, StartMachine
from chalicelib.durable.flows import END
from chalicelib.foundation.platform import Platform
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
    both, and the number of `document` too. `asked` is a task that the act opens, or several of one kind.
    `cancels` is the reason for which the open tasks end that `after` no longer has: they are cancelled, and their
    departments' systems are told. `start` names a state machine that begins; those whose place has changed go on by
    themselves. `ops` are further operations of the transaction, `effects` further things that follow. `fired` ends the
    alarm that called the act. `supervised` are the matters that reach the supervisors by it (`supervision.MATTERS`).
    `warnings` are told to whoever acts: code and sentence of each.
    """

    event: str
    both: Mapping[str, JsonValue]
    data: Mapping[str, JsonValue]
    answer: Mapping[str, JsonValue]
    document: Enclosed | None
    asked: Task | Sequence[Task]
    cancels: CancelReason
    start: str | None
    ops: Sequence[Op]
    effects: Sequence[Effect]
    fired: Op | None
    supervised: Sequence[str]
    warnings: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Begun:
    """An act that the gate has let in, by `machine` if one does it. `guards` are checks that its transaction makes
    besides.

    `under` is the authorisation by which an agent acts. `found` has the due days that the calendar in force now gives,
    `stored` is the case as it was read. `directory` is the version of the directory of the case's division, where it
    was read with the case.
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
    directory: int | None = None

    @property
    def identity(self) -> Identity | None:
        """Whose certified identity the form has: the principal's where an agent acts."""
        return identity_of(self.caller, self.under)

    @property
    def case(self) -> Case:
        return self.found.case

    @property
    def standing_moved(self) -> dict[str, JsonValue]:
        """For an act that writes single attributes of the case: what is known of the account that made it, if that has
        changed by this act.
        """
        standing = self.case.account_standing
        return {} if standing == self.stored.account_standing else {"account_standing": standing}

    @property
    def person(self) -> str | None:
        """Who acts, by the register of staff, where two accounts of one person are one; None for machines."""
        return self.authority.person

    @property
    def item(self) -> ServiceItem:
        """The version of the item that the case was made from. The process keeps it, so a second look costs nothing."""
        # No cached_property: that of Python 3.11 holds one lock for all instances while it reads the table.
        return item_of(self.platform, self.case)

    def hall_terms(self, day: date) -> HallTerms:
        """What the directory says of the promise of this item by the rules of `day`: the region's own length, and when
        the department is in the hall. Nothing is read while the version of the directory stays.
        """
        table, case = self.platform.table, self.case
        if self.directory is None:
            known = load_directory(table, case.division)
        else:
            known = directory_as_of(table, case.division, self.directory)
        return hall_terms(known, case.item, case.department, day)

    @property
    def claim(self) -> Claim:
        """By what a person at the window is judged."""
        return Claim(self.item, self.found.form, self.case.guardianship)

    @property
    def claimed(self) -> Claimed:
        """What the form says of a guardian, as of the day of the application."""
        return Claimed(self.item, self.found.form, self.case.guardianship, applied_on(self.case))

    def with_proof(self, proof: Proven | None) -> "Begun":
        """The same act, on the case with what proves the guardianship."""
        return self._having(guardianship=proof)

    def naming(self, agents_right: Authorisation | None) -> "Begun":
        """The same act, on the case as an agent leaves it, online or at the window: it names who has acted on it under
        which authorisation. None where nobody acts under one.
        """
        if agents_right is None:
            return self
        return self._having(agents=with_agent(self.case.agents, agent_under(agents_right, self.act.name)))

    def standing(self, account: AccountStanding) -> "Begun":
        """The same act, on the case with what is now known of the account that made it."""
        return self if account == self.case.account_standing else self._having(account_standing=account)

    def _having(self, **changes: Any) -> "Begun":
        return replace(self, found=replace(self.found, case=self.case.model_copy(update=changes)))

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

    def _late(self, terms: Missed) -> dict[str, JsonValue]:
        """For the event of an act that ends a term after its last day, before an alarm has told of it."""
        return {"overdue": told_of(self.case.clocks, terms)} if terms else {}

    def _warnings(self, more: Sequence[tuple[str, str]]) -> dict[str, JsonValue]:
        told = [*((one.code, one.says) for one in self.authority.warnings), *more]
        warned: list[JsonValue] = [{"code": code, "message": says} for code, says in told]
        return {"warnings": warned} if warned else {}

    def commit(self, after: Case, **made: Unpack[Made]) -> Receipt:
        """Commit what the act makes of the case at once. Due days of another calendar move, a fee lapses at the end."""
        owed = refund_owed(self.case, after, self.caller, self.act.name)
        after = owed.case
        document, start = made.get("document"), made.get("start")
        event = made.get("event") or self.act.event
        late = missed_until(self.case, after, self.caller.at.date())
        after = with_told(self._visited(after, event), late)
        told = {**self._told_anyway(after), **self._dues_moved(after), **self._late(late), **owed.data}
        asked = _asking(made["asked"]) if "asked" in made else Asking()
        cancelled = self._cancelling(after, made["cancels"]) if "cancels" in made else Asking()
        both: Mapping[str, JsonValue] = {**made.get("both", {}), **({"document": document.no} if document else {})}
        change = Change(
            before=self.stored,
            after=after,
            event=event,
            authority=self.authority,
            data={**told, **asked.data, **made.get("data", {}), **both, **_text_digest(document)},
            answer={**made.get("answer", {}), **both, **self._warnings(made.get("warnings", ()))},
            ops=[
                *([workflow.begin(after.owner, start)] if start else []),
                *asked.ops,
                *cancelled.ops,
                *owed.ops,
                *made.get("ops", ()),
                *(document.ops if document else ()),
                *self._reports(after, [*made.get("supervised", ()), *owed.matters, *map(matter_of, late)]),
                *self.guards,
            ],
            effects=[
                *self._follows(after, start),
                *asked.effects,
                *cancelled.effects,
                *([document.effect] if document else []),
                *made.get("effects", ()),
            ],
            fresh=self.fresh,
            fired=made.get("fired"),
        )
        return commit(self.platform, self.caller, change)

    def _follows(self, after: Case, start: str | None) -> list[Effect]:
        """What goes on by itself: machines that belong elsewhere now, the one that starts, a joint request."""
        moved: list[Effect] = [ResumeMachine(machine=name) for name in self._moved(after) if name != start]
        begins = [StartMachine(machine=start, at=stands_at(after, start) or END)] if start else []
        return [*moved, *told_moves(self.stored, after), *self._joint_told(after), *begins]

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
        """What each event says: who acts for the applicant, the due days that another calendar had given, and what the
        register said of the person.
        """
        return {**self._point(), **acting_for(self.caller, self.under, after), **self._recounted(), **self._grounds()}

    def _point(self) -> Mapping[str, JsonValue]:
        """The point of a town or village at which a clerk has acted."""
        point = point_of(self.caller.actor) if self.caller.actor.role in AT_THE_WINDOW else None
        return {"point": point} if point else {}

    def _visited(self, after: Case, event: str) -> Case:
        made = visit(event, self.caller.actor.role, self.caller.at.date(), self._point())
        return after.model_copy(update={"visits": with_visit(after.visits, made)})

    def _joint_told(self, after: Case) -> list[Effect]:
        """The joint request looks at its members again once one of them stands elsewhere, its days do, or its order."""
        return [] if self.fresh else [*told_to_request(self.stored, after)]

    def _reports(self, after: Case, matters: Sequence[str]) -> list[Op]:
        return [report(after, matter, self.caller.at) for matter in dict.fromkeys(matters)]

    def _dues_moved(self, after: Case) -> dict[str, JsonValue]:
        """For the event: the due days that the act itself moves, with the old and the new one."""
        moved = moved_by(self.case.clocks, after.clocks)
        return {"moved": moved} if moved else {}

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


def _asking(asked: Task | Sequence[Task]) -> Asking:
    tasks = (asked,) if isinstance(asked, Task) else asked
    told = [notify_department(task.department, task.id) for task in tasks if TASK_KINDS[task.kind].notify]
    return Asking(_asked_told(asked), [put_task(task) for task in tasks], told)


def _asked_told(asked: Task | Sequence[Task]) -> Mapping[str, JsonValue]:
    if isinstance(asked, Task):
        due = str(asked.due) if asked.due else None
        return {"task": asked.id, "kind": asked.kind, "department": asked.department, "due": due}
    return {"asked": {task.department: task.no for task in asked}} if asked else {}
