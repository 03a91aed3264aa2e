"""Chief representatives and signers of a county are ranked one level lower than those of a city (R64, R57)."""

from typing import Any

import pytest

from chalicelib.directory.model.rules import Known, letter_findings, staff_findings
from tests.directory.registers import accept_letter, member
from tests.directory.test_register_rules import SEAL, codes

CITY, COUNTY = "441700", "441781"
CENTRES = {CITY: "centre", COUNTY: "centre-441781"}


@pytest.mark.requirement("R64")
@pytest.mark.parametrize(
    ("region", "rank", "fine"),
    [
        (CITY, "正科级", True),
        (CITY, "副科级", False),
        (COUNTY, "副科级", True),
        (COUNTY, "科员级", False),
    ],
)
def test_a_chief_representative_of_a_lower_rank_needs_a_reason(region: str, rank: str, fine: bool):
    chief = member(id="S901", region=region, roles=["chief_representative"], chief=True, rank=rank)
    assert codes(staff_findings(chief)) == ({} if fine else {"/rank": "rank_below_limit"})
    assert staff_findings(chief.model_copy(update={"note": "业务骨干，经局党组同意"})) == []


@pytest.mark.requirement("R57", "R72")
@pytest.mark.parametrize(
    ("region", "rank", "fine"),
    [
        (CITY, "正处级", True),
        (CITY, "副处级", False),
        (COUNTY, "正科级", True),
        (COUNTY, "副科级", False),
    ],
)
def test_letters_are_signed_by_a_head_of_the_rank_of_the_level(region: str, rank: str, fine: bool):
    found = letter_findings(*signed(region, region, rank))
    assert codes(found) == ({} if fine else {"/signed_by": "signer_rank"})


@pytest.mark.requirement("R57", "R91")
def test_the_head_of_a_county_signs_nothing_for_the_city():
    found = letter_findings(*signed(CITY, COUNTY, "正处级"))
    assert codes(found) == {"/signed_by": "signer_of_other_department"}


def signed(region: str, of_signer: str, rank: str) -> tuple[Any, Known]:
    """A letter of a department in this region, signed by its head, who works in that region."""
    head = member(id="H-900", region=of_signer, roles=["department_leader"], rank=rank, post="局长")
    letter = accept_letter(region=region, grantee=CENTRES[region], signer_rank=rank)
    return letter, Known({head.id: head}, [SEAL.model_copy(update={"id": "SEAL-900", "region": region})])
