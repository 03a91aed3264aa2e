"""Who compares with what the platform shows masked is asked for what stands on the paper; it is no mismatch."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.masking import masked_name, masked_number
from chalicelib.foundation.problems import Invalid
from proofs.kit.cases_so_far import comparing
from proofs.kit.cast import ISSUER
from proofs.kit.hall import Hall


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("copied", [["holder"], ["holder_uscc"], ["holder", "holder_uscc"]])
def test_what_was_shown_masked_is_asked_for_again(hall: Hall, copied: list[str]):
    case_id = comparing(hall)
    face = hall.face(case_id)
    masked = {"holder": masked_name(face["holder"]), "holder_uscc": masked_number(face["holder_uscc"])}
    with pytest.raises(Invalid) as refused:
        hall.people.compare(case_id, hall.caller(ISSUER, case_id), face | {name: masked[name] for name in copied})
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (f"/face/{name}", "masked_copied") for name in copied
    ]
    assert hall.case(case_id).status is Status.COMPARING
    assert "mismatch_found" not in [event.type for event in hall.events(case_id)]
    assert hall.compare(case_id).facts["matched"]
