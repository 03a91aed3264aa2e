"""Personalised guidance against tables that were written by hand from the sources (R14): lines, days, fee, window."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.guidance import guidance
from chalicelib.clock import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.outcome import outcome_of
from chalicelib.directory.model.promised import hall_terms
from chalicelib.directory.model.sections import read_parts
from local.catalogues import CITY_DIVISION, item_of
from local.directories import demonstration

TABLE = Path(__file__).parents[1] / "data" / "golden_checklists.txt"
DAY = date(2026, 11, 23)
WORDS = {"yes": True, "no": False}
FEES = {"-": False, "+": True}


class Row(NamedTuple):
    item: str
    answers: dict[str, Any]
    required: str
    not_needed: str
    promised: str
    law: str
    fee: str
    window: str


def read() -> list[Row]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = list[Row]()
    for line in lines:
        item, answers, *rest = (cell.strip() for cell in line.split("|"))
        given = dict(one.split("=", 1) for one in answers.split())
        rows.append(Row(item, {name: value_of(text) for name, text in given.items()}, *rest))
    return rows


def value_of(text: str) -> Any:
    return WORDS[text] if text in WORDS else text.strip("'") if text.startswith("'") else int(text)


@cache
def directory() -> Directory:
    known = {CITY_DIVISION: Directory(CITY_DIVISION)}
    return outcome_of(CITY_DIVISION, read_parts(demonstration()), known, {}, {}).after(CITY_DIVISION)


ROWS = read()


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("row", ROWS, ids=[f"{row.item}-{number}" for number, row in enumerate(ROWS)])
def test_answers_lead_to_the_lines_days_fee_and_window_of_the_table(row: Row):
    item = ItemDocument.model_validate_json(json.dumps(item_of(CITY_DIVISION, row.item)))
    here = hall_terms(directory(), item.id, item.department, DAY)
    told = guidance(item, row.answers, DAY, WorkCalendar(), here)
    assert told.missing == []
    assert " ".join(line.no for line in told.lines if line.required) == row.required
    assert " ".join(line.no for line in told.lines if not line.applies) == row.not_needed
    assert str(told.promised.due if told.promised else "") == row.promised
    assert str(told.statutory.due if told.statutory else "") == row.law
    assert item.fee.charge is FEES[row.fee]
    rules = directory().rules_on(DAY)
    assert rules
    assert rules.routing.kind_of(item.id, item.department) == row.window


@pytest.mark.requirement("R14")
def test_the_table_has_every_item_whose_list_or_term_depends_on_answers():
    conditional = {
        item["id"]
        for item in (item_of(CITY_DIVISION, code) for code in demonstration()["regions"][0]["items"])
        if any(line.get("condition") for line in item["materials"]) or item["promised_limit"].get("routes")
    }
    assert conditional == {row.item for row in ROWS}
