"""R37: an agent collects with an authorisation on record in place of a paper letter, and with no other."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation.problems import Invalid
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.consents.parties import ALL, COMPANY, NAMED, STRANGER, accepted, operator, revoked

IN_PERSON: dict[str, Any] = {**NAMED, "relation": "agent", "seen": True}


def named(hall: Hall, **changes: Any) -> str:
    scope = {"items": [PERMIT.item], "acts": ["collect", "withdraw"]}
    return accepted(hall, COMPANY, operator(hall), **{"kind": "operator", "scope": scope, **changes})


def collect(hall: Hall, case_id: str, authorisation: str, **person: Any) -> None:
    hall.deliver(case_id, **{**IN_PERSON, "authorisation": authorisation, **person})


@pytest.mark.requirement("R37")
def test_an_agent_collects_by_the_authorisation_and_the_record_says_so(hall: Hall):
    case_id, authorisation = hall.ready_to_collect(), named(hall)
    collect(hall, case_id, authorisation)
    assert hall.case(case_id).status is Status.DELIVERED
    data = hall.events(case_id)[-1].data
    assert (data["relation"], data["authorisation"]) == ("agent", authorisation)
    record = next(row["data"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "service_record")
    assert "黄示例" in record
    assert "代理人" in record


@pytest.mark.requirement("R37")
def test_no_other_authorisation_will_do(hall: Hall):
    case_id = hall.ready_to_collect()
    over = named(hall)
    revoked(hall, over, COMPANY)
    begins = (hall.platform.now() + timedelta(days=2)).date().isoformat()
    for authorisation in (
        over,
        named(hall, **{"from": begins}),
        named(hall, scope={"items": [PERMIT.item], "acts": ["apply"]}),
        named(hall, scope={"items": ["YM-S05"], "acts": ALL}),
        accepted(hall, STRANGER),
        "a" * 26,
    ):
        with pytest.raises(Invalid) as refused:
            collect(hall, case_id, authorisation)
        assert refused.value.code == "authorisation_unfit"
    with pytest.raises(Invalid):
        collect(hall, case_id, named(hall), name="周示例", id_number="810000199408230021", id_type="港澳台居民居住证")
    assert hall.case(case_id).status is Status.DELIVERING


def test_an_agent_withdraws_at_the_window_by_the_authorisation(hall: Hall):
    case_id, authorisation = hall.submitted(), named(hall)
    person = {**IN_PERSON, "authorisation": authorisation}
    hall.people.withdraw_at_window(case_id, hall.caller(CLERK, case_id), **person)
    assert hall.case(case_id).status is Status.WITHDRAWN
    assert hall.events(case_id)[-1].data["authorisation"] == authorisation
