"""The certificate of a granted case: its number, identifier and validity follow from the case alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.term import term_of
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.face_lines import RENEWS, FaceLine, Known, lines_of_face
from chalicelib.catalogue.model.forms.ward import named_holder
from chalicelib.catalogue.model.holders import ID_NUMBER, USCC, holder_of
from chalicelib.catalogue.model.validity import Granted
from chalicelib.directory.model import Place
from chalicelib.documents.model.characters import standard
from chalicelib.documents.model.notice import LabelledValue, Seal
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.ecertificate import make_identifier

TYPE_SERIAL = "001"
RENEWS_LABEL = "延续自原证照"


def certificate_of(
    case: Case, item: ServiceItem, form: Mapping[str, Any], *, seal: Seal, sample: bool, place: Place, remedies: str
) -> CertificateData:
    """The same data whenever it is made; `issued` is the day of the decision. The USCCs of the demonstration are
    SYNTHETIC. `remedies` are printed where the face has a line for them, and of a region its name in `place`.

    The face is that of the item's version to which the case is pinned. A case that was decided before faces were (its
    `face` is None) has none of its own.

    The salt that makes its digest no help in guessing the holder follows from the salt of the case and the identifier.
    """
    if case.decided_at is None or case.number is None:
        raise ValueError("only a decided case has a certificate")
    issued = case.decided_at.date()
    valid, term = case.validity or Granted(), term_of(case)
    issuer, serial = item.implementing_code[:18], case.number[31:]
    identifier = make_identifier(issuer + TYPE_SERIAL, issuer, serial, case.result_version)
    number, applicant = case.result_number or _number(item, case.division, serial), form["applicant"]
    known = Known(number, seal.organ, issued, term.until, term.words, remedies, place.region_name)
    face = _face(case, item, form, known)
    holder, code, label = _holder(item, form, face, issued)
    return CertificateData(
        title=valid.document or item.result.name,
        number=number,
        identifier=identifier,
        holder=standard(holder),
        holder_code=code,
        holder_code_label=label,
        facts=() if face else _facts(case, item, applicant),
        face=face,
        organ=seal.organ,
        issued=issued,
        valid_from=term.begins,
        valid_until=term.until,
        validity=term.words,
        seal=seal,
        sample=sample,
        salt=blind_index(case.chain_key, "certificate", identifier),
    )


def _number(item: ServiceItem, division: str, serial: str) -> str:
    """证照编号: item, region, day and serial. Serials are counted in each region, so that without the region two of
    them would give out the same number.
    """
    return f"{item.id.replace('-', '')}{division}{serial}"


def _holder(item: ServiceItem, form: Mapping[str, Any], face: Sequence[FaceLine], on: date) -> tuple[str, str, str]:
    """Name, number and what the number is called of whom the result is for: whom the face names, the child for whom
    the applicant has applied, or the applicant. A newborn has no number yet.
    """
    applicant = form["applicant"]
    if found := holder_of(form, face):
        return found.name, masked(found.code) if found.personal or not found.code else found.code, found.label
    if child := named_holder(item, form, on):
        return child.name, masked(child.document[1] if child.document else ""), ID_NUMBER
    if uscc := applicant.get("uscc"):
        return applicant["name"], uscc, USCC
    return applicant["name"], masked(applicant.get("id_number", "")), ID_NUMBER


def _face(case: Case, item: ServiceItem, form: Mapping[str, Any], known: Known) -> tuple[FaceLine, ...]:
    if case.face is None or not item.result_fields:
        return ()
    lines = lines_of_face(item, form, case.face, known)
    if case.renews:
        lines = (*lines, FaceLine(key=RENEWS, label=RENEWS_LABEL, value=case.renews.number))
    return tuple(line.model_copy(update={"value": standard(line.value)}) for line in lines)


def _facts(case: Case, item: ServiceItem, applicant: Mapping[str, Any]) -> tuple[LabelledValue, ...]:
    facts = [LabelledValue(label="许可事项" if item.is_licence else "办理事项", value=item.name)]
    representative = applicant.get("legal_representative")
    if representative:
        facts.append(LabelledValue(label="法定代表人（负责人）", value=standard(representative["name"])))
    if case.renews:
        facts.append(LabelledValue(label=RENEWS_LABEL, value=standard(case.renews.number)))
    return tuple(facts)


def masked(number: str) -> str:
    """First and last characters only, for what is shown in public (个人信息保护法51).

    Of a long number five characters are shown, of a short one never more than a third.
    """
    shown = min(5, len(number) // 3)
    head = shown - shown * 2 // 5
    tail = number[len(number) - (shown - head) :]
    return f"{number[:head]}{'*' * (len(number) - shown)}{tail}" if number else "-"
