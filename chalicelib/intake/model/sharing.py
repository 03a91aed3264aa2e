"""What is asked of other organs for a case, and the file that their answer becomes (国务院令第716号第七条). Pure."""

import base64
import hashlib
from datetime import datetime

from chalicelib.cases.model import Case
from chalicelib.cases.model.material import ENDINGS, MaterialFile
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.exchange.model.sharing import Obtained, SharingQuery
from chalicelib.intake.model.shared_holder import Holder


def query_of(case: Case, line: ChecklistLine, holder: Holder, question: SharingQuestion) -> SharingQuery:
    """Nothing of the form goes out but who the holder is."""
    return SharingQuery(
        id=question.id,
        certificate=line.e_certificate_type or line.name,
        holder_name=holder.name,
        holder_id_type=holder.id_type,
        holder_number=holder.number,
        purpose=purpose_of(case),
        case_number=case.number or "",
        item=case.item,
        division=case.division,
    )


def purpose_of(case: Case) -> str:
    return f"办理“{case.item_name}”"


def file_of(
    case: Case, line: ChecklistLine, question: SharingQuestion, found: Obtained, kept: bytes, at: datetime
) -> MaterialFile:
    """The file as the case receives it by its next event: level A, from this organ, for this purpose."""
    return MaterialFile(
        id=question.id,
        line=line.no,
        file_name=f"{line.name}{ENDINGS[found.content_type][0]}",
        size=len(found.content),
        sha256=_digest(found.content),
        kept_sha256=_digest(kept),
        content_type=found.content_type,
        state="ready",
        requested_at=at,
        checked_at=at,
        added_by="machine",
        event=case.seq + 1,
        level="A",
        issuer=found.issuer,
        obtained_for=purpose_of(case),
        valid_until=found.valid_until,
    )


def _digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
