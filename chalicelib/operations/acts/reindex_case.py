"""重建索引: what a case is found by, written anew with the key of the blind indexes that writes now."""

from collections.abc import Iterator

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.applicant import owner_of
from chalicelib.cases.model.presented import part
from chalicelib.cases.store import search
from chalicelib.cases.store.forms import Form, query_factors
from chalicelib.cases.store.records import CaseFile, applicant_row, listed_row, load_file
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import PRESENT, Op, delete, equals, put, update
from chalicelib.intake.store import open_drafts
from chalicelib.operations.acts.reindex_rows import reindex_rows


def reindex_case(platform: Platform, case_id: str, *, dry_run: bool) -> bool:
    """Whether something of the case was found by the key before, and is written anew unless it is a `dry_run`.

    There is no event. It may be repeated, and nobody is kept waiting: an act that goes on meanwhile is refused once and
    starts again.
    """

    def changes() -> list[Op]:
        found = load_file(platform.table, case_id)
        return list(_changes(platform, found)) if found else []

    return reindex_rows(platform, changes, dry_run=dry_run)


def _changes(platform: Platform, found: CaseFile) -> Iterator[Op]:
    case = found.case
    if case.erasing_at:
        return  # nobody finds it by a person any more
    current = blind_index(platform.index_keys.writes, *_parts(platform, case, found.form))
    if current != case.applicant_key:
        yield from _of_applicant(case, case.model_copy(update={"applicant_key": current}))
        yield from _of_drafts(platform, case, current)
    yield from _of_ward(platform, case)
    if case.received_at is not None:
        yield from _of_name(platform, case)
    if case.query_code and found.form:
        yield from _of_query_code(platform, case.query_code, found.form)


def _parts(platform: Platform, case: Case, form: Form) -> tuple[str, ...]:
    """What the applicant's index is made of. A case from before it was kept has the applicant or the guardian of its
    form as its account.
    """
    if case.applicant_parts:
        return case.applicant_parts
    applicant = part(form, "applicant")
    for person in (applicant, part(applicant, "guardian")):
        parts = owner_of(person)
        if case.applicant_key in {blind_index(key, *parts) for key in platform.index_keys.reads}:
            return parts
    raise LookupError("nobody in the form has this index")


def _of_applicant(before: Case, after: Case) -> Iterator[Op]:
    """The case in its applicant's list."""
    old, new = applicant_row(before), applicant_row(after)
    same = equals(applicant_key=before.applicant_key, status=before.status.value, seq=before.seq)
    yield update(keys.meta(before.id), put={"applicant_key": after.applicant_key}, when=same)
    yield delete(keys.Key(old["pk"], old["sk"]), label="former list")
    yield put(new, label="list")


def _of_ward(platform: Platform, case: Case) -> Iterator[Op]:
    """The case in the list of the person for whom a guardian has applied."""
    if not case.ward or not case.ward_key:
        return
    current = blind_index(platform.index_keys.writes, *case.ward.parts)
    if current != case.ward_key:
        old = listed_row(case, case.ward_key)
        unmoved = equals(edition=case.holder_edition)
        yield update(keys.holder(case.id), put={"ward_key": current}, when=unmoved, label="ward")
        yield delete(keys.Key(old["pk"], old["sk"]), label="former list of the ward")
        yield put(listed_row(case, current), label="list of the ward")


def _of_drafts(platform: Platform, case: Case, current: str) -> Iterator[Op]:
    """A draft is counted under the current key. A count under the key before goes when it has come to nothing: nobody
    could find it once that key has ended.
    """
    former, draft = keys.open_drafts(case.applicant_key), case.status is Status.DRAFT
    row = platform.table.get(former)
    if row and row["value"] - draft <= 0:
        yield delete(former, when=equals(value=row["value"]), label="former drafts")
    elif draft:
        yield open_drafts.one_less(case.applicant_key)
    if draft:
        yield update(keys.open_drafts(current), add={"value": 1}, label="drafts")


def _of_name(platform: Platform, case: Case) -> Iterator[Op]:
    now, *before = search.named(platform, case)
    number = keys.case_number(case.number or "")
    there = platform.table.get_many([number, *before])
    leads = there.pop(number, {})
    for key in there:
        yield delete(key, when=PRESENT, label="former name")
        yield search.named_row(now, case, "name")
    if leads and leads.get("named_pk") != now.pk:  # of a case from before it was kept there is none
        yield update(number, put=search.leads_to(now), when=PRESENT, label="number")


def _of_query_code(platform: Platform, code: str, form: Form) -> Iterator[Op]:
    row = platform.table.get(keys.query_code(code))
    factors = query_factors(platform, code, form)
    if row and row["factors"] != factors:
        yield update(keys.query_code(code), put={"factors": factors}, when=equals(factors=row["factors"]))
