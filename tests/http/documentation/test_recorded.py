"""Recorded examples as the document shows them."""

from chalicelib.http.documentation.recorded import examples, without_references


def test_a_schema_inside_an_example_has_no_references():
    schema = {
        "$defs": {"Name": {"type": "string"}, "Person": {"properties": {"name": {"$ref": "#/$defs/Name"}}}},
        "properties": {"applicant": {"$ref": "#/$defs/Person", "title": "申请人"}},
    }
    person = {"properties": {"name": {"type": "string"}}, "title": "申请人"}
    assert without_references([{"json_schema": schema}]) == [{"json_schema": {"properties": {"applicant": person}}}]


def test_every_recorded_example_is_shown_without_references():
    assert '"$ref"' not in str(without_references(dict(examples()))).replace("'", '"')
