"""All names by which people call a department, of the demonstration's directory."""

import json

import pytest

from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.foundation.writing import same_name
from local.catalogues import catalogue_of


@pytest.mark.parametrize(
    ("department", "names"),
    [
        ("health", "阳江市卫健局 卫健局 市卫健局 卫健委 阳江市卫生健康局 卫计局 阳江卫健局"),
        ("hrss", "市人力资源社会保障局 阳江市人力资源社会保障局 人社局 阳江市人社局"),
        ("ndrc", "市发展改革局 发改局 阳江市发改局 发展和改革局"),
        ("food", "市监局 阳江市市监局 市场监管局 食药局 阳江市食品药品监督管理局"),
        ("amr_reg", "工商局 阳江市工商局 市监局"),
        ("tax", "国税局 阳江市税务局"),
    ],
)
def test_a_department_is_known_by_its_usual_names(department: str, names: str):
    document = catalogue_of("441700")
    place = Place.model_validate_json(json.dumps(document["place"]))
    known = DepartmentDocument.model_validate(document["departments"][department])
    own = place.names_of(department, known.name, known.name_2018)
    for name in names.split():
        assert any(same_name(name, one) for one in own), name
    assert not any(same_name("阳江市公安局", one) for one in own)
