"""Whether the person at the window is the one of the form."""

from typing import Any

import pytest

from chalicelib.cases.model.presented import Presented, identity_faults, same_text

PERSON = {"name": "陈示例", "id_type": "居民身份证", "id_number": "44170219900307801X"}
SHOWN = Presented.model_validate({**PERSON, "relation": "applicant", "seen": True})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阳江（中国）有限公司", "阳江(中国)有限公司", True),
        ("买买提·吐尔逊", "买买提•吐尔逊", True),
        ("买买提·吐尔逊", "买买提・吐尔逊", True),
        ("Doe John", "DOE  JOHN", True),
        ("陈示例", "陈示列", False),
        ("阳江示例有限公司", "阳江示例（集团）有限公司", False),
    ],
)
def test_the_same_name_may_be_written_differently(one: str, other: str, same: bool):
    assert same_text(one, other) is same


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
    assert [fault.pointer for fault in identity_faults(SHOWN, form, "/by")] == pointers
