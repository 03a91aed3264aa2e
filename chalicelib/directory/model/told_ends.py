"""What an import does not take back: an end that was told before, at once or for a planned day. Pure.

A file may be older than the end. Where it says nothing of the end, the end stays; where it names a later one, the file
is refused. What begins again gets a term that begins after the old one has ended; people and seals get a new record.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from chalicelib.directory.model.halls import Closure, Window
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.organs import DepartmentRecord, RuleDocument
from chalicelib.directory.model.residency import Residency
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.staff import MOST_COMPETENCES, StaffMember, Withdrawal
from chalicelib.foundation.problems import FieldError

# Of a letter: what was told after it was signed.
LATER = frozenset({"filing", "revoked", "scan", "note", "published_on"})
OF_SEALS = ("state", "until", "stopped_at", "custodian")
END_LATER = "登记的终止日期早于此日，文件不能推迟或者取消已经登记的终止"


class Ending(Protocol):
    """Whatever may have a first and a last day."""

    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    def model_copy(self, *, update: dict[str, Any]) -> Any: ...


T = TypeVar("T", bound=Ending)
R = TypeVar("R")


# ------------------------------------------------------------------------------------------- staff, seals and letters
def member_with_end(told: StaffMember, kept: StaffMember) -> StaffMember:
    """Whoever has left, or has a last day, keeps that; who has left at once keeps the moment too."""
    if kept.left_at and told.left_at is None and told.until in {None, kept.until}:
        return told.model_copy(update={"until": kept.until, "left_at": kept.left_at})
    return told.model_copy(update={"until": kept.until}) if told.until is None else told


def with_withdrawals(told: StaffMember, kept: StaffMember) -> StaffMember:
    """Without the trainings that were withdrawn here: a training for such an item counts again if it is of a later day,
    or if it was registered here since.
    """
    days = {one.item: one.on for one in (*told.withdrawn, *kept.withdrawn)}
    competences = tuple(
        one
        for one in told.competences
        if one.item not in days or one.trained_on > days[one.item] or one in kept.competences
    )
    withdrawn = tuple(Withdrawal(item=item, on=day) for item, day in days.items())[-MOST_COMPETENCES:]
    if (competences, withdrawn) == (told.competences, told.withdrawn):
        return told
    return told.model_copy(update={"competences": competences, "withdrawn": withdrawn})


def has_left(kept: StaffMember, today: date) -> bool:
    return kept.left_at is not None or (kept.until is not None and kept.until < today)


def later_for_member(told: StaffMember, kept: StaffMember, today: date) -> Iterator[FieldError]:
    """`told` has the ends that the file does not name."""
    if has_left(kept, today):
        if (told.until, told.left_at) != (kept.until, kept.left_at):
            yield FieldError("/to", "already_left", "该人员已经离岗，重新到岗的以新的编号登记")
    else:
        yield from _later(told.until, kept.until, "/to")


def seal_with_end(told: Seal, kept: Seal, today: date) -> Seal:
    """A seal that is out of use stays so, with what is kept of it; one with a last day keeps that."""
    if is_out_of_use(kept, today) and told.until in {None, kept.until} and told.stopped_at in {None, kept.stopped_at}:
        return told.model_copy(update={name: getattr(kept, name) for name in OF_SEALS})
    return told.model_copy(update={"until": kept.until}) if told.until is None else told


def is_out_of_use(kept: Seal, today: date) -> bool:
    return kept.stopped_at is not None or kept.state_on(today) == "withdrawn"


def later_for_seal(told: Seal, kept: Seal, today: date) -> Iterator[FieldError]:
    if is_out_of_use(kept, today):
        if any(getattr(told, name) != getattr(kept, name) for name in OF_SEALS):
            yield FieldError("/to", "seal_withdrawn", "该印章已经停用，恢复使用的以新的编号登记")
    else:
        yield from _later(told.until, kept.until, "/to")


def letter_with_end(told: Letter, kept: Letter) -> Letter:
    """What was told of a letter later, its revocation above all, stays where the file says nothing."""
    return told.model_copy(update={name: getattr(kept, name) for name in LATER if getattr(told, name) is None})


def later_for_letter(told: Letter, kept: Letter) -> Iterator[FieldError]:
    if kept.revoked and told.revoked != kept.revoked:
        yield FieldError("/revoked", "already_revoked", "该授权文书已经撤销，撤销的记录不能改动")
    if kept.filing and told.filing != kept.filing:
        yield FieldError("/filing", "already_filed", "该授权文书已经备案，备案的记录不能改动")


# ---------------------------------------------------------------------------- departments, windows and the documents
def part_with_end(told: Any, kept: Any) -> Any:
    """The record of a directory's section with the ends that are kept of it."""
    match told, kept:
        case DepartmentRecord(), DepartmentRecord():
            return _department_with_end(told, kept)
        case Window(), Window():
            return _with_last_day(told, kept).model_copy(update={"closed": _closings(told, kept)})
        case RuleDocument(), RuleDocument():
            return _with_last_day(told, kept)
        case _:
            return told


def later_for_part(told: Any, kept: Any) -> Iterator[FieldError]:
    """Ends that a file puts off. `told` has the ends that the file does not name."""
    match told, kept:
        case DepartmentRecord(residency=Residency() as new), DepartmentRecord(residency=Residency() as old):
            yield from _later_of_term(new, old, "/residency/to")
        case Window(), Window():
            yield from _later_of_term(told, kept, "/open_to")
        case RuleDocument(), RuleDocument():
            yield from _later_of_term(told, kept, "/effective_to")
        case _:
            return


def _department_with_end(told: DepartmentRecord, kept: DepartmentRecord) -> DepartmentRecord:
    """The end of its residency, and what it was renamed, merged, split or transferred into."""
    residency = told.residency
    if kept.residency and kept.residency.until:
        residency = _with_last_day(residency, kept.residency) if residency else kept.residency
    successors = _with_kept(told.successors, kept.successors, lambda one: (one.kind, one.to_name, one.to_department))
    return told.model_copy(update={"residency": residency, "successors": successors})


def _closings(told: Window, kept: Window) -> tuple[Closure, ...]:
    """Days on which the window is closed; a file that names one by its first day says its last day anew."""
    return _with_kept(told.closed, kept.closed, lambda one: one.since)


def _with_kept(told: Sequence[R], kept: Sequence[R], name: Callable[[R], Hashable]) -> tuple[R, ...]:
    """What the file tells, and in its old place whatever it does not name."""
    found, named = [*told], {name(one) for one in told}
    for place, one in enumerate(kept):
        if name(one) not in named:
            found.insert(place, one)
    return tuple(found)


def _with_last_day(told: T, kept: T) -> T:
    if told.until is None and kept.until and not _begins_anew(told, kept):
        return told.model_copy(update={"until": kept.until})
    return told


def _begins_anew(told: Ending, kept: Ending) -> bool:
    return told.since is not None and kept.until is not None and told.since > kept.until


def _later_of_term(told: Ending, kept: Ending, pointer: str) -> Iterator[FieldError]:
    if not _begins_anew(told, kept):
        yield from _later(told.until, kept.until, pointer)


def _later(told: date | None, kept: date | None, pointer: str) -> Iterator[FieldError]:
    if kept and (told is None or told > kept):
        yield FieldError(pointer, "end_later", END_LATER)
