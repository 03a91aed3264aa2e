"""What the decision on each of the 58 items says, by the law that governs it: 准予 only where something is permitted.

Kinds are the column `category` of the shared catalogue (GB/T 39046 A.1). Titles of confirmations are those of their own
statutes.
"""

import json

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.model import Remedies
from chalicelib.documents.model.decisions import What, grant_decision, refusal_decision
from chalicelib.documents.model.notice import NoticeData
from tests.catalogue.conftest import DOCUMENT
from tests.documents.model.examples import DAY, a_case, formal

ALL_ITEMS = {one["id"]: ItemDocument.model_validate_json(json.dumps(one)) for one in DOCUMENT["items"]}
LICENCES = (
    "S01 S02 S09 R01 R02 R03 R04 R06 P01 P02 P03 P04 P05 P06 P07 P08 P09 P10 P11 P12 P13 P14 P15 P16 P17 "
    "I02 I03 I04 I05 I06 I08 I09 I10 I11 I14 I15 I16 I17 I18 I19 I20 I21"
)
LICENCE = ("准予行政许可决定书", "决定内容：准予行政许可，许可事项为“{item}”。", False)
FILING = ("备案通知书", "备案内容：予以备案，备案事项为“{item}”。", False)
SERVICE = ("办理结果通知书", "决定内容：予以办理，办理事项为“{item}”。", False)
OTHER = ("办理决定书", "决定内容：予以办理，办理事项为“{item}”。", False)
SAID: dict[str, tuple[str, str, bool]] = {
    **dict.fromkeys(LICENCES.split(), LICENCE),
    **dict.fromkeys(("R05", "I01", "I13"), FILING),
    **dict.fromkeys(("S05", "S07", "S08", "S10", "S11", "S12", "S14"), SERVICE),
    **dict.fromkeys(("I07", "I12"), OTHER),
    "S03": ("认定工伤决定书", "决定内容：认定工伤。", True),
    "S04": ("行政给付决定书", "决定内容：予以给付，给付事项为“{item}”。", True),
    "S06": ("认定为就业困难人员决定书", "决定内容：认定为就业困难人员。", True),
    "S13": ("予以户口登记决定书", "决定内容：予以户口登记。", True),
}


def case_of(item: ItemDocument):
    words = (item.decision.granted, item.decision.refused) if item.decision else None
    return a_case(item=item.name, regime=item.regime, decision_words=words)


def decision_on(item: ItemDocument) -> NoticeData:
    return grant_decision(
        case_of(item),
        formal(),
        accepted_on=DAY,
        what=What(item.result.name),
        remedies=Remedies("阳江市人民政府"),
    )


def test_every_item_is_in_the_table():
    assert {f"YM-{code}" for code in SAID} == set(ALL_ITEMS)


@pytest.mark.parametrize("code", SAID)
def test_a_decision_says_what_the_law_of_its_item_does(code: str):
    item = ALL_ITEMS[f"YM-{code}"]
    title, content, remedies = SAID[code]
    if item.regime == "public_service":
        content = content.replace("决定内容", "办理内容")
    made = decision_on(item)
    assert made.title == title
    assert content.format(item=item.name) in made.paragraphs
    assert (made.remedies is not None, "行政复议" in (made.remedies or "")) == (remedies, remedies)


@pytest.mark.parametrize("code", [code for code in SAID if code not in LICENCES.split()])
def test_nothing_is_permitted_where_the_law_permits_nothing(code: str):
    item = ALL_ITEMS[f"YM-{code}"]
    made = decision_on(item)
    refused = refusal_decision(
        case_of(item), formal(), accepted_on=DAY, reasons=["不符合条件"], remedies=Remedies("阳江市人民政府")
    )
    for paper in (made, refused):
        assert "准予" not in paper.model_dump_json()
        assert "许可法" not in paper.model_dump_json()


@pytest.mark.requirement("R47")
def test_whose_face_tells_remedies_tells_them_in_the_decision_too():
    """工伤认定办法19: the employer reads there how to dispute the recognition."""
    told = {item.id for item in ALL_ITEMS.values() if any(face.key == "remedies" for face in item.result_fields)}
    assert told == {"YM-S03"}
    assert all(decision_on(ALL_ITEMS[code]).remedies for code in told)
