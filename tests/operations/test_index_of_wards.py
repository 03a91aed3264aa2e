"""A case for which a guardian has applied stays in the list of the ward while the key of the indexes is exchanged."""

from chalicelib.foundation import names
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.rotate_keys import rotate
from proofs.kit.applications import CITIZEN
from proofs.kit.hall import Hall
from tests.intake.test_wards import ITEM, of_the_holder, ward_account
from tests.intake.test_wards_own_account import own_list
from tests.operations.test_index_keys import hall, settle

__all__ = ["hall"]


def test_the_case_moves_in_the_list_of_the_ward_too(hall: Hall):
    case_id, own = hall.submitted(ITEM, CITIZEN, of_the_holder()), ward_account(hall)
    before = hall.case(case_id).ward_key
    rotate(hall.platform, names.INDEX_KEY)
    assert own_list(hall, own) == [case_id]
    settle(hall)
    assert own_list(hall, own) == [case_id]
    assert reindex_case(hall.platform, case_id, dry_run=False)
    assert hall.case(case_id).ward_key not in ("", before)
    assert own_list(hall, own) == [case_id]
    assert not reindex_case(hall.platform, case_id, dry_run=True)
