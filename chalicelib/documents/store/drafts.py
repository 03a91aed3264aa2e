"""The documents (文书) that acts issue.

An act writes its document as two rows of the case, in its own transaction: one that changes and one with the text. The
message goes to the documents queue, where the document gets its number, and from there to the queue of renderings,
where it becomes a PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.superior import Superior
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import cite
from chalicelib.catalogue.model.remedies import remedies_of
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.directory.model import Place, Remedies
from chalicelib.directory.model.seals import Seal as RegisteredSeal
from chalicelib.directory.store import load_place
from chalicelib.directory.store.authority import seal_for
from chalicelib.directory.store.seals import record_use
from chalicelib.documents.model.digest import text_digest, text_salt
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, NoticeData, ReviewedBelow, Seal
from chalicelib.documents.store.vault import PREPARING, text_row
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, put

SERVICE_SEAL = "业务专用章"


class Draft(NamedTuple):
    """A document of this act: its number within the case, its rows with the entry in the log of its seal, the message
    that has it numbered and printed, and the digest of its text for the event.
    """

    no: str
    ops: tuple[Op, ...]
    effect: SendMessage
    digest: str


@dataclass(frozen=True)
class Letterhead:
    """What the documents of one act share. A builder takes `facts` and `formalities`, `draft` takes what it built.

    `registered`: the seal is in the register of seals, which logs each document that bears it. `author` is the id of
    the organ whose documents they are.
    """

    case: Case
    place: Place
    facts: CaseFacts
    formalities: Formalities
    remedies: Remedies
    organ_code: str
    at: datetime
    registered: bool = False
    author: str = ""

    @property
    def seal(self) -> Seal:
        """That of the organ."""
        if self.formalities.seal is None:
            raise ValueError("an organ writes under its seal")
        return self.formalities.seal

    def on_paper(self, paper: bool) -> CaseFacts:
        """`facts` for a document that is printed and signed at the window, or that is read on a screen."""
        return self.facts.model_copy(update={"paper": paper})

    def for_agent(self, under: Authorisation | None) -> "Letterhead":
        """With the agent who acts for the applicant, whom the document names."""
        if under is None:
            return self
        return self.naming(under.agent.name, operator=under.kind == "operator")

    def naming(self, agent: str, *, operator: bool) -> "Letterhead":
        """With the name of an agent, as that of a company's operator (经办人) or of a 委托代理人."""
        kind = "operator" if operator else "agent"
        return replace(self, facts=self.facts.model_copy(update={"agent": agent, "agent_kind": kind}))

    def draft(self, notice: NoticeData, readers: Sequence[str] = (), *, to_applicant: bool = True) -> Draft:
        """`notice` as a document of the act that is next on the case: call it before `commit` moves `case.seq`.

        `readers` are the departments that read it besides that which decides the case.
        """
        no = document_no(self.case.seq + 1, notice.kind)
        row = {
            **keys.document(self.case.id, no)._asdict(),
            "case_id": self.case.id,
            "no": no,
            "kind": notice.kind.value,
            "title": notice.title,
            "state": PREPARING,
            "template": "notice",
            "text": no,
            "division": self.case.division,
            "organ": self.author,
            "organ_code": self.organ_code,
            "year": notice.formalities.issued.year,
            "created_at": self.at.isoformat(),
            **({"readers": [*readers]} if readers else {}),
            **({} if to_applicant else {"to_applicant": False}),
        }
        uses = ()
        if seal := notice.formalities.seal:
            row["seal"], uses = seal.id, self.seal_uses(no, notice.kind.value)
        text = notice.model_dump_json()
        digest = text_digest(text_salt(self.case.chain_key, no), text)
        ops = (put(row, when=ABSENT), text_row(self.case.id, no, text), *uses)
        return Draft(no, ops, order(row), digest)

    def seal_uses(self, no: str, kind: str) -> list[Op]:
        """The entry of this document in the log of its seal (R71), for the transaction that makes the document: call it
        before `commit` moves `case.seq`.
        """
        if not self.registered:
            return []
        case, seal = self.case, self.seal
        facts = {"case_id": case.id, "no": no, "kind": kind, "seq": case.seq + 1}
        return [record_use(case.division, seal.id, self.at, f"{case.id}/{no}", facts)]


def letterhead(
    platform: Platform, case: Case, item: ItemDocument, at: datetime, directory: int | None, *, above: bool = False
) -> Letterhead:
    """The letterhead for `case` as the act leaves it: it prints the case's number and day of receipt.

    `at` is the legal time of the act. Date and year of the document come from it, not from the time of writing.

    The names are those of the case's division, whichever division this deployment serves. The department is the author
    of every document and its approval seal the only one (rules 一(二)3(6)): the one of that day in the register of
    seals (R71). Where the register has none for the department, the profile of the place says the seal's id, and no use
    is logged. `directory` is the version of the division's directory as the act's gate has read it; without one the
    register is read now, as for a machine. `above`: the organ above speaks, which has the case and has not decided yet.
    """
    place = load_place(platform.table, case.division, wall=platform.wall())
    speaks = case.superior if above else author_above(case)
    organ = speaks.name if speaks else place.full_name(case.department, item.department_name)
    remedies = remedies_of(item, place, above=speaks is not None)
    facts = _facts(case, item, place, organ, at)
    if remedies.complaints:
        facts = facts.model_copy(update={"we": "本单位"})
    if speaks and case.reported_at:
        below = place.full_name(case.department, item.department_name)
        reported = ReviewedBelow(organ=below, reported_on=case.reported_at.date())
        facts = facts.model_copy(update={"below": reported})
    author = speaks.organ if speaks else case.department
    kept = seal_for(platform.table, case.division, author, at, directory)
    seal = _registered(kept, organ) if kept else _of_the_profile(place, author, organ, remedies)
    if speaks and not kept:  # no organ of this place: its seal is numbered by its own
        seal = seal.model_copy(update={"id": f"{speaks.region}-{speaks.organ}"})
    return Letterhead(
        case,
        place,
        facts,
        Formalities(number=None, issued=at.date(), seal=seal, sample=platform.settings.sample_documents),
        remedies=remedies,
        organ_code=speaks.name if speaks else place.number_code(author, item.department_name),
        at=at,
        registered=kept is not None,
        author=author,
    )


def author_above(case: Case) -> Superior | None:
    """The organ above, of a case that it has decided: decision and result are its own documents. Before, the department
    here speaks.
    """
    return case.superior if case.decided_at is not None else None


def _registered(kept: RegisteredSeal, organ: str) -> Seal:
    """The inscription is printed as the register has it: the organ's name on a line of its own, where it begins so."""
    return Seal(id=kept.id, organ=organ, name=kept.inscription.removeprefix(organ) or kept.inscription)


def _of_the_profile(place: Place, department: str, organ: str, remedies: Remedies) -> Seal:
    seal = Seal(id=place.seal_id(department), organ=organ)
    if remedies.complaints:  # what is no administrative act is not sealed as one
        return seal.model_copy(update={"name": SERVICE_SEAL})
    return seal


def order(row: Item, *, repetition: str = "") -> SendMessage:
    """The message that has the document of this row numbered and printed; only printed, if it has its number.

    SQS drops a message whose `unique` it has seen within five minutes; `repetition` makes a repeated one differ.
    """
    case_id, no = row["case_id"], row["no"]
    if row.get("number"):
        return printing(case_id, no)
    register = [row[part] for part in ("division", "organ", "kind", "year")]
    return SendMessage(
        queue=names.DOCUMENTS_QUEUE,
        body={"case_id": case_id, "document": no, "in_register": register},
        group="-".join(map(str, register)),
        unique=f"{case_id}-{no}{repetition}",
    )


def printing(case_id: str, no: str) -> SendMessage:
    """The message that has a numbered document printed."""
    return SendMessage(queue=names.RENDERINGS_QUEUE, body={"case_id": case_id, "document": no})


def document_no(seq: int, kind: DocumentKind) -> str:
    """The document's name within its case, fit for URLs: the number of its event and its kind."""
    return f"{seq:04d}-{kind.value.replace('_', '-')}"


def _facts(case: Case, item: ItemDocument, place: Place, organ: str, at: datetime) -> CaseFacts:
    applied = case.first_received_at or case.received_at or at
    return CaseFacts(
        case_number=case.number or case.id,
        item=case.item_name,
        applicant=case.applicant_name,
        organ=organ,
        applied_on=applied.date(),
        window_phone=place.phone,
        regime=item.regime,
        item_basis=tuple(cite(basis.law, basis.article) for basis in item.legal_basis),
        kind=case.applicant_kind,
        guardian=case.guardian_name,
        decision_words=(item.decision.granted, item.decision.refused) if item.decision else None,
        paper=case.channel == "counter",
    )
