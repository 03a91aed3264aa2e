"""可信等级: what each level allows, and how a window raises it (国办函〔2016〕108号; guide G2-G4; R27)."""

from itertools import product
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import FileAnswer
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.levels import COMPARED, USES, level_of, original_of, raised_of, unseen, use_of
from chalicelib.cases.model.material import FileState, MaterialFile
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.catalogue.model.material_kinds import kind_of
from chalicelib.evidence.model.checks.papers import received_files
from chalicelib.foundation.problems import Forbidden, Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.check_originals import check_originals
from proofs.kit.applications import COMPANY, SERVICE
from proofs.kit.cases_so_far import uncompared
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall
from proofs.kit.sharing import MemorySharing, answer_queries, with_sharing

REPORTED, LICENCE = "YM-P03", "02"

# At the window of the item.
CLERK, OTHER_WINDOW, PRODUCTION = "clerk-social", "clerk-registration", "clerk-production"


def submitted(hall: Hall, item: str = SERVICE.item, **seen: bool) -> str:
    case_id = hall.draft(item)
    hall.hand_in(case_id, *hall.required_lines(case_id), **seen)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    return case_id


def told(hall: Hall, case_id: str, line: str, *, own: bool = False) -> FileAnswer:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    listed = shared.materials(hall.platform, found, own=own).materials
    (file,) = next(one for one in listed if one.no == line).files
    return file


def lines(item: str) -> dict[str, ChecklistLine]:
    return {line.no: line for line in checklist(item_document(item), {})}


def file(**facts: object) -> MaterialFile:
    named = {"id": "f", "line": "01", "file_name": "a.pdf", "size": 1, "sha256": "x", "content_type": "application/pdf"}
    return MaterialFile.model_validate(
        {**named, "state": "ready", "requested_at": "2026-11-23T09:00:00+08:00", **facts}
    )


# ------------------------------------------------------------------------------------------------------- the rules
@pytest.mark.parametrize(
    ("source", "copies", "certificate", "kind"),
    [
        ("system", 0, None, "form"),
        ("intermediary", 0, None, "report"),
        ("intermediary", 1, None, "report"),
        ("gov_share", 1, None, "certificate"),
        ("applicant", 0, "营业执照", "certificate"),
        ("applicant", 1, None, "certificate"),
        ("applicant", 0, None, "statement"),
    ],
)
def test_whose_word_a_line_is_follows_from_the_catalogue(source, copies, certificate, kind):
    assert kind_of(source, copies, certificate) == kind


@pytest.mark.parametrize(
    ("level", "kind", "accepted", "checked", "reused"),
    [
        ("A", "certificate", True, False, True),
        ("B", "certificate", True, False, True),
        ("C", "certificate", False, True, False),
        ("D", "report", False, True, False),
        ("B", "report", True, False, True),
        ("D", "statement", True, False, False),
        ("D", "form", True, False, False),
    ],
)
def test_what_each_level_allows(level, kind, accepted, checked, reused):
    assert USES[level, kind] == (accepted, checked, reused)


def test_every_line_of_the_catalogue_has_a_use_whoever_hands_it_in():
    for item in ("YM-P01", "YM-P03", "YM-S03", "YM-I07"):
        for line, scan, level in product(lines(item).values(), (True, False), (None, "A", "B")):
            one = file(line=line.no, scan=scan, level=level)
            assert use_of(line, one) == USES[level_of(line, one), line.kind]


@given(st.sampled_from([*lines("YM-P03").values()]), st.booleans(), st.booleans())
def test_only_a_check_raises_what_was_uploaded(line: ChecklistLine, scan: bool, paper: bool):
    papers, one = {line.no} if paper else set[str](), file(line=line.no, scan=scan, added_by="staff:1")
    level = level_of(line, one)
    assert (level == "B") is (line.kind in COMPARED and scan)
    assert level != "A"
    told = "never_asked" if line.kind not in COMPARED else "seen" if scan else "never_asked" if paper else "awaited"
    assert original_of(line, one, papers) == told


@pytest.mark.requirement("R27")
@given(st.sampled_from([*lines("YM-P03").values()]), st.booleans(), st.sampled_from(get_args(FileState)))
def test_level_b_has_a_name_and_a_time_and_comes_with_the_file(line: ChecklistLine, scan: bool, state: FileState):
    one = file(line=line.no, scan=scan, state=state, added_by="staff:1")
    raised = raised_of(line, one)
    assert (level_of(line, one) == "B") is (raised is not None)
    assert raised in (None, ("staff:1", one.requested_at))
    assert raised is None or state == "ready"


@pytest.mark.requirement("R27")
def test_a_scan_of_the_window_says_who_has_compared_it_once_it_is_there(hall: Hall):
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), SERVICE.item).facts["id"]
    (scan,) = hall.hand_in(case_id, "03", state="requested", scan=True, added_by="staff:1")
    seen = {one.id: one for one in told_files(hall, case_id, "03")}[scan]
    assert (seen.level, seen.raised_by, seen.raised_at) == ("C", None, None)
    (ready,) = hall.hand_in(case_id, "03", scan=True, seen=False, added_by="staff:1")
    seen = {one.id: one for one in told_files(hall, case_id, "03")}[ready]
    assert (seen.level, seen.original, seen.raised_by) == ("B", "seen", "staff:1")
    assert seen.raised_at is not None


def told_files(hall: Hall, case_id: str, line: str) -> list[Any]:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    (of_line,) = [one for one in shared.materials(hall.platform, found).materials if one.no == line]
    return list(of_line.files)


# ------------------------------------------------------------------------------------------------------ acceptance
@pytest.mark.requirement("R22", "R27")
@pytest.mark.requirement("R22")
def test_a_clerk_of_another_window_says_nothing_of_papers_that_may_not_be_seen(hall: Hall):
    """ADR 0103. Walk-ins are received at any window, and who has received one goes on with it."""
    case_id = submitted(hall, seen=False)
    for do in (hall.people.check_originals, hall.people.correct_form):
        with pytest.raises(Forbidden) as refused:
            do(case_id, hall.caller(OTHER_WINDOW, case_id))
        assert refused.value.more["condition"]["code"] == "case_of_other_window"
    assert told(hall, case_id, "03").original == "awaited"
    with pytest.raises(Forbidden):
        hall.people.add_material(case_id, hall.caller(OTHER_WINDOW), "03")
    here = hall.people.receive_walk_in(hall.caller(OTHER_WINDOW), SERVICE.item).facts["id"]
    assert hall.people.correct_form(here, hall.caller(OTHER_WINDOW, here)).facts["form_version"] == 2


@pytest.mark.requirement("R27")
def test_a_certificate_that_was_uploaded_is_accepted_once_its_original_was_seen(hall: Hall):
    case_id = submitted(hall, seen=False)
    assert told(hall, case_id, "03").original == "awaited"
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert refused.value.code == "originals_unseen"
    assert [error.pointer for error in refused.value.errors] == ["/materials/02", "/materials/03"]
    before = {one: told(hall, case_id, one).sha256 for one in ("02", "03")}
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    seen = told(hall, case_id, "03")
    assert (seen.level, seen.original, seen.raised_by) == ("B", "seen", hall.people.personas[CLERK].actor.sub)
    assert seen.raised_at == hall.events(case_id)[-1].at
    assert {one: told(hall, case_id, one).sha256 for one in before} == before
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R27")
def test_the_event_names_each_file_its_digest_and_the_clerk(hall: Hall):
    case_id = submitted(hall, seen=False)
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    event = hall.events(case_id)[-1]
    assert (event.type, event.role) == ("originals_checked", "counter_clerk")
    assert event.actor == hall.people.personas[CLERK].actor.sub
    raised = event.data["raised"]
    assert [(one["line"], one["from"], one["to"]) for one in raised] == [("02", "C", "B"), ("03", "C", "B")]
    assert [one["sha256"] for one in raised] == [told(hall, case_id, one).sha256 for one in ("02", "03")]


def test_the_applicant_is_told_when_and_not_by_which_account(hall: Hall):
    case_id = submitted(hall, seen=False)
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    seen = told(hall, case_id, "02", own=True)
    assert (seen.level, seen.raised_at, seen.raised_by) == ("B", hall.events(case_id)[-1].at, None)


def test_an_own_statement_is_accepted_as_it_is(hall: Hall):
    case_id = hall.submitted()
    assert (told(hall, case_id, "03").level, told(hall, case_id, "03").original) == ("D", "never_asked")
    accept(hall.platform, hall.caller(PRODUCTION, case_id), case_id)


def test_the_report_of_a_third_party_waits_for_its_original():
    case = Case.model_construct(status=Status.SUBMITTED, noticed={}, papers=())
    report = next(line for line in lines(REPORTED).values() if line.kind == "report")
    assert report.required
    uploaded = file(line=report.no, event=1)
    assert level_of(report, uploaded) == "D"
    (error,) = unseen(case, [report], [uploaded])
    assert error.code == "original_unseen"
    assert unseen(case, [report], [uploaded.model_copy(update={"level": "B"})]) == []
    own = report._replace(kind="statement")
    assert unseen(case, [own], [uploaded]) == []


def test_what_must_not_be_demanded_keeps_no_application_waiting(hall: Hall):
    """The copy of a licence that other organs have, handed in of one's own will (国务院令第716号第七条)."""
    case_id = uncompared(hall)
    assert told(hall, case_id, LICENCE).level == "C"
    accept(hall.platform, hall.caller(PRODUCTION, case_id), case_id)


def test_silence_accepts_what_nobody_compared_and_a_grant_waits_for_it(hall: Hall):
    case_id = accepted_by_silence(hall)
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert refused.value.code == "originals_unseen"
    hall.people.check_originals(case_id, hall.caller(PRODUCTION, case_id))
    hall.decide(case_id)
    assert hall.case(case_id).status is Status.DECIDED


def accepted_by_silence(hall: Hall) -> str:
    """A licence whose third line is a copy, which nobody has compared; reviewed."""
    permit = item_document("YM-P01")
    copied = [one.model_copy(update={"copies": 1} if no == 2 else {}) for no, one in enumerate(permit.materials)]
    publish(hall.platform, "YM-P01", version=2, materials=tuple(copied))
    case_id = submitted(hall, "YM-P01", seen=False)
    hall.wait_in_silence(case_id)
    hall.answer(case_id)
    hall.carry_out_everything()
    return case_id


# ------------------------------------------------------------------------------------------------------- the check
def test_nobody_is_asked_for_the_original_of_what_an_organ_has_given(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings))
    case_id = submitted(hall, "YM-P01")
    answer_queries(hall, MemorySharing())
    given = told(hall, case_id, LICENCE)
    assert (given.level, given.original) == ("A", "never_asked")
    refuse(hall, case_id, "original_not_asked", given.id, by=PRODUCTION)
    refuse(hall, case_id, "original_not_asked", told(hall, case_id, "03").id, by=PRODUCTION)


def test_a_file_is_compared_once_and_must_be_of_this_case(hall: Hall):
    case_id, other = submitted(hall, seen=False), submitted(hall, seen=False)
    file_id = told(hall, case_id, "02").id
    refuse(hall, case_id, "file_not_in_case", told(hall, other, "02").id)
    refuse(hall, case_id, "file_named_twice", file_id, file_id)
    check_originals(hall.platform, hall.caller(CLERK, case_id), case_id, [file_id])
    refuse(hall, case_id, "original_not_asked", file_id)


def refuse(hall: Hall, case_id: str, code: str, *files: str, by: str = CLERK) -> None:
    with pytest.raises(Invalid) as refused:
        check_originals(hall.platform, hall.caller(by, case_id), case_id, files)
    assert refused.value.errors[-1].code == code


def test_a_check_is_no_second_receipt_of_the_file(hall: Hall):
    """The export of a case finds each file by the event that received it."""
    case_id = submitted(hall, seen=False)
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    event = hall.events(case_id)[-1]
    contents: Any = SimpleNamespace(events=[event])
    assert received_files(contents) == {}
