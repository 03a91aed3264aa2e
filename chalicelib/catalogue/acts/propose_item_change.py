"""提出变动: an editor proposes to suspend, resume, cancel, devolve, split or merge an item, or to withdraw the version
that waits for its time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalogue.acts.change_checks import (
    division_errors,
    effective_errors,
    require_possible,
    successor_errors,
    time_errors,
)
from chalicelib.catalogue.acts.life_gate import begin_life, require_free
from chalicelib.catalogue.acts.told_consequences import consequences_told, in_event, in_receipt
from chalicelib.catalogue.model.life import Proposal, ProposalKind
from chalicelib.catalogue.model.life_acts import PROPOSE_CHANGE
from chalicelib.catalogue.store import unknown_item
from chalicelib.directory.model.regions import short
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Invalid


@dataclass(frozen=True)
class Wanted:
    """`effective_at` is from when it holds, `until` to when a suspension lasts. `successors` are the codes to apply for
    instead, `to_divisions` those whose halls take over what is devolved.
    """

    kind: ProposalKind
    reason: str
    effective_at: datetime | None = None
    until: datetime | None = None
    successors: Sequence[str] = ()
    to_divisions: Sequence[str] = ()


@act
def propose_item_change(platform: Platform, caller: Caller, code: str, wanted: Wanted) -> Receipt:
    begun = begin_life(platform, caller, PROPOSE_CHANGE, code)
    require_free(begun)
    item = begun.rows.newest
    if item is None:
        raise unknown_item()
    require_possible(item, wanted, caller.at)
    if errors := [
        *effective_errors(wanted.effective_at, caller.at),
        *time_errors(item, wanted, wanted.effective_at or caller.at, caller.at),
        *successor_errors(begun, wanted),
        *division_errors(begun, wanted),
    ]:
        raise Invalid(errors=errors)
    divisions = tuple(short(code) for code in wanted.to_divisions)
    proposal = Proposal(
        kind=wanted.kind,
        base=item.version,
        name=item.name,
        department=item.department,
        editors=(begun.hand.account,),
        authors=begun.hand.persons,
        saved_at=caller.at,
        reason=wanted.reason,
        successors=tuple(wanted.successors),
        to_divisions=divisions,
        until=wanted.until,
        effective_at=wanted.effective_at,
    )
    told = {"kind": wanted.kind, "reason": wanted.reason, "successors": list(wanted.successors)}
    others = consequences_told(platform, item, wanted.kind, wanted.successors, caller.at)
    return begun.commit(
        data={**told, "to_divisions": list(divisions), **in_event(others)},
        answer=in_receipt(others),
        proposal=proposal,
    )
