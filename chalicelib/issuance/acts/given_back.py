"""What an annulled end gives back: the case without it, and the certificate in the register."""

from datetime import date
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.annulled import AnnulledDecision
from chalicelib.documents.store.vault import Document
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
