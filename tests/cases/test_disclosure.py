"""Who reads how much of a form, when and for what; and that each reading is recorded before anything is given."""

import json
from typing import Any
from unittest.mock import Mock, patch

import pytest
from botocore.exceptions import ClientError

from chalicelib.access.actor import Role
from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import (
    OPENS,
    READERS,
    OtherWindow,
    Part,
    Purpose,
    PurposeMissing,
    PurposeUnfit,
    Sight,
    require_purpose,
    sight,
)
from chalicelib.cases.store.access_log import readings
from chalicelib.documents.api import counter as papers
from chalicelib.foundation import keys
from chalicelib.http.routes import Call
from chalicelib.issuance.api import counter as issuing
from chalicelib.review.api import department
from proofs.kit.cast import CHIEF, CLERK, ISSUER, OFFICER, SYSTEM, staff
from proofs.kit.hall import Hall

Values = dict[str, str]
SUBMITTED_TO_DECIDING = {Status.SUBMITTED, Status.CORRECTING, Status.LAPSED, Status.IN_REVIEW, Status.DECIDING}
SUBMITTED_TO_DECIDING |= {Status.REPORTING}
DEPARTMENTS = {Status.IN_REVIEW, Status.DECIDING, Status.REPORTING}
# As the rules of the platform say it: the post and the statuses in which it works on the case.
SHALL_READ = {
    Role.COUNTER_CLERK: SUBMITTED_TO_DECIDING,
    Role.OFFICER: DEPARTMENTS,
    Role.DEPARTMENT_SYSTEM: DEPARTMENTS,
    Role.CHIEF_REPRESENTATIVE: DEPARTMENTS | {Status.DECIDED, Status.COMPARING},
    Role.DEPARTMENT_LEADER: DEPARTMENTS,
    Role.ISSUING_CLERK: {Status.COMPARING, Status.DELIVERING, Status.DELIVERED},
    # An organ above reads what was reported to it, and answers for what it has decided.
    Role.SUPERIOR_ORGAN: {
        Status.REPORTED,
        Status.DECIDED,
        Status.COMPARING,
        Status.DELIVERING,
        Status.DELIVERED,
        Status.CLOSED,
    },
}
SHALL_READ[Role.SUPERIOR_LEADER] = SHALL_READ[Role.SUPERIOR_ORGAN]


def call(hall: Hall, who: Any, purpose: Purpose | None = None, request: str = "r-1") -> Any:
    query = PurposeQuery(purpose=purpose)
    caller = hall.caller(who)
    return Call(hall.platform, None, query, "/v1/cases", "192.0.2.1", request, known=caller)


def personal(hall: Hall) -> Values:
    """What the company's form says of people."""
    applicant = hall.form()["applicant"]
    chosen = applicant["legal_representative"]
    return {"name": applicant["name"], "uscc": applicant["uscc"], "id": chosen["id_number"], "person": chosen["name"]}


def leaked(hall: Hall, body: Any) -> list[str]:
    return [name for name, value in personal(hall).items() if value in body.model_dump_json()]


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("role", Role)
def test_a_post_reads_forms_while_it_works_on_the_case_and_at_no_other_time(role: Role, status: Status):
    shall = status in SHALL_READ.get(role, set())
    assert sight(role, status, None) is (Sight.MASKED if shall else Sight.NOTHING)
    whole: list[Purpose] = []
    for purpose in Purpose:
        try:
            assert sight(role, status, purpose) is Sight.WHOLE
        except PurposeUnfit:
            continue
        whole.append(purpose)
    assert bool(whole) is shall
    assert Purpose.SUPERVISION not in whole


def test_nobody_but_the_applicant_reads_a_draft_and_supervisors_read_no_form():
    assert all(Status.DRAFT not in statuses for statuses in READERS.values())
    assert all(Status.DRAFT not in statuses for row in OPENS for statuses in row.statuses.values())
    assert {row.part for row in OPENS if Role.SUPERVISOR in row.statuses} == {
        Part.ACCESS_LOG,
        Part.EXPORT,
    }


def test_what_cannot_be_masked_asks_for_a_purpose():
    with pytest.raises(PurposeMissing):
        require_purpose(Role.ISSUING_CLERK, Status.DELIVERING, None, Part.PAPERS)
    with pytest.raises(PurposeUnfit):
        require_purpose(Role.ISSUING_CLERK, Status.DELIVERING, Purpose.ACCEPTANCE, Part.PAPERS)
    with pytest.raises(PurposeUnfit, match="岗位"):
        require_purpose(Role.SUPERVISOR, Status.DELIVERING, None, Part.PAPERS)
    assert require_purpose(Role.ISSUING_CLERK, Status.DELIVERING, Purpose.PAPERS, Part.PAPERS) is Purpose.PAPERS


@pytest.mark.law("15.21")
def test_without_a_purpose_a_case_is_masked_and_nothing_is_recorded(hall: Hall):
    case_id = hall.accepted()
    for who in (CLERK, OFFICER, SYSTEM, CHIEF):
        shown: Any = records.read_case(call(hall, who), case_id).body
        assert leaked(hall, shown) == []
        assert shown.form["applicant"]["kind"] == "企业法人"
        assert shown.applicant_name.startswith(personal(hall)["name"][:2])
        assert shown.query_code is None
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


@pytest.mark.law("15.21")
def test_with_a_purpose_that_fits_it_is_whole_and_recorded(hall: Hall):
    case_id = hall.accepted()
    shown: Any = records.read_case(call(hall, CLERK, Purpose.IDENTITY, "r-7"), case_id).body
    assert leaked(hall, shown) == [*personal(hall)]
    assert shown.query_code is None
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    clerk = hall.caller(CLERK).actor
    assert (reading.actor, reading.role, reading.organ, reading.region) == (clerk.sub, clerk.role, None, clerk.region)
    assert (reading.purpose, reading.request) == (Purpose.IDENTITY, "r-7")
    assert "/applicant/legal_representative/id_number" in reading.fields
    (row,) = hall.world.rows(keys.access_log(case_id))
    assert not [name for name, value in personal(hall).items() if value in json.dumps(row, default=str)]
    kept = row["ttl"] - hall.wall.at.timestamp()
    assert abs(kept - hall.platform.settings.access_kept_days * 86400) < 3600


def test_a_purpose_of_another_post_or_time_is_refused_and_nothing_is_recorded(hall: Hall):
    case_id = hall.accepted()
    for who, purpose in ((CLERK, Purpose.REVIEW), (CLERK, Purpose.ACCEPTANCE), (OFFICER, Purpose.ISSUE)):
        with pytest.raises(PurposeUnfit):
            records.read_case(call(hall, who, purpose), case_id)
    with pytest.raises(PurposeUnfit):
        records.read_case(call(hall, staff("supervisor"), Purpose.SUPERVISION), case_id)
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


@pytest.mark.parametrize("who", ["clerk-social", staff("counter_clerk")])
def test_a_purpose_opens_nothing_at_another_window(hall: Hall, who: Any):
    """A clerk sits at the windows that the token names (R22), and has to do with the cases of these only."""
    case_id = hall.accepted()
    assert leaked(hall, records.read_case(call(hall, who), case_id).body) == []
    for view in (records.read_case, records.read_materials):
        with pytest.raises(OtherWindow):
            view(call(hall, who, Purpose.IDENTITY), case_id)
    assert readings(hall.platform.table, case_id, limit=10)[0] == []
    collected = hall.ready_to_collect()
    with pytest.raises(OtherWindow):
        papers.read_case_document(call(hall, who, Purpose.PAPERS), collected, "certificate")


def test_who_received_a_case_for_another_window_goes_on_with_it(hall: Hall):
    """Else the person would leave without the voucher. The access report names the clerk's window."""
    case_id = hall.people.receive_walk_in(hall.caller("clerk-social")).facts["id"]
    shown: Any = records.read_case(call(hall, "clerk-social", Purpose.IDENTITY), case_id).body
    assert leaked(hall, shown)
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert reading.window == "社会民生"
    with pytest.raises(OtherWindow):
        records.read_case(call(hall, "clerk-investment", Purpose.IDENTITY), case_id)


@pytest.mark.law("15.21")
def test_what_cannot_be_recorded_is_not_given(hall: Hall):
    case_id = hall.accepted()

    def refuse(operation: str) -> None:
        if operation in ("PutItem", "TransactWriteItems"):
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, operation)

    hall.world.listen(refuse, lambda _: None)
    assert records.read_case(call(hall, CLERK), case_id).body
    with pytest.raises(ClientError):
        records.read_case(call(hall, CLERK, Purpose.IDENTITY), case_id)


def test_a_reading_costs_one_call_more_than_a_masked_one(hall: Hall):
    case_id, calls = hall.accepted(), list[str]()
    records.read_case(call(hall, CLERK), case_id)  # the key that sealed the row is asked for once
    hall.world.listen(calls.append, lambda _: None)
    records.read_case(call(hall, CLERK), case_id)
    masked = [*calls]
    calls.clear()
    records.read_case(call(hall, CLERK, Purpose.IDENTITY), case_id)
    assert len(calls) == len(masked) + 1
    assert calls[: len(masked)] == masked


def test_a_task_is_masked_until_the_department_says_what_for(hall: Hall):
    case_id = hall.accepted()
    shown: Any = department.read_task(call(hall, OFFICER), f"{case_id}.review").body
    assert leaked(hall, shown) == []
    assert [file.url for line in shown.materials for file in line.files if file.url] == []
    shown = department.read_task(call(hall, SYSTEM, Purpose.REVIEW), f"{case_id}.review").body
    assert leaked(hall, shown) == [*personal(hall)]
    assert all(file.url for line in shown.materials for file in line.files)
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert (reading.role, reading.organ) == (Role.DEPARTMENT_SYSTEM, "food")
    assert "/materials/01" in reading.fields


def test_a_link_that_nobody_gets_is_not_signed(hall: Hall):
    case_id, signed = hall.accepted(), Mock(wraps=hall.platform.links)
    with patch.dict(vars(hall.platform), {"links": signed}):
        records.read_materials(call(hall, CLERK), case_id)
        assert signed.read.call_count == 0
        shown: Any = records.read_materials(call(hall, CLERK, Purpose.IDENTITY), case_id).body
    assert signed.read.call_count == sum(len(line.files) for line in shown.materials) > 0


def test_files_have_no_name_and_no_link_without_a_purpose(hall: Hall):
    case_id = hall.accepted()
    shown: Any = records.read_materials(call(hall, CLERK), case_id).body
    files = [file for line in shown.materials for file in line.files]
    assert files
    assert {(file.file_name, file.url) for file in files} == {("***.pdf", None)}
    shown = records.read_materials(call(hall, CLERK, Purpose.IDENTITY), case_id).body
    assert all(file.url and not file.file_name.startswith("*") for line in shown.materials for file in line.files)
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert reading.fields == tuple(sorted({f"/materials/{line.no}" for line in shown.materials if line.files}))


def test_after_the_end_no_form_is_shown_to_the_hall(hall: Hall):
    case_id = hall.closed()
    for who in (CLERK, OFFICER, CHIEF, ISSUER, staff("supervisor")):
        shown: Any = records.read_case(call(hall, who), case_id).body
        assert shown.form is None
        assert leaked(hall, shown) == []


def test_the_holder_of_a_certificate_is_masked_until_the_window_says_what_for(hall: Hall):
    case_id = hall.decided()
    hall.carry_out_everything()
    shown: Any = issuing.read_certificate(call(hall, ISSUER), case_id).body
    assert leaked(hall, shown) == []
    shown = issuing.read_certificate(call(hall, ISSUER, Purpose.ISSUE), case_id).body
    assert {"name", "uscc"} <= {*leaked(hall, shown)}
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    on_face = [f"/certificate/face/{key}" for key in ("holder", "holder_uscc", "legal_representative")]
    assert reading.fields == ("/certificate/holder", "/certificate/holder_code", *on_face)


def test_a_printed_document_is_read_for_a_purpose_only(hall: Hall):
    case_id = hall.ready_to_collect()
    with pytest.raises(PurposeMissing):
        papers.read_case_document(call(hall, ISSUER), case_id, "certificate")
    with pytest.raises(PurposeUnfit):
        papers.read_case_document(call(hall, staff("supervisor"), Purpose.PAPERS), case_id, "certificate")
    assert papers.read_case_document(call(hall, ISSUER, Purpose.PAPERS), case_id, "certificate").body
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert reading.fields == ("/documents/certificate",)
