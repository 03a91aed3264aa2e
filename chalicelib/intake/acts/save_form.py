"""保存表单: the draft's form is replaced as a whole, and kept as it was typed.

What is wrong with it so far is answered, so nobody loses a page for a half-typed field. `submit` refuses it. A draft
whose item was published anew since moves to the current version with it, and its files to the lines that the new list
has for them.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import SAVE_FORM
from chalicelib.cases.model.material import GONE
from chalicelib.cases.store.forms import form_item
from chalicelib.cases.store.records import applicant_row, update_file
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, equals, put, update
from chalicelib.intake.acts.create_application import examined_by_several, open_online
from chalicelib.intake.model.application import of_item
from chalicelib.intake.store.application import draft_findings
from chalicelib.intake.store.own_duplicates import own_cases_of, warned

NOT_LISTED = "材料清单已更新，不再需要此项材料"


@act
def save_form(platform: Platform, caller: Caller, case_id: str, form: Mapping[str, Any]) -> Receipt:
    with meanwhile(lambda: own_cases_of(platform, caller)) as own:
        begun = begin(platform, caller, SAVE_FORM, case_id, whole=True)
    case, identity = begun.case, begun.identity
    if identity is None:
        raise problems.Forbidden
    item = open_online(platform, case.item, identity, caller.at)
    moves = item.version != case.item_version
    changes = {**of_item(item), "form_version": case.form_version + 1}
    several = examined_by_several(platform, item, caller.at)
    saved = case.model_copy(update={**changes, "unified": several})
    facts = {"id": case.id, "status": case.status.value, "status_label": case.status.label}
    findings = draft_findings(item, form, identity, caller.at.date())
    findings["warnings"] += warned(platform, saved, item, form, own.result())
    receipt = Receipt({**facts, **findings}, saved.etag)
    platform.table.write(
        update(
            keys.meta(case.id),
            put={
                **changes,
                "saved_at": caller.at.isoformat(),
                **begun.standing_moved,
                **({"unified": several.model_dump(mode="json")} if several else {}),
            },
            add={"files": -_without_place(begun, item)},
            remove=("unified",) if case.unified and not several else (),
            # A file that is announced meanwhile has to be moved to the new list too.
            when=equals(
                form_version=case.form_version,
                status=case.status.value,
                applicant_key=case.applicant_key,
                **({"files": case.files} if moves else {}),
            ),
        ),
        put(form_item(case.id, form)),
        *(_moved(begun, saved, item) if moves else []),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _moved(begun: Begun, saved: Case, item: ServiceItem) -> list[Op]:
    """The draft in its owner's list, and its files at the lines of the new version: a line is known by its material."""
    old = {f"{number:02d}": material.name for number, material in enumerate(begun.item.materials, start=1)}
    new = {material.name: f"{number:02d}" for number, material in enumerate(item.materials, start=1)}
    ops = [put(applicant_row(saved))]
    for file in begun.found.files:
        line = new.get(old[file.line])
        if file.state in GONE or line == file.line:
            continue
        changes = {"line": line} if line else {"state": "refused", "reason": NOT_LISTED}
        ops.append(update_file(saved.id, file, **changes))
    return ops


def _without_place(begun: Begun, item: ServiceItem) -> int:
    """How many files have no line in the new list: they leave their places to others."""
    old = {f"{number:02d}": material.name for number, material in enumerate(begun.item.materials, start=1)}
    names = {material.name for material in item.materials}
    return sum(file.state not in GONE and old[file.line] not in names for file in begun.found.files)
