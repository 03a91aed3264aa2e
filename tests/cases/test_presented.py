"""Whether the person at the window is the one of the form."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.presented import Presented, Window, identity_faults

PERSON = {"name": "陈示例", "id_type": "居民身份证", "id_number": "44170219900307801X"}
ON = date(2026, 11, 24)
SHOWN = Presented.model_validate({**PERSON, "relation": "applicant", "seen": True})


@pytest.mark.parametrize(
    ("form", "pointers"),
    [
        ({"applicant": PERSON}, []),
        ({"applicant": PERSON | {"name": "别人"}}, ["/by/name"]),
        ({"applicant": {"name": "陈示例", "id_number": PERSON["id_number"]}}, []),
        ({"applicant": {"name": "陈示例", "id_type": "护照"}}, ["/by/id_type"]),
        ({"applicant": {"name": 7}}, []),
        ({"applicant": {"uscc": "91441702MA5YM00074"}}, ["/by/relation"]),
        ({"applicant": "陈示例"}, []),
        ({}, []),
    ],
)
def test_of_a_wrong_form_what_is_filled_in_is_compared(form: dict[str, Any], pointers: list[str]):
    assert [fault.pointer for fault in identity_faults(SHOWN, form, "/by", Window(ON, "窗口人员"))] == pointers


def test_nobody_at_the_window_was_born_later():
    agent = {
        "name": "黄示例",
        "id_number": "441702209003078016",
        "relation": "agent",
        "seen": True,
        "letter_seen": True,
    }
    faults = identity_faults(Presented.model_validate(agent), {"applicant": PERSON}, "/by", Window(ON, "窗口人员"))
    assert [(fault.pointer, fault.code) for fault in faults] == [("/by/id_number", "birth_date_impossible")]


@pytest.mark.parametrize(
    "name", ["买买提·吐尔逊", "买买提•吐尔逊", "买买提．吐尔逊", "买买提.吐尔逊", "买买提 · 吐尔逊"]
)
def test_a_name_is_the_same_in_every_writing(name: str):
    shown = Presented.model_validate({**PERSON, "name": name, "relation": "applicant", "seen": True})
    assert shown.name == "买买提·吐尔逊"
    assert (
        identity_faults(shown, {"applicant": PERSON | {"name": "买买提·吐尔逊"}}, "/by", Window(ON, "窗口人员")) == []
    )


AGENT = {"name": "黄示例", "id_number": "441702199506120021", "relation": "agent", "seen": True, "letter_seen": True}


@pytest.mark.parametrize(
    ("signed_on", "more", "code"),
    [
        ("1900-01-01", {}, "letter_too_old"),
        ("1985-01-01", {}, "letter_too_old"),
        ("2006-11-23", {}, "letter_too_old"),
        ("2013-06-11", {}, "letter_signed_too_young"),  # the day before the agent is eighteen
        ("2013-06-12", {}, None),
        ("2020-01-01", {"id_number": "441702200203078001"}, "letter_signed_too_young"),  # the giver is seventeen
        ("2020-03-07", {"id_number": "441702200203078001"}, None),
        ("2020-01-01", {"id_number": "441702200203078001", "guardian": PERSON}, None),  # the guardian gives it
    ],
)
def test_a_letter_was_signed_by_people_who_could(signed_on: str, more: dict[str, Any], code: str | None):
    """民法典 17-23, 161."""
    agent = Presented.model_validate(AGENT | {"letter": {"signed_on": signed_on}})
    faults = identity_faults(agent, {"applicant": PERSON | more}, "/by", Window(ON, "窗口人员"))
    assert [fault.code for fault in faults] == ([code] if code else [])
    assert [fault.pointer for fault in faults] == (["/by/letter/signed_on"] if code else [])


def test_an_end_before_the_beginning_is_no_letter():
    letter = {"signed_on": "2026-11-20", "valid_until": "2026-11-19"}
    agent = Presented.model_validate(AGENT | {"letter": letter})
    faults = identity_faults(agent, {"applicant": PERSON}, "/by", Window(ON, "窗口人员"))
    assert [fault.code for fault in faults] == ["letter_expired"]
