"""Titles and numbers of documents."""

import pytest

from chalicelib.documents.model.kinds import DocumentKind, document_number


def test_a_document_number_reads_organ_word_year_serial():
    assert document_number("阳×", DocumentKind.ACCEPTANCE_NOTICE, 2026, 1) == "阳×受字〔2026〕1号"
    assert document_number("阳×", DocumentKind.ACCEPTANCE_NOTICE, 2026, 12345) == "阳×受字〔2026〕12345号"


def test_numbers_of_two_kinds_never_meet():
    numbers = {document_number("阳市监", kind, 2026, 1) for kind in DocumentKind}
    assert len(numbers) == len(DocumentKind)


@pytest.mark.parametrize(("organ", "serial"), [("", 1), ("阳×", 0), ("阳×", -1)])
def test_a_number_needs_an_organ_and_a_serial(organ: str, serial: int):
    with pytest.raises(ValueError, match="document number"):
        document_number(organ, DocumentKind.ACCEPTANCE_NOTICE, 2026, serial)


@pytest.mark.parametrize("kind", DocumentKind)
def test_only_licences_call_themselves_administrative_licences(kind: DocumentKind):
    assert "行政许可" not in kind.title(licence=False)
    assert ("行政许可" in kind.title()) is (kind.title() != kind.title(licence=False))
