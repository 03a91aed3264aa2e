"""The largest lawful acts fit into one transaction: a hundred operations and 4 MB are all that AWS takes."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from pydantic import JsonValue

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Status
from chalicelib.cases.model.material import FILES_PER_CASE, FILES_PER_LINE, lines_of
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue import store
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.signing import Signing
from chalicelib.review.acts.decide import decide
from proofs.kit.applications import BYTES, COMPANY, PERMIT, announced, paper
from proofs.kit.cast import CHIEF, CLERK, ISSUER
from proofs.kit.catalogue import item_document, publish
from proofs.kit.dynamo import transactions
from proofs.kit.hall import Hall

LINES = tuple(PERMIT.lines)
FULL = [line for line in LINES for _ in range(FILES_PER_LINE)]
LONG = "第一行：字" * 99
# What may still be added to an act before somebody has to think again.
SPARE = 5


class Largest:
    """The most operations and bytes of any transaction."""

    operations = 0
    size = 0


@contextmanager
def measured() -> Iterator[Largest]:
    found, small_enough, entries = Largest(), transactions.small_enough, transactions.entries

    def weighed(sizes: Iterable[int]) -> None:
        every = [*sizes]
        found.size = max(found.size, sum(every))
        small_enough(every)

    def counted(request: Mapping[str, Any], *actions: str) -> Any:
        told = entries(request, *actions)
        found.operations = max(found.operations, len(told))
        return told

    with (
        patch.object(transactions, "small_enough", weighed),
        patch.object(transactions, "entries", counted),
        patch.object(transactions, "NEVER_TOO_LARGE", 0),
    ):
        yield found


def require_room(found: Largest, *, operations: int) -> None:
    """At least so many operations, because the act was a large one; and room is left."""
    assert operations <= found.operations <= transactions.OPERATIONS_AT_MOST - SPARE
    assert 0 < found.size < transactions.BYTES_AT_MOST / 2


def form_with(hall: Hall, **changes: Any) -> dict[str, Any]:
    filled = hall.form()
    contact = {"name": "李" * 100, "phone": "13800138000"}
    return {**filled, "applicant": {**filled["applicant"], "contact": contact, **changes}}


def full_draft(hall: Hall) -> str:
    case_id = hall.draft(filled=form_with(hall))
    hall.hand_in(case_id, *FULL)
    return case_id


def every_line(hall: Hall, case_id: str) -> list[str]:
    found = load_file(hall.platform.table, case_id)
    if found is None:
        raise LookupError(case_id)
    return [
        line.no for line in lines_of(item_of(hall.platform, found.case), found.form) if line.applies and not line.shared
    ]


def signing() -> Signing:
    return Signing.model_validate(PERMIT.recipient)


def test_a_case_takes_no_more_files_than_the_tests_hand_in(hall: Hall):
    assert len(FULL) == FILES_PER_CASE
    case_id = full_draft(hall)
    new = NewFile.model_validate(announced(LINES[0], BYTES))
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY, case_id), case_id, new)
    assert {error.code for error in refused.value.errors} == {"too_many_files"}


def test_a_submission_of_all_files(hall: Hall):
    case_id = full_draft(hall)
    with measured() as found:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    require_room(found, operations=FILES_PER_CASE + 5)


def test_a_draft_whose_every_file_moves_to_another_line(hall: Hall):
    case_id = full_draft(hall)
    *others, last = item_document(PERMIT.item).materials
    publish(hall.platform, PERMIT.item, version=2, materials=(last, *others))
    store.forget()
    with measured() as found:
        save_form(hall.platform, hall.caller(COMPANY, case_id), case_id, form_with(hall))
    require_room(found, operations=FILES_PER_CASE)


def test_a_supplement_of_all_files_with_a_corrected_form(hall: Hall):
    """The submission had one file a line; the supplement fills the rest of the case."""
    case_id = hall.submitted()
    asked = [*LINES, "/applicant/contact/phone", "/applicant/contact/name"]
    hall.correct(case_id, *asked)
    room = FILES_PER_CASE - hall.case(case_id).files
    hall.clock.pass_time(minutes=1)
    hall.hand_in(case_id, *FULL[:room])
    fields = {"/applicant/contact/phone": "13900139000", "/applicant/contact/name": "李" * 99}
    with measured() as found:
        supplement(hall.platform, hall.caller(COMPANY, case_id), case_id, fields)
    require_room(found, operations=room + 8)


def test_a_walk_in_with_as_many_papers_and_scans_as_a_request_holds(hall: Hall):
    scans = [announced(line) for line in FULL][:50]
    papers = [paper(line) for line in dict.fromkeys(FULL)]
    facts = PERMIT.walk_in | {"form": form_with(hall), "scans": scans, "papers": papers}
    with measured() as found:
        case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts)).facts["id"]
    require_room(found, operations=50 + 8)
    assert hall.case(case_id).files == 50


def test_the_longest_notice_and_what_answers_it(hall: Hall):
    """Everything is wrong in 500 letters each; then papers of every line, and another form."""
    case_id = hall.submitted()
    fields = [f"/applicant/{name}" for name in ("contact/name", "contact/phone")]
    named = [{"line": line} for line in every_line(hall, case_id)] + [{"field": field} for field in fields]
    defects = [Defect.model_validate({**one, "defect": LONG[:500], "remedy": LONG[:500]}) for one in named]
    with measured() as found:
        correct(hall.platform, hall.caller(CLERK, case_id), case_id, defects)
    require_room(found, operations=5)
    papers = [paper(line) for line in every_line(hall, case_id)]
    brought = PaperSupplement.model_validate({"papers": papers, "presented_by": PERMIT.recipient})
    right: dict[str, JsonValue] = {"/applicant/contact/name": "李" * 99, "/applicant/contact/phone": "13900139000"}
    with measured() as found:
        supplement(hall.platform, hall.caller(CLERK, case_id), case_id, right, brought)
    require_room(found, operations=5)


def test_a_corrected_form_that_moves_the_case_to_another_applicant(hall: Hall):
    facts = PERMIT.walk_in | {"form": form_with(hall), "scans": [], "papers": [paper(line) for line in LINES]}
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts)).facts["id"]
    fields = {"/applicant/uscc": "91441781MA5YM0015C", "/applicant/contact/name": "李" * 99}
    with measured() as found:
        correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signing())
    require_room(found, operations=8)


def test_decision_and_delivery_of_a_full_case(hall: Hall):
    case_id = full_draft(hall)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    with measured() as found:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
        hall.carry_out_everything()
        hall.answer(case_id)
        hall.carry_out_everything()
        reasons = [LONG[:1000] * 2] * 20
        decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "grant", [reason[:1000] for reason in reasons])
        hall.carry_out_everything()
        hall.compare(case_id)
        hall.carry_out_everything()
        hall.issue_documents()
        hall.deliver(case_id, by=ISSUER)
        hall.carry_out_everything()
    require_room(found, operations=8)
    assert hall.case(case_id).status is Status.CLOSED
