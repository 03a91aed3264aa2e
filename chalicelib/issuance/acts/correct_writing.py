"""更正姓名写法: a name that no font can print gets another writing, and every document held for it is issued again.

The documents keep their numbers and their days. None that somebody has seen is changed: what is held was shown to
nobody. The applicant stays the same person, so that the number of the document shown at receipt is not touched.
"""

import json
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.form_changes import applied_on, form_digest
from chalicelib.cases.store.forms import new_version
from chalicelib.documents.model.digest import canonical_digest, text_digest, text_salt
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import order
from chalicelib.documents.store.vault import CERTIFICATE, HELD, WholeDocument
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, equals, update
from chalicelib.issuance.acts.compare import certificate_of
from chalicelib.issuance.model.writing import Writing
from chalicelib.issuance.store import register


@act
def correct_writing(platform: Platform, caller: Caller, case_id: str, row: CaseAct, writing: Writing) -> Receipt:
    """`row`: of the window before acceptance, of the chief representative after it. 409 while nothing is held."""
    with meanwhile(lambda: vault.whole_documents(platform, case_id)) as documents:
        begun = begin(platform, caller, row, case_id, whole=True)
    held = [document for document in documents.result() if document.state == HELD]
    if not held:
        raise problems.Conflict(code="nothing_held", title="本办件没有因字库未收的字而暂未印制的文书")
    lacking = [point for document in held for point in document.unprintable]
    if errors := list(writing.faults(lacking, applied_on(begun.case), caller.at.date())):
        raise problems.Invalid(errors=errors)
    renewed = [(document, data) for document in held if (data := _rewritten(document, writing)) != document.data]
    if not renewed:
        raise problems.Conflict(code="nothing_held", title="暂未印制的文书中没有这个姓名（名称）")
    after, writes, facts = _form(begun, writing)
    secret, again = begun.case.chain_key, f"-{begun.case.seq + 1}"
    return begun.commit(
        after,
        both={"documents": [document.no for document, _ in renewed], "form_version": after.form_version},
        data={
            **writing.for_the_chain(secret, case_id),
            **facts,
            "document_digests": dict(_text_digests(begun, renewed)),
        },
        answer={"number": after.number},
        ops=[*writes, *(op for document, data in renewed for op in _rows(document, data, writing, begun.case.seq + 1))],
        effects=[
            order(document.model_dump(mode="json", exclude_defaults=True), repetition=again) for document, _ in renewed
        ],
    )


def _text_digests(begun: Begun, renewed: Sequence[tuple[WholeDocument, str]]) -> Iterator[tuple[str, str]]:
    """The new texts by their names, with the digests by which they can be checked."""
    for document, data in renewed:
        name = _text_name(document, begun.case.seq + 1)
        yield name, text_digest(text_salt(begun.case.chain_key, name), data)


def _text_name(document: WholeDocument, seq: int) -> str:
    return f"{document.no}.w{seq}"


def _rewritten(document: WholeDocument, writing: Writing) -> str:
    was = json.loads(document.data)
    new = writing.rewritten(was)
    return document.data if new == was else json.dumps(new, ensure_ascii=False)


def _form(begun: Begun, writing: Writing) -> tuple[Case, Sequence[Op], dict[str, JsonValue]]:
    """The case with the writing in its form; unchanged where only a document has the name, as that of an agent."""
    platform, case, old = begun.platform, begun.case, begun.found.form
    new = {**old, "applicant": writing.renamed(old["applicant"])}
    if new == old:
        return case, (), {}
    after, writes = new_version(platform, case, begun.item, old, new)
    return after, writes, {"before": form_digest(case, old), "after": form_digest(case, new)}


def _rows(document: WholeDocument, data: str, writing: Writing, seq: int) -> list[Op]:
    """The row stays held until it is printed, and leads to the new text; the old text stays.

    The register has the digest of what the certificate says now.
    """
    consent = writing.consent.model_dump(mode="json") | {"source": writing.source}
    key = keys.document(document.case_id, document.no)
    text = _text_name(document, seq)
    same = equals(state=HELD, text=document.text)
    rows = [
        update(key, put={"text": text, "rewritten": consent}, when=same),
        vault.text_row(document.case_id, text, data),
    ]
    if document.no != CERTIFICATE:
        return rows
    certificate = certificate_of(document.model_copy(update={"data": data}))
    return [*rows, register.rewritten(certificate.identifier, canonical_digest(certificate))]
