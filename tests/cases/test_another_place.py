"""A second city is a row and a setting: every document of 阳春市 (441781) names that city and no other."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.task import TaskEvent
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import names
from chalicelib.intake.acts.reject import Ground, reject
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.review.acts.decide import Outcome
from local.catalogues import catalogue_of
from proofs.kit import cases_so_far, pledges
from proofs.kit.adverse_acts import TO_REVOKE
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK, LEADER
from proofs.kit.deferrals import deferred
from proofs.kit.departments import registration
from proofs.kit.fees import repaid
from proofs.kit.hall import Hall
from proofs.kit.seams import plain_documents, public_address
from proofs.kit.world import new_world
from tests.documents.rendering.reading import whole
from tests.intake.test_walk_in import received

DIVISION = "441781"
FILING = "YM-R05"
# The departments of the stories, by their full names there.
OWN = ("阳春市市场监督管理局", "阳春市公安局", "阳春市消防救援大队")
# The schemes of the demonstration are of the city alone.
OF_SCHEMES = {
    DocumentKind.JOINT_ACCEPTANCE_NOTICE,
    DocumentKind.JOINT_SUPPLEMENT_NOTICE,
    DocumentKind.JOINT_CONCLUSION_NOTICE,
    DocumentKind.JOINT_REINSTATEMENT_NOTICE,
    *(DocumentKind.JOINT_EXTENSION_NOTICE, DocumentKind.JOINT_FEE_NOTICE),
    DocumentKind.SESSION_CONCLUSION,
    *(DocumentKind.SESSION_NOTICE, DocumentKind.DEPARTMENT_OPINION),
    *(DocumentKind.SESSION_RECORD, DocumentKind.SESSION_MINUTES),
}
KINDS = [kind for kind in DocumentKind if kind not in OF_SCHEMES]
OTHERS = ("阳江", "阳东", "yangjiang", "441700")


@dataclass
class County:
    """A hall of 阳春, the ends of its cases, and what the food department's system was sent."""

    hall: Hall
    ends: dict[str, Status] = field(default_factory=dict[str, Status])
    sent: list[Any] = field(default_factory=list[Any])

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Stands where the wire does."""
        self.sent.append(json.loads(body))
        return Reply(202)

    def documents(self) -> list[vault.WholeDocument]:
        cases = [row["id"] for row in self.hall.everything() if row["sk"] == "META"]
        rows = [row for case_id in cases for row in self.hall.rows(case_id, "DOCUMENT#")]
        return [vault.WholeDocument.model_validate(row) for row in rows]

    def one(self, kind: str) -> vault.WholeDocument:
        return next(document for document in self.documents() if document.kind == kind)


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    """Every story that ends in documents, played once for all tests of this module."""
    with plain_documents():
        played = County(Hall(new_world(division=DIVISION, items=("YM-P01", FILING, pledges.ITEM))))
        register_endpoint(played.hall.platform, played.hall.caller("system-food"), registration("food"))
        for story in STORIES:
            case_id = story(played)
            played.hall.carry_out_everything()
            played.hall.issue_documents()
            played.ends[story.__name__] = played.hall.case(case_id).status
        yield played


def granted(county: County) -> str:
    hall = county.hall
    case_id = hall.accepted()
    for message in hall.messages(names.CALLBACKS_QUEUE):
        send_callback(hall.platform, TaskEvent.model_validate(message), post=county, resolve=public_address)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    return case_id


def refused(county: County) -> str:
    return county.hall.closed("refuse")


def corrected(county: County) -> str:
    hall = county.hall
    case_id = hall.correcting("01")
    hall.hand_in(case_id, "01")
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id)
    return case_id


def filed(county: County) -> str:
    """A filing is no permission, and its papers are numbered apart."""
    return ended(county.hall, "grant")


def not_filed(county: County) -> str:
    return ended(county.hall, "refuse")


def ended(hall: Hall, outcome: Outcome) -> str:
    """On the spot, by who decides."""
    case_id = hall.accepted(FILING)
    hall.decide(case_id, outcome, by=hall.people.decider(case_id))
    return case_id


def word_broken(county: County) -> str:
    """Granted on a commitment that was not kept, not even in the term of the demand."""
    hall = county.hall
    case_id = pledges.granted(hall)
    chief = hall.people.at_post("chief", case_id)
    hall.people.verify(case_id, hall.caller(chief, case_id), "unmet")
    hall.clock.pass_time(days=20)
    hall.people.verify(case_id, hall.caller(chief, case_id), "broken")
    return case_id


def word_kept(county: County) -> str:
    hall = county.hall
    case_id = pledges.granted(hall)
    hall.people.verify(case_id, hall.caller(hall.people.at_post("chief", case_id), case_id), "kept")
    return case_id


def withdrawn(county: County) -> str:
    """While a hearing is on, and after the term was extended."""
    hall = county.hall
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "改变经营计划")
    return case_id


def walked_in(county: County) -> str:
    return received(county.hall, form=county.hall.people.form("YM-P01")).facts["id"]


def renamed(county: County) -> str:
    """The name was wrong in the decision and on its certificate."""
    hall = county.hall
    form = hall.people.form("YM-P01")
    case_id = received(hall, form=form, scans=[]).facts["id"]
    hall.wait_in_silence(case_id)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.people.grant_on_paper(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    right = "阳春示例餐饮（更正）有限公司"
    hall.compare(case_id, face=hall.face(case_id) | {"holder": right})
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), {"/applicant/name": right})
    return case_id


def rejected(county: County, ground: Ground) -> str:
    hall = county.hall
    case_id = hall.submitted()
    reject(hall.platform, hall.caller(CLERK, case_id), case_id, ground, "另有规定", "阳春市公安局")
    return case_id


def false(county: County) -> str:
    """Not accepted as it was false; the decision is annulled afterwards."""
    hall = county.hall
    case_id = cases_so_far.found_false(hall)
    hall.people.lift_bar(case_id, hall.caller(CHIEF, case_id), organ="阳春市人民政府")
    return case_id


def revoked(county: County) -> str:
    """By the organ's own fault, then cancelled."""
    hall = county.hall
    case_id = hall.closed()
    told = TO_REVOKE | {"ground": "procedure"}
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **told)
    hall.people.revoke_result(case_id, hall.caller(CHIEF, case_id), ground="procedure")
    hall.people.cancel_result(case_id, hall.caller(CHIEF, case_id))
    return case_id


def taken_back(county: County) -> str:
    """Withdrawn, and given back."""
    hall = county.hall
    case_id = cases_so_far.to_be_withdrawn(hall)
    hall.people.withdraw_result(case_id, hall.caller(CHIEF, case_id))
    hall.people.restore_result(case_id, hall.caller(CHIEF, case_id), organ="阳春市人民政府")
    return case_id


def no_permit_needed(county: County) -> str:
    return rejected(county, "no_permit_needed")


def not_this_organ(county: County) -> str:
    return rejected(county, "not_this_organ")


def papers_follow(county: County) -> str:
    return deferred(county.hall)


def charged(county: County) -> str:
    """The last story: the item charges a fee from now on, here by an order that is annulled."""
    return repaid(county.hall)


def concerned(county: County) -> str:
    return cases_so_far.party_told(county.hall)


def silent(county: County) -> str:
    """Asked for again in time, and nobody decides. Years pass."""
    return cases_so_far.renewed(county.hall)


STORIES = (
    *(granted, refused, corrected, filed, not_filed, word_kept, word_broken, withdrawn, walked_in, renamed),
    *(no_permit_needed, not_this_organ, false, revoked, taken_back, papers_follow, concerned, silent, charged),
)


def foreign(text: str) -> list[str]:
    return [name for name in OTHERS if name in text]


# ----------------------------------------------------------------------------------------------------------- no other
def test_the_stories_end_as_they_should_and_need_every_kind_of_document(county: County):
    assert county.ends == {
        "granted": Status.CLOSED,
        "refused": Status.CLOSED,
        "corrected": Status.SUBMITTED,
        "filed": Status.COMPARING,
        "not_filed": Status.DELIVERING,
        "word_kept": Status.COMPARING,
        "word_broken": Status.COMPARING,
        "withdrawn": Status.WITHDRAWN,
        "walked_in": Status.SUBMITTED,
        "renamed": Status.COMPARING,
        "no_permit_needed": Status.REJECTED,
        "not_this_organ": Status.REJECTED,
        "papers_follow": Status.IN_REVIEW,
        "charged": Status.IN_REVIEW,
        "false": Status.REJECTED,
        "revoked": Status.CLOSED,
        "taken_back": Status.CLOSED,
        "concerned": Status.IN_REVIEW,
        "silent": Status.COMPARING,
    }
    assert {document.kind for document in county.documents()} == {*KINDS, vault.CERTIFICATE}


@pytest.mark.parametrize("kind", [*KINDS, vault.CERTIFICATE])
def test_no_document_names_another_city(county: County, kind: str):
    told = [f"{document.number} {document.data}" for document in county.documents() if document.kind == kind]
    assert [(one, foreign(one)) for one in told if foreign(one)] == []
    assert all(any(organ in one for organ in OWN) for one in told)


def test_nothing_that_the_cases_left_names_another_city(county: County):
    left = json.dumps(county.hall.everything(), ensure_ascii=False, default=str)
    assert len(left) > 10_000
    assert foreign(left) == []


def test_callbacks_name_no_other_city(county: County):
    (event,) = county.sent
    assert event["type"] == "cn.gov.yangchun.yimen.task.opened"
    assert foreign(json.dumps(event, ensure_ascii=False)) == []


@pytest.mark.parametrize("kind", ["receipt_voucher", "refusal_decision", "collection_notice"])
def test_no_page_of_a_notice_names_another_city(county: County, kind: str):
    document = county.one(kind)
    pdf = render(
        "notice",
        NoticeData.model_validate_json(document.data).printable(),
        font_dir=county.hall.platform.settings.font_dir,
        issued=document.created_at,
    )
    assert "阳春市市场监督管理局" in whole(pdf)
    assert foreign(whole(pdf)) == []


def test_no_page_of_a_certificate_names_another_city(county: County):
    document = county.one(vault.CERTIFICATE)
    data = CertificateData.model_validate_json(document.data).printable(verify_at="https://yimen.example/v1")
    pdf = render("certificate", data, font_dir=county.hall.platform.settings.font_dir, issued=document.created_at)
    assert "阳春市市场监督管理局" in whole(pdf)
    assert "阳春示例餐饮有限公司" in whole(pdf)
    assert foreign(whole(pdf)) == []


# ------------------------------------------------------------------------------------------------------------- its own
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("receipt_voucher", ["阳春市政务服务中心", "13800138002"]),
        ("refusal_decision", ["向阳春市人民政府申请行政复议"]),
        ("non_acceptance_decision", ["向阳春市人民政府申请行政复议"]),
        ("collection_notice", ["阳春市政务服务大厅(演示)综合发证区", "工作日 9:00—12:00、13:00—17:00"]),
        ("service_record", ["阳春市政务服务大厅(演示)综合发证区"]),
        ("certificate", ['"seal":{"id":"SEAL-441781-food-1"', "11441781YM0011073H"]),
    ],
)
def test_documents_say_what_the_place_says_of_itself(county: County, kind: str, words: list[str]):
    data = county.one(kind).data
    assert [word for word in words if word not in data] == []


def test_numbers_begin_with_the_places_own_prefix_and_start_at_one(county: County):
    numbers = {document.number for document in county.documents() if document.kind == "refusal_decision"}
    assert numbers == {"阳春市监食不准字〔2026〕1号"}


def test_the_catalogue_names_no_other_city():
    """But for the tobacco bureau, whose reviewing organ is the bureau of the city above (行政复议法27)."""
    catalogue = catalogue_of(DIVISION)
    assert [item["id"] for item in catalogue["items"] if foreign(json.dumps(item, ensure_ascii=False))] == []
    organs = {**catalogue["place"]["organs"], "tobacco": None}
    assert foreign(json.dumps({**catalogue["place"], "organs": organs}, ensure_ascii=False)) == []
