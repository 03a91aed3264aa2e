"""The letters of the stand-in register say who decides as the catalogue's items and the gate do (R65)."""

import pytest

from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.store.kinds import kind_in
from chalicelib.directory.model.letter_rules import catalogue_findings
from local.catalogues import catalogue_of
from local.simple_register import power_letter
from proofs.kit.catalogue import item_document

CITY = "441700"


@pytest.mark.requirement("R65")
def test_no_line_leaves_a_complex_item_to_the_chief_representative():
    items: list[ItemDocument] = [item_document(one["id"]) for one in catalogue_of(CITY)["items"]]
    levels = {one.id: one.complexity.level if one.complexity else None for one in items}
    letter = power_letter(CITY, "food", sorted(levels))
    for line in letter.items:
        assert line.complexity == (levels[line.item] or "general")
        if line.complexity == "complex":
            assert line.decides != "chief_representative"
    assert {line.decides for line in letter.items} == {"chief_representative", "department_head", "upper_level"}
    kinds = {one.id: kind_in(one) for one in items}
    assert list(catalogue_findings(letter, kinds)) == []
