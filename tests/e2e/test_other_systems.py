"""The simulated systems of others, over sockets: the data-sharing platform that the hall asks for certificates, and the
payment provider.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from proofs.kit.catalogue import item_document, publish
from proofs.kit.fees import fee_of
from proofs.kit.filled import example_answers
from tests.e2e import people
from tests.e2e.hall import CLERK, ISSUER, Hall
from tests.e2e.people import PERMIT

OWN = ("01", "03", "04", "06")  # lines of YM-P01 that the applicant hands in
LICENCE, HEALTH = "02", "05"  # what other organs have: 营业执照, 从业人员健康证明


@pytest.fixture
def connected(hall: Hall) -> Iterator[None]:
    """As on `make run`: the data-sharing platform is asked. Afterwards it has everything again."""
    platform, url = hall.stack.platform, hall.stack.simulators.sharing.url
    platform.settings = platform.settings.model_copy(update={"sharing_url": url})
    yield
    hall.ask(None, "PUT", "/local/sharing", {"does": "found"})


def answered(hall: Hall, case_id: str) -> dict[str, Any]:
    """What became of the shared lines, once every organ has answered."""

    def lines() -> dict[str, Any]:
        listed = hall.client.get("company", f"/applications/{case_id}/materials").json()["materials"]
        shared = {line["no"]: line for line in listed if line.get("sharing")}
        return shared if all(line["sharing"]["state"] != "asked" for line in shared.values()) else {}

    return hall.until(lines)


@pytest.mark.requirement("R8")
@pytest.mark.usefixtures("connected")
def test_what_other_organs_have_is_fetched_by_itself(hall: Hall) -> None:
    hall.ask(None, "PUT", "/local/sharing", {"does": "other_holder", "certificate": "营业执照"})
    case_id = hall.draft(PERMIT)
    hall.hand_in(case_id, *OWN)
    hall.do("company", "POST", f"/applications/{case_id}/submit")
    lines = answered(hall, case_id)
    licence, health = lines[LICENCE], lines[HEALTH]
    assert (licence["sharing"]["state"], licence["sharing"]["failure"]) == ("failed", "unusable")
    assert (health["sharing"]["state"], health["sharing"]["failure"]) == ("failed", "holder_unknown")

    hall.ask(None, "PUT", "/local/sharing", {"does": "found"})
    hall.do("company", "POST", f"/applications/{case_id}/sharing")
    licence = answered(hall, case_id)[LICENCE]
    assert (licence["sharing"]["state"], licence["satisfied"]) == ("obtained", True)
    assert [file["level"] for file in licence["files"]] == ["A"]
    assert set(hall.events(case_id)) == {"submitted", "shared_obtained", "sharing_failed", "sharing_queried"}
    queries = hall.client.get(None, "/local/sharing").json()["queries"]
    assert [one["certificate"] for one in queries] == ["营业执照"] * 2


@pytest.fixture(scope="module")
def charging(open_hall: Hall) -> Iterator[None]:
    """The permit has a fee for the time of these tests. SYNTHETIC: no law has this item charge one."""
    change(open_hall, 2, fee=fee_of())
    yield
    change(open_hall, 3)


def change(hall: Hall, version: int, **changes: Any) -> None:
    """A new version of the permit, which everybody knows: half a minute has passed for items, a minute by law."""
    publish(hall.stack.platform, PERMIT, version=version, **changes)
    catalogue.forget()
    hall.stack.time.move_to(hall.stack.time.now() + SETTLED_AFTER)


@pytest.fixture
def provider(hall: Hall) -> Iterator[None]:
    """Afterwards it takes payments as they are due again."""
    yield
    hall.ask(None, "PUT", "/local/payments", {"does": "pays"})


def visit(link: str) -> httpx.Response:
    """As a browser or curl follows it."""
    return httpx.get(link, timeout=30, trust_env=False)


@pytest.mark.requirement("R70")
@pytest.mark.usefixtures("charging", "provider")
def test_a_fee_is_paid_by_its_link_and_the_result_released(hall: Hall) -> None:
    case_id = hall.submitted(PERMIT)
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.do("leader-food", "POST", f"/cases/{case_id}/fee")
    hall.answer(case_id, "officer-food")
    hall.decide(case_id, "food")
    hall.reaches(case_id, "comparing")
    kept_back = hall.ask(ISSUER, "POST", f"/cases/{case_id}/compare", {}, etag=hall.etag(ISSUER, f"/cases/{case_id}"))
    assert (kept_back.status_code, kept_back.json()["code"]) == (409, "fee_unpaid")

    own = f"/applications/{case_id}/fee"
    link = hall.client.act("company", "POST", f"{own}/pay").json()["url"]
    assert visit(link.replace("fen=30000", "fen=1")).json()["code"] == "link_changed"
    hall.ask(None, "PUT", "/local/payments", {"does": "forged"})
    assert [one["status"] for one in visit(link).json()["told"]] == [401]
    hall.ask(None, "PUT", "/local/payments", {"does": "fails"})
    assert [one["answer"] for one in visit(link).json()["told"]] == [{"kept": "noted"}]
    assert hall.client.get("company", own).json()["state"] == "unpaid"
    hall.ask(None, "PUT", "/local/payments", {"does": "late"})
    assert visit(link).json()["told"] == []
    late = hall.ask(None, "POST", "/local/payments/late").json()["told"]
    assert [one["answer"] for one in late] == [{"kept": "recorded"}]
    assert hall.client.get("company", own).json()["state"] == "paid"
    hall.ask(None, "PUT", "/local/payments", {"does": "pays"})
    assert (visit(link).status_code, visit(link).json()["code"]) == (409, "link_paid")
    hall.compared(case_id)
    hall.delivered(case_id, PERMIT)


@pytest.mark.requirement("R70")
@pytest.mark.usefixtures("charging", "provider")
def test_what_was_paid_twice_is_returned(hall: Hall) -> None:
    case_id = hall.submitted(PERMIT)
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.do("leader-food", "POST", f"/cases/{case_id}/fee")
    link = hall.client.act("company", "POST", f"/applications/{case_id}/fee/pay").json()["url"]
    hall.ask(None, "PUT", "/local/payments", {"does": "pays_twice"})
    assert len(visit(link).json()["told"]) == 2
    payments = hall.client.get("company", f"/applications/{case_id}/fee").json()["payments"]
    (owed,) = [one["payment"] for one in payments if one["state"] == "to_refund"]
    hall.do("leader-food", "POST", f"/cases/{case_id}/fee/refund", {"payment": owed, "why": "paid_twice"})
    returned = hall.ask(None, "POST", "/local/payments/refund", {"payment": owed}).json()
    assert returned["told"][0]["answer"] == {"kept": "recorded"}
    shown = hall.client.get("company", f"/applications/{case_id}/fee").json()["payments"]
    assert sorted(one["state"] for one in shown) == ["counted", "refunded"]


ROAD = "YM-I18"


def road_form(hall: Hall) -> dict[str, Any]:
    today = hall.stack.time.now().date()
    form, item = people.form(PERMIT), item_document(ROAD)
    period = [str(today + timedelta(days=10)), str(today + timedelta(days=25))]
    answers = example_answers(item, form["applicant"], today, occupy_kind="occupy", area_m2=85, period=period)
    return {**form, "answers": answers}


@pytest.mark.requirement("R70")
@pytest.mark.law("3.4", "15.17")
@pytest.mark.usefixtures("provider")
def test_an_item_of_the_demonstration_charges_by_its_law_and_its_published_rate(hall: Hall) -> None:
    """As on `make run`: the letter of chief-urban grants power 5. The rate is ILLUSTRATIVE, the law is not."""
    case_id = hall.draft(ROAD, filled=road_form(hall))
    hall.hand_in(case_id, "01", "03")
    hall.do("company", "POST", f"/applications/{case_id}/submit")
    hall.do("clerk-investment", "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.do("chief-urban", "POST", f"/cases/{case_id}/fee")
    own = f"/applications/{case_id}/fee"
    fee = hall.client.get("company", own).json()
    assert (fee["amount"], fee["basis"], fee["before_issue"]) == ("680.00元", "《城市道路管理条例》第三十七条", True)
    hall.answer(case_id, "officer-urban")
    hall.do("chief-urban", "POST", f"/cases/{case_id}/decide", granted(hall))
    hall.reaches(case_id, "comparing")
    kept_back = hall.ask(ISSUER, "POST", f"/cases/{case_id}/compare", {}, etag=hall.etag(ISSUER, f"/cases/{case_id}"))
    assert kept_back.json()["code"] == "fee_unpaid"

    hall.ask(None, "PUT", "/local/payments", {"does": "pays_twice"})
    visit(hall.client.act("company", "POST", f"{own}/pay").json()["url"])
    paid = hall.client.get("company", own).json()["payments"]
    assert all(one["receipt_no"] for one in paid)
    (owed,) = [one["payment"] for one in paid if one["state"] == "to_refund"]
    hall.do("chief-urban", "POST", f"/cases/{case_id}/fee/refund", {"payment": owed, "why": "paid_twice"})
    hall.ask(None, "POST", "/local/payments/refund", {"payment": owed})
    assert sorted(one["state"] for one in hall.client.get("company", own).json()["payments"]) == ["counted", "refunded"]
    hall.compared(case_id)


def granted(hall: Hall) -> dict[str, Any]:
    """What the decision states of the paper: its term, and the fee."""
    today = hall.stack.time.now().date()
    face = {"valid_from": str(today + timedelta(days=10)), "fee": 680}
    return {"outcome": "grant", "reasons": [], "face": face, "validity": {"until": str(today + timedelta(days=25))}}
