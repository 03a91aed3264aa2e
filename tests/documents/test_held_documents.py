"""A name that no font can print holds the document and rings an alarm; nothing with another name on it goes out."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.cases.model.writing_acts import CORRECT_WRITING, CORRECT_WRITING_AT_WINDOW
from chalicelib.cases.store.supervision import matters
from chalicelib.documents.api.document_answers import document_link, document_list
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering import legible
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.problems import Conflict, Invalid, OutOfOrder
from chalicelib.foundation.writes import update
from chalicelib.issuance.acts.correct_writing import correct_writing
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.writing import Writing
from chalicelib.issuance.store import register
from chalicelib.operations.acts.repair.mend import repair_case
from infra import messages
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.hall import Hall

LACKING = "\ue000"  # a private character of nobody's: no table maps it, no font has it


def row(hall: Hall, case_id: str, kind: str) -> vault.WholeDocument:
    return next(document for document in vault.whole_documents(hall.platform, case_id) if document.kind == kind)


def decided_for(hall: Hall, name: str) -> str:
    """A case whose applicant has this name from here on, as one of an old register may."""
    case_id = hall.reviewed()
    rename(hall, case_id, name)
    hall.decide(case_id)
    return case_id


def rename(hall: Hall, case_id: str, name: str) -> None:
    (holder,) = hall.rows(case_id, "HOLDER")
    (kept,) = hall.rows(case_id, "FORM")
    filled = json.loads(kept["form"])
    whole = json.dumps({**filled, "applicant": {**filled["applicant"], "name": name}}, ensure_ascii=False)
    hall.platform.table.write(
        update(key_of(holder), put={"applicant_name": name, "salt": holder["salt"]}),
        update(key_of(kept), put={"form": whole}),
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
        document_link(hall.platform, hall.case(case_id), held)
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
    assert document_list(hall.case(case_id), [held]).documents == []
    with pytest.raises(Conflict) as refused:
        hall.compare(case_id)
    assert refused.value.code == "document_held"

    more_fonts()
    hall.wall.pass_time(hours=1)
    repair_case(hall.platform, case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    made = row(hall, case_id, "certificate")
    assert (made.state, made.unprintable) == ("pending", ())
    assert made.key
    assert hall.compare(case_id).facts["matched"] is True


def written(name: str, writing: str, source: str = "public_code_point", on: str | None = None) -> Writing:
    consent = {"signed_on": on or "2026-11-24", "reference": "窗口卷宗第1卷"}
    return Writing.model_validate({"name": name, "writing": writing, "source": source, "consent": consent})


def rewrite(hall: Hall, case_id: str, writing: Writing, who: str = CHIEF) -> Receipt:
    row = CORRECT_WRITING_AT_WINDOW if who == CLERK else CORRECT_WRITING
    return correct_writing(hall.platform, hall.caller(who, case_id), case_id, row, writing)


def labels(hall: Hall, case_id: str) -> list[str]:
    events = hall.events(case_id)
    return [
        stage.label
        for stage in timeline(hall.case(case_id), events, hall.clock.at.date(), hall.platform.calendars).stages
    ]


@pytest.mark.requirement("R29")
def test_another_writing_with_consent_has_every_held_document_issued_again(hall: Hall):
    case_id = decided_for(hall, f"{LACKING}示例餐饮")
    hall.carry_out_everything()
    hall.issue_documents()
    decision, made = row(hall, case_id, "grant_decision"), row(hall, case_id, "certificate")
    assert (decision.state, made.state) == ("held", "held")
    found, _ = matters(hall.platform.table, hall.case(case_id).division, limit=10, after=None)
    assert [one.matter for one in found if one.case_id == case_id] == ["document_held"] * 2
    assert "文书有字库未收的字，暂未印制，待更正写法" in labels(hall, case_id)

    shown = [one for one in vault.whole_documents(hall.platform, case_id) if one.state == "ready"]
    receipt = rewrite(hall, case_id, written(f"{LACKING}示例餐饮", "䶮示例餐饮", on=str(hall.clock.at.date())))
    assert receipt.facts["documents"] == [one.no for one in (decision, made)]
    hall.carry_out_everything()
    hall.issue_documents()
    again, new = row(hall, case_id, "grant_decision"), row(hall, case_id, "certificate")
    assert (again.state, again.number, again.created_at) == ("ready", decision.number, decision.created_at)
    assert (new.state, new.number, new.identifier) == ("pending", made.number, made.identifier)
    assert NoticeData.model_validate_json(again.data).addressee == "䶮示例餐饮"
    certificate = CertificateData.model_validate_json(new.data)
    assert certificate.holder == "䶮示例餐饮"
    entry = register.find(hall.platform.table, certificate.identifier)
    assert entry is not None
    assert entry.digest == canonical_digest(certificate)
    assert [vault.load_whole(hall.platform, case_id, one.no) for one in shown] == shown
    assert (hall.case(case_id).applicant_name, hall.case(case_id).form_version) == ("䶮示例餐饮", 2)
    event = next(event for event in hall.events(case_id) if event.type == "writing_corrected")
    assert event.data["source"] == "public_code_point"
    assert "䶮" not in str(event.data)
    assert "窗口卷宗" not in str(event.data)

    assert hall.compare(case_id).facts["matched"] is True
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED


def test_before_acceptance_the_window_corrects_the_writing(hall: Hall):
    case_id = hall.submitted()
    rename(hall, case_id, f"{LACKING}示例餐饮")
    hall.people.correct(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    held = row(hall, case_id, "correction_notice")
    assert held.state == "held"
    with pytest.raises(OutOfOrder):
        rewrite(hall, case_id, written(f"{LACKING}示例餐饮", "䶮示例餐饮", on=str(hall.clock.at.date())))
    rewrite(hall, case_id, written(f"{LACKING}示例餐饮", "䶮示例餐饮", on=str(hall.clock.at.date())), CLERK)
    hall.carry_out_everything()
    hall.issue_documents()
    issued = row(hall, case_id, "correction_notice")
    assert (issued.state, issued.number) == ("ready", held.number)


def test_a_name_is_written_in_the_letters_of_the_passport(hall: Hall):
    case_id = decided_for(hall, "สมชาย ใจดี")
    hall.carry_out_everything()
    hall.issue_documents()
    rewrite(hall, case_id, written("สมชาย ใจดี", "SOMCHAI JAIDEE", "latin_transcription", str(hall.clock.at.date())))
    hall.carry_out_everything()
    hall.issue_documents()
    assert row(hall, case_id, "certificate").state == "pending"
    assert hall.compare(case_id, face=hall.face(case_id) | {"holder": "Somchai Jaidee"}).facts["matched"] is True


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "示例餐饮"}, "name_printable"),
        ({"writing": f"{LACKING}{LACKING}示例餐饮"}, "writing_unprintable"),
        ({"writing": "别的公司"}, "writing_of_another"),
        ({"writing": "䶮示例餐饮", "source": "latin_transcription"}, "writing_not_latin"),
        ({"on": "2020-01-01"}, "consent_day"),
        ({"on": "2036-01-01"}, "consent_day"),
    ],
)
def test_a_writing_is_no_other_name(hall: Hall, changed: dict[str, str], code: str):
    case_id = decided_for(hall, f"{LACKING}示例餐饮")
    hall.carry_out_everything()
    hall.issue_documents()
    asked = {"name": f"{LACKING}示例餐饮", "writing": "䶮示例餐饮", "on": str(hall.clock.at.date())} | changed
    with pytest.raises(Invalid) as refused:
        rewrite(hall, case_id, written(**asked))
    assert [error.code for error in refused.value.errors] == [code]


def test_nothing_is_rewritten_that_was_printed(hall: Hall):
    case_id = hall.decided()
    hall.carry_out_everything()
    hall.issue_documents()
    with pytest.raises(Conflict) as refused:
        rewrite(hall, case_id, written(f"{LACKING}示例餐饮", "䶮示例餐饮", on=str(hall.clock.at.date())))
    assert refused.value.code == "nothing_held"


def test_an_emoji_in_a_name_of_old_holds_the_document(hall: Hall):
    case_id = decided_for(hall, "示例餐饮😀")
    hall.carry_out_everything()
    hall.issue_documents()
    assert [row(hall, case_id, kind).state for kind in ("grant_decision", "certificate")] == ["held", "held"]
    rewrite(
        hall,
        case_id,
        written("示例餐饮", "示例餐饮", on=str(hall.clock.at.date())).model_copy(update={"name": "示例餐饮😀"}),
    )
    hall.carry_out_everything()
    hall.issue_documents()
    assert [row(hall, case_id, kind).state for kind in ("grant_decision", "certificate")] == ["ready", "pending"]


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
