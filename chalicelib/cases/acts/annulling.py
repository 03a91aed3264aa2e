"""What is told of the paper that has annulled a decision of a case: whoever records one says the same of it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.cases.model.annulled import AnnulledBy, AnnulledDecision, Annuller
from chalicelib.cases.model.heard import Reference
from chalicelib.http.bodies import Part


class AnnulmentTold(Part):
    """撤销原决定的文书：由谁、以何种文书撤销。"""

    by: AnnulledBy
    organ: Annuller
    reference: Annotated[Reference, Field(description="复议决定、判决或者撤销决定的文号，不写个人信息")]

    def of(self, document: str | None, at: datetime) -> AnnulledDecision:
        """For the case. `document` is the annulled decision, if the case has it; `at` is when this was recorded."""
        return AnnulledDecision(document=document, at=at, by=self.by, organ=self.organ, reference=self.reference)
