"""Questions at the desk, at a department and answered, and an entry of the knowledge base."""

from datetime import date
from typing import Any

from chalicelib.consultations.acts.forward_consultation import Forwarding, forward_consultation
from chalicelib.consultations.acts.open_consultation import NewConsultation, VisitorConsultation, open_consultation
from chalicelib.consultations.acts.publish_knowledge import NewEntry, publish_knowledge
from chalicelib.consultations.acts.reply_to_consultation import Reply, reply_to_consultation
from chalicelib.consultations.store import consultations
from proofs.kit.hall import Hall

TEXT = "食品经营许可怎样延续？"
ENTRY: dict[str, Any] = {
    "question": TEXT,
    "answer": "有效期届满三十日前提出延续申请。",
    "source": "行政许可法第五十条",
    "starts": "2026-01-01",
}


def put_there(hall: Hall, things: dict[str, str]) -> None:
    online, at_food, answered = (_asked(hall, NewConsultation(text=TEXT), "company") for _ in range(3))
    at_desk, to_tell = (_asked(hall, VisitorConsultation(text=TEXT), "guide") for _ in range(2))
    for one in (at_food, answered, to_tell):
        forward_consultation(hall.platform, hall.caller("guide"), one, Forwarding(department="food"))
    for one in (answered, to_tell):
        reply = Reply(text="届满三十日前。", basis="行政许可法第五十条")
        reply_to_consultation(hall.platform, hall.caller("officer-food"), one, reply)
    late = consultations.load(hall.platform.table, at_food)
    if late:
        hall.platform.table.write(consultations.report(late, hall.platform.now()))
    wanted = NewEntry.model_validate({**ENTRY, "starts": date(2026, 1, 1)})
    entry = publish_knowledge(hall.platform, hall.caller("editor-food"), wanted).facts["id"]
    things |= {"online": online, "at_food": at_food, "answered": answered, "entry": entry}
    things |= {"at_desk": at_desk, "to_tell": to_tell}


def _asked(hall: Hall, wanted: NewConsultation, who: str) -> str:
    return open_consultation(hall.platform, hall.caller(who), wanted).facts["id"]
