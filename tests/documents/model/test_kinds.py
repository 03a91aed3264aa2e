"""Titles and numbers of documents."""

import pytest

from chalicelib.directory.model import Regime
from chalicelib.documents.model.decisions import What, grant_decision, refusal_decision
from chalicelib.documents.model.kinds import DocumentKind, document_number
from chalicelib.foundation import keys
from tests.documents.model.examples import DAY, REVIEWED, a_case, formal


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


@pytest.mark.requirement("R29")
@pytest.mark.parametrize(("regime", "word"), [("filing", "备字"), ("license", "准字"), ("confirmation", "准字")])
def test_a_filing_is_numbered_as_one_and_has_a_register_of_its_own(regime: Regime, word: str):
    case = a_case(regime=regime)
    granted = grant_decision(case, formal(), accepted_on=DAY, what=What("企业投资项目备案证"))
    refused = refusal_decision(case, formal(), accepted_on=DAY, reasons=["不属于备案范围"], remedies=REVIEWED)
    assert (granted.kind.word, refused.kind.word) == (word, f"不{word}")
    kept = {keys.register("441700", "fagai", one.kind, 2026) for one in (granted, refused)}
    assert kept.isdisjoint(keys.register("441700", "fagai", kind, 2026) for kind in DECISIONS[regime != "filing"])


DECISIONS = {
    True: (DocumentKind.FILING_NOTICE, DocumentKind.FILING_REFUSAL),
    False: (DocumentKind.GRANT_DECISION, DocumentKind.REFUSAL_DECISION),
}
