"""A name that no font can print holds the document and rings an alarm; nothing with another name on it goes out."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.documents.api.document_answers import document_link, document_list
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering import legible
from chalicelib.foundation import names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.writes import update
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.operations.acts.repair.mend import repair_case
from infra import messages
from proofs.kit.hall import Hall

LACKING = "\ue000"  # a private character of nobody's: no table maps it, no font has it


def row(hall: Hall, case_id: str, kind: str) -> vault.Document:
    return next(document for document in vault.documents(hall.platform, case_id) if document.kind == kind)


def decided_for(hall: Hall, name: str) -> str:
    """A case whose applicant has this name from here on, as one of an old register may."""
    case_id = hall.reviewed()
    rename(hall, case_id, name)
    hall.decide(case_id)
    return case_id


def rename(hall: Hall, case_id: str, name: str) -> None:
    (meta,) = hall.rows(case_id, "META")
    (kept,) = hall.rows(case_id, "FORM")
    filled = json.loads(kept["form"])
    whole = json.dumps({**filled, "applicant": {**filled["applicant"], "name": name}}, ensure_ascii=False)
    hall.platform.table.write(
        update(key_of(meta), put={"applicant_name": name}), update(key_of(kept), put={"form": whole})
    )


def key_of(item: Mapping[str, Any]) -> Key:
    return Key(item["pk"], item["sk"])


@pytest.fixture
def more_fonts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and a font has the lacking letter from then on."""
    return lambda: monkeypatch.setattr(legible, "standard", lambda text: text.replace(LACKING, "䶮"))


def test_a_notice_is_held_rings_and_is_issued_once_a_font_has_the_letter(
    hall: Hall, capsys: pytest.CaptureFixture[str], more_fonts: Callable[[], None]
):
    case_id = decided_for(hall, f"{LACKING}示例餐饮")
    hall.carry_out_everything()
    hall.issue_documents()
    held = row(hall, case_id, "grant_decision")
    assert (held.state, held.unprintable, held.key) == ("held", ("U+E000",), None)
    assert held.number  # its place in the register is kept
    assert names.HELD_DOCUMENTS in capsys.readouterr().out
    with pytest.raises(Conflict) as refused:
        document_link(hall.platform, held)
    assert refused.value.code == "document_held"

    more_fonts()
    hall.wall.pass_time(hours=1)  # the message of the act is not on its way any more
    repaired = repair_case(hall.platform, case_id)
    assert repaired is not None
    assert "document_held" in {finding.trouble for finding in repaired.before.findings}
    hall.carry_out_everything()
    hall.issue_documents()
    issued = row(hall, case_id, "grant_decision")
    assert (issued.state, issued.unprintable, issued.number) == ("ready", (), held.number)


def test_a_certificate_is_held_and_neither_compared_nor_delivered(hall: Hall, more_fonts: Callable[[], None]):
    case_id = decided_for(hall, f"{LACKING}示例餐饮")
    hall.carry_out_everything()
    held = row(hall, case_id, "certificate")
    assert (held.state, held.unprintable, held.key) == ("held", ("U+E000",), None)
    assert document_list([held]).documents == []
    with pytest.raises(Conflict) as refused:
        hall.compare(case_id)
    assert refused.value.code == "document_held"

    more_fonts()
    repair_case(hall.platform, case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    made = row(hall, case_id, "certificate")
    assert (made.state, made.unprintable) == ("pending", ())
    assert made.key
    assert hall.compare(case_id).facts["matched"] is True


def test_a_held_decision_is_not_delivered(hall: Hall):
    case_id = hall.reviewed()
    rename(hall, case_id, f"{LACKING}示例餐饮")
    hall.decide(case_id, "refuse")
    hall.carry_out_everything()
    hall.issue_documents()
    with pytest.raises(Conflict) as refused:
        hall.deliver(case_id)
    assert refused.value.code == "document_held"


def test_an_old_private_character_is_printed_and_compared_as_what_it_is_today(hall: Hall):
    case_id = decided_for(hall, "\ue863示例餐饮")  # 䶮 in GBK
    hall.carry_out_everything()
    hall.issue_documents()
    made = row(hall, case_id, "certificate")
    assert CertificateData.model_validate_json(made.data).holder == "䶮示例餐饮"
    assert row(hall, case_id, "grant_decision").state == "ready"
    assert hall.compare(case_id, face=hall.face(case_id) | {"holder": "\ue863示例餐饮"}).facts["matched"] is True


def test_the_alarm_is_there():
    alarm = messages.resources("prod")[f"{names.HELD_DOCUMENTS}Alarm"]["Properties"]
    assert (alarm["MetricName"], alarm["Threshold"]) == (names.HELD_DOCUMENTS, 0)
