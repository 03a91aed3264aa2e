"""A version with a shorter limit of the law waits until the regions' own promises are within it (R93)."""

import pytest

from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.own_promises import directories_of, own_promises_above
from chalicelib.catalogue.acts.publishable import looked_at
from chalicelib.clock import WorkCalendar
from chalicelib.foundation.problems import Invalid
from local.directories import import_demonstration
from proofs.kit.catalogue import item_document, keep_departments
from tests.catalogue.conftest import DOCUMENT
from tests.catalogue.office import CITY, Office

CALENDAR = WorkCalendar()


@pytest.mark.requirement("R93")
def test_a_limit_below_a_regions_own_promise_is_refused(office: Office):
    """The county 441781 promises 8 workdays for YM-P01."""
    keep_departments(office.platform)
    table, today = office.platform.table, office.platform.now().date()
    import_demonstration(table, CITY)
    directories, item = directories_of(table), item_document("YM-P01")
    assert list(own_promises_above(directories, item, today, CALENDAR)) == []
    shorter = item.statutory_limit.model_copy(update={"value": 2, "unit": "workday"})
    draft = item.model_copy(update={"statutory_limit": shorter})
    assert {one.code for one in own_promises_above(directories, draft, today, CALENDAR)} == {"region_promise_above_law"}
    told = {(one.pointer, one.code) for one in looked_at(office.platform, draft, None)[0]}
    assert ("/document/statutory_limit/value", "region_promise_above_law") in told

    items = [dict(raw) for raw in DOCUMENT["items"]]
    (place,) = [number for number, raw in enumerate(items) if raw["id"] == "YM-P01"]
    items[place]["statutory_limit"] = items[place]["statutory_limit"] | {"value": 2, "unit": "workday"}
    items[place]["promised_limit"] = items[place]["promised_limit"] | {"value": 2, "unit": "workday", "routes": []}
    items[place]["manual"] = [stage | {"inner_workdays": 0} for stage in items[place]["manual"]]
    with pytest.raises(Invalid) as refused:
        import_catalogue(table, CITY, {**DOCUMENT, "items": items}, office.platform.now(), demonstrations=True)
    assert {(one.pointer, one.code) for one in refused.value.errors} == {
        (f"/items/{place}/statutory_limit/value", "region_promise_above_law")
    }
