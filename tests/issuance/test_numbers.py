"""证照编号: one number names one certificate, whichever region has issued it; a number once given stays."""

import pytest

from chalicelib.foundation import keys
from chalicelib.foundation.writes import update
from chalicelib.issuance.acts.compare import certificate_shown
from chalicelib.issuance.model.certificates import certificate_of
from chalicelib.issuance.store import register
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import place_of
from proofs.kit.hall import Hall
from tests.issuance.test_result import SEAL, form, item_of

pytestmark = [pytest.mark.usefixtures("quick_documents"), pytest.mark.requirement("R40", "R91")]


def test_the_first_licence_of_a_day_has_another_number_in_each_region(hall: Hall):
    case_id = hall.decided()
    case = hall.case(case_id)
    item = item_of(hall.platform, case)
    numbers = {
        division: certificate_of(
            case.model_copy(update={"division": division}),
            item,
            form(),
            seal=SEAL,
            sample=True,
            place=place_of("441700"),
            remedies="",
        ).number
        for division in ("441700", "441781")
    }
    assert case.number is not None
    assert numbers == {division: f"YMP01{division}{case.number[31:]}" for division in numbers}


def test_a_certificate_from_before_keeps_its_number_when_it_is_corrected_and_is_found(hall: Hall):
    """Numbers had no region before. The next version of such a certificate has the number of the first."""
    case_id = hall.decided()
    case = hall.case(case_id)
    assert case.number is not None
    old = f"YMP01{case.number[31:]}"
    hall.platform.table.write(update(keys.meta(case_id), put={"result_number": old}))
    hall.carry_out_everything()
    first = certificate_shown(hall.platform, hall.case(case_id))
    assert first.number == old
    hall.platform.table.write(update(keys.meta(case_id), remove=("result_number",)))
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    second = certificate_shown(hall.platform, hall.case(case_id))
    assert (second.number, second.identifier != first.identifier) == (old, True)
    entries = [register.find(hall.platform.table, one.identifier) for one in (first, second)]
    assert [entry and entry.number for entry in entries] == [old, old]
