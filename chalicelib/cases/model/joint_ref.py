"""That a case is a member of a joint request, or is such a request, and how the request is told of its members."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import BeforeValidator, Field

from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.record import Record
from chalicelib.clock.unit import Unit
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names

JOINT_ITEM = "联办件"
JointOutcome = Literal["granted", "partly", "refused"]


class Brought(Record):
    """A result of the same request: the member that has made it, what it is called, and its number."""

    member: str
    title: str
    number: str | None = None
    again: Annotated[int, Field(description="how often that member was reinstated before it made the result")] = 0


class Committed(Record):
    """What the applicant has promised so that this member need not wait (承诺): the result of one of `members`, within
    `length` of `unit` after this member's grant. `edge` is the id of the edge in the scheme, and `line` the line of the
    member's own list that the result will be: nobody is asked for it meanwhile. `term` is the clock that the grant
    begins.
    """

    edge: str
    members: tuple[str, ...]
    promise: str
    result: str
    length: int
    unit: Unit
    basis: str
    line: str | None = None
    term: ClockKind = "commitment"


def _each(committed: object) -> object:
    """A row from when there was room for one alone."""
    if isinstance(committed, list | tuple):
        return cast("Sequence[object]", committed)
    return (committed,) if committed else ()


class JointRef(Record):
    """Of a member: the case of its request, and which node of the scheme it is.

    `waits_for` are the members whose results have to be there before it may be decided. `brought` has, by line of its
    own list, the result that is that material. `told_form` is the version of the request's form that it knows,
    `told_files` the number of the last event of the request that brought a file which it has. `held_back`: its result
    goes out with those of others, or after them, but never after its own term. Each of `committed` stands in for an
    earlier result, until that is there or never will be. `again`: how often the member was reinstated before.
    """

    case: str
    node: str
    again: int = 0
    scheme: str
    waits_for: Annotated[tuple[str, ...], Field(description="成员事项：其结果作出之前，本件不能作出决定")] = ()
    brought: Mapping[str, Brought] = Field(default_factory=dict[str, Brought])
    told_form: int = 1
    told_files: int = 0
    held_back: Annotated[bool, Field(description="结果与其他事项一并颁发，或者须等待其他事项，尚不颁发")] = False
    committed: Annotated[tuple[Committed, ...], BeforeValidator(_each)] = ()
    withdrawn_on: Annotated[date | None, Field(description="when the applicant has withdrawn the whole request")] = None

    @property
    def next_case(self) -> str:
        """The case of this member after the next reinstatement, whether there is one or not."""
        return member_case_id(self.case, self.node, self.again + 1)

    @property
    def made_here(self) -> frozenset[str]:
        """The lines of the member's own list that results of the request are, or that the applicant has promised."""
        return frozenset({*self.brought, *(one.line for one in self.committed if one.line)})


def scheme_of(item: str) -> str:
    """The code of the scheme in the code under which one of its stages is applied for: YM-J01 of YM-J01-build."""
    return "-".join(item.split("-")[:2])


def has_moved(request: str) -> SendMessage:
    """The effect that has a joint request look at its members again. It says nothing of what has happened: whoever
    takes the message reads how they stand.
    """
    return SendMessage(queue=names.JOINT_QUEUE, body={"case_id": request})


def orders_changed(request: str) -> SendMessage:
    """The effect that has a request told what its members owe together now."""
    return SendMessage(queue=names.JOINT_QUEUE, body={"case_id": request, "orders": "changed"})


def bill_paid(request: str, bill: str) -> SendMessage:
    """The effect that has every order get its part of what was paid for several at once."""
    return SendMessage(queue=names.JOINT_QUEUE, body={"case_id": request, "bill": bill})
