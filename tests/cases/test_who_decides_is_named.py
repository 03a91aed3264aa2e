"""The timeline names the post that decides (R65): of a complex item the department's leader."""

from typing import Any

import pytest

from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.catalogue.model.handbook import is_complex
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from tests.intake.test_wards_own_account import asked

ITEMS = [item["id"] for item in catalogue_of(CITY_DIVISION)["items"]]


@pytest.mark.requirement("R65")
@pytest.mark.parametrize(
    ("level", "words"),
    [("simple", "送首席代表决定"), ("general", "送首席代表决定"), ("complex", "送部门负责人决定")],
)
def test_the_timeline_names_who_decides(hall: Hall, monkeypatch: pytest.MonkeyPatch, level: str, words: str):
    case_id = hall.reviewed()
    item = item_document("YM-P01")
    assert item.complexity is not None
    known = item.model_copy(update={"complexity": item.complexity.model_copy(update={"level": level})})
    monkeypatch.setattr(records, "item_of", lambda *_: known)
    shown: Any = records.read_timeline(asked(hall, CLERK, PurposeQuery()), case_id).body
    assert [stage.label for stage in shown.stages if stage.stage == "task_opened"] == ["分派部门审查", words]


@pytest.mark.requirement("R65")
@pytest.mark.parametrize("code", ITEMS)
def test_the_handbook_has_the_leader_decide_what_is_complex(code: str):
    item = item_document(code)
    deciders = {stage.role for stage in item.manual if stage.kind == "decision"}
    assert ("department_leader" in deciders) is is_complex(item)
