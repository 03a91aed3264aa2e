"""A new key of personal data takes the place of the old one: whatever was sealed before is opened at every moment."""

from io import StringIO

import pytest
from rich.console import Console

from chalicelib.foundation import names, problems
from chalicelib.foundation.envelopes import key_name
from chalicelib.foundation.keyring import READ_AGAIN, read_keys
from chalicelib.foundation.keys import HOLDER, form, holder
from chalicelib.foundation.personal import SEALED
from chalicelib.operations.acts.rotate_keys import rotate
from cli.keys import run_rotate
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.former_rows import make_former
from proofs.kit.hall import Hall
from tests.operations.test_index_keys import hall, settle

__all__ = ["hall"]


def wraps(hall: Hall, case_id: str) -> str:
    """Which of the keys, by its place in the secret, has wrapped the data key of the case."""
    stored = read_keys(hall.platform.secrets, "local", names.WRAPPING_KEY)
    keys = {"current": stored.current, "previous": stored.previous}
    keys |= {f"earlier {place}": secret for place, secret in enumerate(stored.earlier)}
    (row,) = hall.world.stored(holder(case_id).pk, HOLDER)
    blob = bytes(row[SEALED]["B"])
    (found,) = [place for place, secret in keys.items() if secret and key_name(secret) in blob]
    return found


def as_a_new_process(hall: Hall) -> None:
    hall.platform.keyring.forget()
    if sealing := hall.platform.sealing:
        sealing.forget()


def test_cases_from_before_every_rotation_are_read_and_the_newest_key_wraps(hall: Hall):
    cases = [hall.submitted()]
    for _ in range(2):
        rotate(hall.platform, names.WRAPPING_KEY)
        cases.append(hall.draft())
        settle(hall)
    cases.append(hall.draft())
    as_a_new_process(hall)
    assert [wraps(hall, case_id) for case_id in cases] == ["earlier 0", "earlier 0", "previous", "current"]
    assert [hall.case(case_id).id for case_id in cases] == cases
    hall.people.withdraw(cases[0], hall.caller(COMPANY, cases[0]))
    assert hall.case(cases[0]).status == "withdrawn"


def test_a_running_process_learns_of_the_new_key_before_any_process_writes_with_it(hall: Hall):
    before = hall.draft()
    rotate(hall.platform, names.WRAPPING_KEY)
    assert wraps(hall, hall.draft()) == "previous"
    hall.wall.pass_time(READ_AGAIN)
    assert wraps(hall, hall.draft()) == "previous"
    hall.wall.pass_time(READ_AGAIN)
    assert [wraps(hall, hall.draft()), wraps(hall, before)] == ["current", "previous"]


def test_the_command_rotates_it_and_not_again_before_that_has_settled(hall: Hall):
    console = Console(record=True, width=200, file=StringIO())
    assert run_rotate(hall.platform, console, names.WRAPPING_KEY) == 0
    told = console.export_text()
    assert "个人数据密钥已轮换" in told
    assert "reindex" not in told
    stored = read_keys(hall.platform.secrets, "local", names.WRAPPING_KEY)
    assert not [secret for secret in (stored.current, stored.previous or "") if secret in told]
    with pytest.raises(problems.Conflict) as conflict:
        rotate(hall.platform, names.WRAPPING_KEY)
    assert conflict.value.code == "rotation_unfinished"


def test_a_case_from_before_the_wrapping_key_is_read_and_asks_kms_until_its_row_is_written_anew(hall: Hall):
    case_id, asked = hall.submitted(), list[str]()
    rows = holder(case_id), form(case_id)
    personal = [make_former(hall.world, key) for key in rows]
    hall.world.kms.before = asked.append
    as_a_new_process(hall)
    assert hall.case(case_id).applicant_name == personal[0]["applicant_name"]
    assert asked == ["Decrypt"]
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status == "in_review"
    asked.clear()
    as_a_new_process(hall)
    assert hall.case(case_id).applicant_name == personal[0]["applicant_name"]
    assert asked == []
