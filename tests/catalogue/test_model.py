import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument, JointTheme, ServiceItem
from chalicelib.catalogue.model.limits import start_event
from tests.catalogue.conftest import DOCUMENT


@pytest.mark.parametrize("raw", DOCUMENT["items"], ids=lambda raw: raw["id"])
def test_every_item_is_read_and_written_back_without_loss(raw: dict[str, Any]):
    item = ItemDocument.model_validate_json(json.dumps(raw))
    assert json.loads(item.model_dump_json(by_alias=True, exclude_unset=True)) == raw


@pytest.mark.parametrize("raw", DOCUMENT["joint_themes"], ids=lambda raw: raw["id"])
def test_every_joint_theme_is_read_and_written_back_without_loss(raw: dict[str, Any]):
    theme = JointTheme.model_validate_json(json.dumps(raw))
    assert json.loads(theme.model_dump_json(by_alias=True, exclude_unset=True)) == raw


@pytest.mark.parametrize(
    ("words", "event"),
    [
        ("受理之日", "acceptance"),
        ("收到申请之日", "receipt"),
        ("收到齐全材料", "receipt"),
        ("收到环境影响报告表之日", "receipt"),
        ("公示期满后申请", "application_after_publicity"),
        ("受理期限终止之日", "end_of_acceptance_window"),
        ("改日", None),
    ],
)
def test_a_clock_starts_at_the_event_the_law_names(words: str, event: str | None):
    assert start_event(words) == event


def test_items_whose_law_counts_from_receipt_say_so(item: Callable[..., ServiceItem]):
    assert item("YM-S02").statutory_limit.start_event == "receipt"
    assert item("YM-P01").statutory_limit.start_event == "acceptance"
