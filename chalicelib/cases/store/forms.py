"""The form of a case: the one that counts, its earlier versions, and what is found by the data in it."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case, applicant
from chalicelib.cases.model.form_changes import persons_touched
from chalicelib.cases.model.guardianship import guardian_of, ward_for_case
from chalicelib.cases.model.numbers import FACTOR_LENGTH, factor_digest, is_factor
from chalicelib.cases.model.pledge import still_bound
from chalicelib.cases.store import search
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.identifiers import main_number
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, When, put
from chalicelib.foundation.writing import plain_number

Form = Mapping[str, Any]
# A row holds 400 KB.
FORM_BYTES = 200_000


def form_item(case: str, form: Form) -> Item:
    """The row of a form as it was typed."""
    return {**keys.form(case)._asdict(), "form": _json(form)}


def new_version(platform: Platform, before: Case, item: ItemDocument, old: Form, new: Form) -> tuple[Case, list[Op]]:
    """The case with its changed form, and the writes: the old form is kept under its version, for ever.

    What was applied for online stays with its account, which may be that of the applicant's guardian. Who no longer
    chooses to give the own word (告知承诺) is bound by none.
    """
    at_window = before.channel == "counter"
    after = before.model_copy(
        update={
            "form_version": before.form_version + 1,
            "applicant_name": new["applicant"]["name"],
            "guardian_name": guardian_of(new).get("name", ""),
            "pledge": still_bound(before.pledge, item, new),
            **(_owner(platform, new) if at_window else {}),
        }
    )
    after = with_ward(platform, after, item, new)
    writes = [*form_writes(before, old, new), query_row(platform, after, new, when=None)]
    return after, [*writes, *search.renamed(platform, before, after)]


def form_writes(before: Case, old: Form, new: Form) -> list[Op]:
    """The new form, and the old one under its version."""
    kept = {**keys.earlier_form(before.id, before.form_version)._asdict(), "form": _json(old)}
    return [put(form_item(before.id, new)), put(kept, when=ABSENT)]


def with_ward(platform: Platform, case: Case, item: ItemDocument, form: Form) -> Case:
    """The case with the person for whom a guardian has applied, who finds it with the own account: in the own list,
    unless the person is the applicant, in whose list it is anyway.
    """
    ward = ward_for_case(item, form, (case.first_received_at or case.created_at).date())
    key = blind_index(platform.index_keys.writes, *ward.parts) if ward and ward.parts else ""
    return case.model_copy(update={"ward": ward, "ward_key": "" if key == case.applicant_key else key})


def earlier_forms(table: Table, case: str) -> dict[int, dict[str, Any]]:
    """The forms that were corrected after the receipt, by their versions."""
    rows = table.query_all(keys.case(case), prefix=keys.EARLIER_FORM)
    return {int(keys.name_in(row["sk"], keys.EARLIER_FORM)): json.loads(row["form"]) for row in rows}


def forms_since_receipt(table: Table, case: Case, old: Form, new: Form) -> list[Form]:
    """The forms of the case, the oldest first, `old` last. The earlier ones are read only where `new` writes a person
    differently: nothing else is compared with them.
    """
    if case.form_version == 1 or not persons_touched(old, new):
        return [old]
    kept = earlier_forms(table, case.id)
    return [*(kept[version] for version in sorted(kept)), old]


def _owner(platform: Platform, form: Form) -> dict[str, Any]:
    """The blind index under which the applicant's own account finds the case, and what it is made of."""
    parts = applicant.owner_of(form["applicant"])
    return {"applicant_key": blind_index(platform.index_keys.writes, *parts), "applicant_parts": parts}


def query_row(platform: Platform, case: Case, form: Form, *, when: When | None = ABSENT) -> Op:
    """What /progress needs; of the identity factors only salted digests are kept."""
    code = case.query_code or ""
    factors = query_factors(platform, code, form)
    return put({**keys.query_code(code)._asdict(), "case_id": case.id, "factors": factors}, when=when)


def query_factors(platform: Platform, code: str, form: Form) -> list[str]:
    """The digests of what somebody who has the query code may be asked for."""
    person = form["applicant"]
    phone = main_number(person.get("phone") or person.get("contact", {}).get("phone", ""))
    known = {factor[-FACTOR_LENGTH:] for factor in (*applicant.factors_of(person), plain_number(phone))}
    return [factor_digest(platform.index_keys.writes, code, factor) for factor in sorted(known) if is_factor(factor)]


def _json(form: Form) -> str:
    """422 for what a row cannot hold: too much, or what JSON has no word for."""
    try:
        text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        size = len(text.encode())
    except ValueError:
        raise problems.Invalid(code="form_unreadable", title="表单中有无法保存的数字或字符，请修改后重新保存") from None
    if size > FORM_BYTES:
        raise problems.Invalid(
            code="form_too_large", title=f"表单内容超过 {FORM_BYTES // 1000} KB，较长的内容请作为材料上传"
        )
    return text
