"""The list of error codes is what the code says, and lacks none that a route declares."""

import re
from pathlib import Path

import pytest

from chalicelib.foundation.problems import Problem
from tools import errors, gateway_errors
from tools.errors import PAGE, WHAT_TO_DO, answered, classes, of_fields, page, what_to_do
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


def test_every_code_of_a_field_says_what_it_means():
    found = of_fields()
    assert [code for code, words in found.items() if not any(words)] == []
    assert found["heic_unsupported"] == {
        "HEIC 照片暂不能接收：请在手机“设置—相机—格式”中选择“兼容性最佳”后重新拍摄，或者转为 JPEG 后上传"
    }, "a constant of the module"
    assert found["purpose_missing"] == {"此内容含有个人信息，请以 purpose 说明查看目的"}, "an attribute of a class"
    assert "出示证件上的姓名与申请表中的人员不一致，请核对" in found["identity_mismatch"], "a mapping"
    assert found["condition_type_conflict"] == {"变量 {} 在各条件中的类型不一致"}, "a message of an exception"
    assert "请上传“{}”" in found["material_missing"], "both are the answer of one function"
    assert found["validity_fixed"] == {"本事项的有效期由规定确定（{}），决定中不得另行填写"}, "each caller's own"


def test_a_code_without_a_sentence_fails(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(errors, "of_fields", lambda: {"told": {"请核对"}, "untold": set[str]()})
    assert errors.main(["--check"]) == 1
    assert "untold" in capsys.readouterr().err


def test_codes_of_the_callbacks_are_listed():
    listed = {(each.status, each.code) for each in answered()}
    assert {(404, "callback_not_registered"), (409, "callback_test_final"), (429, "callback_tests_exhausted")} <= listed
    assert "callback_address_internal" in of_fields()


def test_what_the_gateways_answer_by_themselves_is_told_in_a_section_of_its_own():
    table, gateways, _ = PAGE.read_text("utf-8").split("\n## ")
    here = ("body_unreadable", "content_length_invalid", "headers_too_large", "address_too_long", "host_not_allowed")
    for code in here:
        assert f"`{code}`" in gateways, code
        assert f"`{code}`" not in table, code
    assert "| AWS | 4XX | `malformed_request` |" in gateways
    assert "| 本机 | 414 | `address_too_long` |" in gateways


def test_every_code_that_the_local_gateway_writes_is_among_its_answers():
    """Read in another way than the page is: whatever its source gives or sets as a code."""
    source = "".join(file.read_text("utf-8") for file in Path("local/api_gateway").glob("*.py"))
    written = set(re.findall(r'code ?= ?"(\w+)"', source))
    assert len(written) >= 6
    assert written - {row.code for row in gateway_errors.answered() if row.where == gateway_errors.HERE} == set()


def test_no_answer_of_a_gateway_is_told_with_what_is_to_be_done_for_faults_of_the_platform():
    for row in gateway_errors.answered():
        if row.kind is not Problem:
            assert gateway_errors.TO_DO.get(row.code, what_to_do(row.kind)) != WHAT_TO_DO[Problem], row.code
