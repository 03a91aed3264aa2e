"""The list of error codes is what the code says, and lacks none that a route declares."""

from pathlib import Path

from tools.errors import PAGE, WHAT_TO_DO, answered, classes, of_fields, page
from tools.openapi import published


def declared() -> set[tuple[int, str]]:
    operations = [each for methods in published()["paths"].values() for each in methods.values()]
    return {
        (int(status), code)
        for each in operations
        for status, codes in each.get("x-codes", {}).items()
        for code in codes
    }


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == page()


def test_every_code_that_a_route_declares_is_in_the_list_with_its_status():
    assert declared() - {(each.status, each.code) for each in answered()} == set()


def test_every_code_in_the_list_is_written_in_the_code():
    source = "".join(file.read_text("utf-8") for file in Path("chalicelib").rglob("*.py"))
    assert [each.code for each in answered() if f'"{each.code}"' not in source] == []
    assert [code for code in of_fields() if f'"{code}"' not in source] == []


def test_every_code_says_what_it_means_and_what_to_do():
    assert set(WHAT_TO_DO) <= set(classes().values())
    for each in answered():
        assert each.title
        assert each.to_do


def test_codes_of_the_callbacks_are_listed():
    listed = {(each.status, each.code) for each in answered()}
    assert {(404, "callback_not_registered"), (409, "callback_test_final"), (429, "callback_tests_exhausted")} <= listed
    assert "callback_address_internal" in of_fields()
