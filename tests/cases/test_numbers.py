"""办件编号: unique whoever asks at the same moment, and wide enough for a busy day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from chalicelib.cases.model.numbers import case_number, factor_digest
from chalicelib.cases.store.serials import next_serial
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

DAY = date(2026, 11, 24)


def test_serials_of_a_day_are_unique(hall: Hall):
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: next_serial(hall.platform, DAY), range(40)))
    assert sorted(drawn) == list(range(1, 41))
    assert next_serial(hall.platform, date(2026, 11, 25)) == 1


@pytest.mark.parametrize(("serial", "shown"), [(1, "0001"), (9999, "9999"), (10000, "10000"), (123456, "123456")])
def test_a_number_widens_past_9999(serial: int, shown: str):
    item = item_document("YM-P01")
    number = case_number(item, DAY, serial)
    assert number == f"{item.implementing_code}20261124{shown}"


def test_factors_are_kept_salted_by_their_code():
    secret = b"s" * 32
    assert factor_digest(secret, "A", "001x") == factor_digest(secret, "A", " 001X ")
    assert factor_digest(secret, "A", "0012") != factor_digest(secret, "B", "0012")
