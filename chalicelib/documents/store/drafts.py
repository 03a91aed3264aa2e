"""The 文书 that acts give out: each is a row of the case, written in the act, then numbered and rendered from the
documents queue.
"""

import re
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.catalogue.model import ItemDocument
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, NoticeData, Seal
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Item, Op, put

CITY = "阳江市"
GOVERNMENT = "阳江市人民政府"


class Draft(NamedTuple):
    """A document of this act: its number within the case, its row and the message that has it numbered and rendered."""

    no: str
    op: Op
    effect: SendMessage


def draft(platform: Platform, case: Case, item: ItemDocument, notice: NoticeData) -> Draft:
    """`notice` as the document of the act that comes next on `case`."""
    no = document_no(case.seq + 1, notice.kind)
    year = notice.formalities.issued.year
    row = {
        **keys.document(case.id, no)._asdict(),
        "case_id": case.id,
        "no": no,
        "kind": notice.kind.value,
        "title": notice.title,
        "state": "preparing",
        "template": "notice",
        "data": notice.model_dump_json(),
        "organ": case.department,
        "organ_short": organ_short(item),
        "year": year,
        "created_at": platform.now().isoformat(),
    }
    return Draft(no, put(row, when=ABSENT), order(row))


def order(row: Item, *, again: str = "") -> SendMessage:
    """The message that has the document of this row numbered and rendered. `again` tells a repetition from the first
    message, which SQS would drop it for.
    """
    case_id, no = row["case_id"], row["no"]
    return SendMessage(
        queue=names.DOCUMENTS_QUEUE,
        body={"case_id": case_id, "document": no},
        group=f"{row['organ']}-{row['kind']}-{row['year']}",
        unique=f"{case_id}-{no}{again}",
    )


def document_no(seq: int, kind: DocumentKind) -> str:
    """The document's name within its case: the number of its event and its kind, url-safe."""
    return f"{seq:04d}-{kind.value.replace('_', '-')}"


def case_facts(platform: Platform, case: Case, item: ItemDocument) -> CaseFacts:
    applied = case.first_received_at or case.received_at or platform.now()
    return CaseFacts(
        case_number=case.number or case.id,
        item=case.item_name,
        applicant=case.applicant_name,
        organ=organ_name(item),
        applied_on=applied.date(),
        window_phone=platform.settings.window_phone,
        licence=item.is_licence,
        item_basis=tuple(f"《{basis.law}》{articles(basis.article)}" for basis in item.legal_basis),
    )


def formalities(platform: Platform, case: Case, item: ItemDocument, issued: date | None = None) -> Formalities:
    """The department is the author of every document and its approval seal the only one (rules 一(二)3(6))."""
    seal = Seal(id=f"{case.division}-{case.department}", organ=organ_name(item))
    return Formalities(
        number=None, issued=issued or platform.now().date(), seal=seal, sample=platform.settings.sample_documents
    )


def organ_name(item: ItemDocument) -> str:
    """The organ's full name: 市场监督管理局 -> 阳江市市场监督管理局."""
    name = re.sub(r"\(.*?\)", "", item.department_name)
    if name.startswith(CITY[:2]):
        return name
    return f"{CITY[:2]}{name}" if name.startswith("市委") else f"{CITY}{name}"


def organ_short(item: ItemDocument) -> str:
    """The short name in document numbers, from the name in the rules: 食药监局 -> 食药监."""
    return re.sub(r"\(.*?\)|局$", "", item.department_name_2018)


def articles(text: str) -> str:
    return f"第{text}条" if re.fullmatch(r"[0-9,、\-()（）一二三四五六七八九十]+", text) else text
