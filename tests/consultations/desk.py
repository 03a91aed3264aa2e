"""Who asks and who answers in these tests, and the acts of each in short form. SYNTHETIC people only."""

from datetime import date
from typing import Any

from chalicelib.consultations.acts.answer_consultation import CitedAnswer, answer_consultation
from chalicelib.consultations.acts.forward_consultation import Forwarding, forward_consultation
from chalicelib.consultations.acts.open_consultation import (
    NewConsultation,
    VisitorConsultation,
    open_consultation,
)
from chalicelib.consultations.acts.publish_knowledge import NewEntry, publish_knowledge
from chalicelib.consultations.acts.reply_to_consultation import Reply, reply_to_consultation
from chalicelib.consultations.model.consultation import Consultation
from chalicelib.consultations.store import consultations
from proofs.kit.catalogue import keep_departments
from proofs.kit.hall import Hall

ASKER, GUIDE, OFFICER, EDITOR = "citizen-lin", "guide", "officer-food", "editor-food"
ELSEWHERE = "officer-hrss"
QUESTION = "食品经营许可证到期前多久可以申请延续？"
VISITOR = {"name": "来访示例", "phone": "13800000000"}


def ready(hall: Hall) -> Hall:
    keep_departments(hall.platform)
    return hall


def asked(hall: Hall, who: str = ASKER, **changes: Any) -> str:
    wanted = NewConsultation.model_validate({"text": QUESTION} | changes)
    return open_consultation(hall.platform, hall.caller(who), wanted).facts["id"]


def came(hall: Hall, **changes: Any) -> str:
    """Somebody at the desk."""
    wanted = VisitorConsultation.model_validate({"text": QUESTION, "visitor": VISITOR} | changes)
    return open_consultation(hall.platform, hall.caller(GUIDE), wanted).facts["id"]


def forwarded(hall: Hall, one: str, department: str = "food", **changes: Any) -> str:
    wanted = Forwarding.model_validate({"department": department} | changes)
    forward_consultation(hall.platform, hall.caller(GUIDE), one, wanted)
    return one


def replied(hall: Hall, one: str, who: str = OFFICER) -> str:
    wanted = Reply(text="届满三十日前申请延续。", basis="行政许可法第五十条")
    reply_to_consultation(hall.platform, hall.caller(who), one, wanted)
    return one


def answered(hall: Hall, one: str, entry: str) -> str:
    answer_consultation(hall.platform, hall.caller(GUIDE), one, CitedAnswer(entry=entry))
    return one


def entry(hall: Hall, who: str = EDITOR, **changes: Any) -> str:
    usual: dict[str, Any] = {
        "question": "食品经营许可怎样延续？",
        "answer": "有效期届满三十日前提出延续申请。",
        "source": "行政许可法第五十条",
        "items": ["YM-P01"],
        "starts": date(2026, 1, 1),
    }
    wanted = NewEntry.model_validate(usual | changes)
    return publish_knowledge(hall.platform, hall.caller(who), wanted).facts["id"]


def stored(hall: Hall, one: str) -> Consultation:
    found = consultations.load(hall.platform.table, one)
    assert found
    return found
