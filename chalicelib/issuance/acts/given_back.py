"""What an annulled end gives back: the case without it, the certificate in the register, and the notice of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.annulled import ANNULLED_BY, AnnulledDecision
from chalicelib.cases.model.term import term_of
from chalicelib.documents.model.restored import Restoring
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import Document
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.issuance.store import register


class GivenBack(NamedTuple):
    """The licence that the annulled decision had ended, before anything else of the case changes. A cancellation that
    rested on that decision is `annulled` with it.
    """

    case: Case
    certificate: Document
    annulled: AnnulledDecision

    @property
    def after(self) -> Case:
        """What was told of the end is answered by this, and told anew before another one."""
        ends = (self.annulled.model_copy(update={"document": one.document}) for one in self.case.result_ends)
        known = (*self.case.annulled_ends, *ends)
        return self.case.model_copy(
            update={"result_ends": (), "forewarned": None, "facts_told": None, "annulled_ends": known}
        )

    def in_register(self, today: date) -> Op:
        """A certificate that was not handed over with the rest, as it had ended, counts as delivered from today on."""
        case, ended = self.case, self.case.result_ends[0]
        withheld = case.delivered_at is not None and ended.at < case.delivered_at
        return register.restored(self.certificate.identifier or "", today if withheld else None)

    def told(
        self, platform: Platform, reason: str, decided_on: date | None = None, barred: Sequence[str] = ()
    ) -> Restoring:
        """For the notice: the end that was annulled, and by whom. `decided_on` is the day of that paper, if it was
        said; `barred` are the items for which the holder may apply again.
        """
        first, by = self.case.result_ends[0], self.annulled
        decision = vault.load(platform, self.case.id, first.document) if first.document else None
        how = ANNULLED_BY[by.by]
        return Restoring(
            self.certificate.title,
            self.certificate.number or "",
            first.state,
            first.day,
            by.organ,
            decided_on,
            how.name,
            by.reference,
            reason,
            (how.article,) if how.article else (),
            self._until(platform),
            decision=decision.named if decision else None,
            first_reference=first.reference if first.document is None else None,
            cancelled=first.state != "cancelled" and any(one.state == "cancelled" for one in self.case.result_ends),
            barred=barred,
        )

    def _until(self, platform: Platform) -> date | None:
        """The last day of the licence, which a renewal by silence may have moved."""
        entry = register.find(platform.table, self.certificate.identifier or "")
        return entry.renewal.until if entry and entry.renewal else term_of(self.case).until
