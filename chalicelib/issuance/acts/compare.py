"""核对: the paper result against the e-certificate, field by field; a mismatch blocks issue (rules 一(三)6, R38).

Only what was found equal is shown to the applicant and known to the public.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from chalicelib.cases.acts.begun import Begun, Made
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status, Task
from chalicelib.cases.model.acts import COMPARE
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import TASK_KINDS, OpenTask
from chalicelib.cases.store.records import load_file
from chalicelib.documents.model.characters import standard
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE, HELD, PENDING, PREPARING, READY, Document, WholeDocument
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, update
from chalicelib.issuance.acts.make_result import collection
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.fees import is_to_order, require_ordered, require_paid
from chalicelib.issuance.model.paper import FIELDS, differing, lines_of, unreadable
from chalicelib.issuance.store import register

FACE = "/face"
AMEND = "amend"


@act
def compare(
    platform: Platform, caller: Caller, case_id: str, printed: Mapping[str, str], root: str | None = None
) -> Receipt:
    """`printed` is what the clerk reads on the paper result, line by line of its face; 422 where a line is not read.
    The answer names every line that differs, as the API calls it and as the certificate does. Another writing
    of the same is no difference. `root` is where the request has the lines, if not at `/face`.
    """
    with meanwhile(lambda: vault.load_whole(platform, case_id, CERTIFICATE)) as certificate:
        begun = begin(platform, caller, COMPARE, case_id)
    _require_released(begun.case, caller.at.date())
    require_paid(begun.case)
    _require_ordered(begun)
    known = certificate_of(certificate.result())
    require_printed(certificate.result())
    read = {name: standard(text) for name, text in printed.items()}
    lines, where = lines_of(known), FACE if root is None or known.face else root
    if unread := unreadable(read, lines, where):
        raise problems.Invalid(errors=unread)
    differ = differing(read, lines, known)
    mismatches = [line.key for line in differ]
    if mismatches:
        return _mismatched(begun, mismatches, [line.label for line in differ])
    notice = collection(begun, [known.title])
    asked = begun.case.open_task(AMEND)
    return begun.commit(
        _without(begun.case, asked).moved_to(Status.DELIVERING, mismatch_at=None),
        data={"document": CERTIFICATE, "document_digests": {notice.no: notice.digest}},
        answer={"matched": True, "mismatches": [], "mismatch_labels": []},
        ops=[
            *notice.ops,
            update(keys.document(case_id, CERTIFICATE), put={"state": READY}, when=equals(state=PENDING)),
            register.compared(known.identifier, caller.at.date()),
        ],
        effects=[notice.effect],
        cancels="matched",
    )


def _require_released(case: Case, today: date) -> None:
    """What is found equal can be downloaded and handed over: a result that waits for others is compared with them, or
    on its own last day (行政许可法44).
    """
    due = case.due("issue")
    if case.joint is None or not case.joint.held_back or due is None or today >= due:
        return
    title = f"该事项的结果与同一申请的其他事项一并颁发；其他事项没有办毕的，于{due}单独颁发"
    raise problems.Conflict(code="result_held_back", title=title, more={"alone_on": str(due)})


def _mismatched(begun: Begun, fields: Sequence[str], labels: Sequence[str]) -> Receipt:
    found = begun.case.model_copy(update={"mismatch_at": begun.caller.at})
    task = _to_amend(found, begun.caller.at)
    asked: Made = {"asked": task} if task else {}
    return begun.commit(
        found.with_task(task) if task else found,
        **asked
        | {
            "event": "mismatch_found",
            "data": {"fields": [*fields]},
            "answer": {"matched": False, "mismatches": [*fields], "mismatch_labels": [*labels]},
        },
    )


def _to_amend(case: Case, at: datetime) -> Task | None:
    """What the organ above is asked that has decided: whether its certificate is wrong. It is asked once, until it has
    put the certificate right or the paper was printed again. A department sees the mismatch in its own list.
    """
    if case.superior is None or case.open_task(AMEND):
        return None
    return new_task(case, TASK_KINDS[AMEND], at)


def _without(case: Case, task: OpenTask | None) -> Case:
    return case.without_task(task.no) if task else case


def _require_ordered(begun: Begun) -> None:
    """What is found equal can be downloaded, so a fee that is due before must have been ordered. The form is read only
    where that is in question.
    """
    if is_to_order(begun.case, begun.item) and (whole := load_file(begun.platform.table, begun.case.id)):
        require_ordered(begun.case, begun.item, whole.form)


def certificate_shown(platform: Platform, case: Case, read: WholeDocument | None = None) -> CertificateData:
    """`read` is its document as it was read beside the case."""
    document = read or vault.load_whole(platform, case.id, CERTIFICATE)
    vault.require_made(case, CERTIFICATE, document)
    return certificate_of(document)


def certificate_of(document: WholeDocument | None) -> CertificateData:
    if document is None:
        raise problems.NotFound(code="certificate_not_found", title="该办件没有电子证照")
    return CertificateData.model_validate_json(document.data)


def require_printed(document: Document | None) -> None:
    """409 while the certificate is being printed, or cannot be: there is nothing to compare or hand over."""
    if document and document.state == PREPARING:
        raise problems.Conflict(
            code="document_preparing", title="证照正在制作，请稍后再试", headers={"Retry-After": "2"}
        )
    if document and document.state == HELD:
        raise problems.Conflict(
            code="document_held",
            title="证照或文书中有字库未收的字，暂时不能印制，请先处理",
            headers={"Retry-After": "3600"},
        )


def face_of(certificate: CertificateData) -> dict[str, str]:
    """What stands on the certificate, line by line."""
    return {line.key: line.value for line in lines_of(certificate)}


def summary_of(certificate: CertificateData) -> dict[str, str]:
    """What every certificate has, whatever its face is. `valid_until` is a day, the words printed instead of one, or
    empty.
    """
    texts = {name: str(getattr(certificate, name) or "") for name in FIELDS}
    return texts | {"valid_until": texts["valid_until"] or certificate.validity or ""}
