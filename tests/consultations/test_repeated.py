"""Each act is one transaction: a request that is sent again after a lost answer is done once, and a call that fails
writes nothing.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.consultations.acts.answer_consultation import CitedAnswer, answer_consultation
from chalicelib.consultations.acts.appoint_advice import NewAppointment, appoint_advice
from chalicelib.consultations.acts.forward_consultation import Forwarding, forward_consultation
from chalicelib.consultations.acts.link_consultation import LinkedCase, link_consultation
from chalicelib.consultations.acts.open_consultation import NewConsultation, open_consultation
from chalicelib.consultations.acts.publish_knowledge import EntryContent, NewEntry, publish_knowledge, revise_knowledge
from chalicelib.consultations.acts.reply_to_consultation import Reply, reply_to_consultation
from chalicelib.consultations.acts.send_back_consultation import SentBack, send_back_consultation
from chalicelib.consultations.acts.tell_asker import Telling, tell_asker
from chalicelib.consultations.acts.withdraw_consultation import withdraw_consultation
from chalicelib.consultations.acts.withdraw_knowledge import KnowledgeWithdrawal, withdraw_knowledge
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import consultation_keys, keys
from chalicelib.foundation.platform import SHANGHAI
from proofs.kit.hall import Hall
from tests.consultations.desk import (
    ASKER,
    EDITOR,
    GUIDE,
    OFFICER,
    QUESTION,
    asked,
    came,
    entry,
    forwarded,
    ready,
    replied,
)

Act = Callable[[Caller], Receipt]
CONTENT: dict[str, Any] = {
    "question": QUESTION,
    "answer": "届满三十日前申请。",
    "source": "行政许可法第五十条",
    "starts": date(2026, 1, 1),
}
REPLY = Reply(text="届满三十日前申请延续。", basis="行政许可法第五十条")
MEETING = NewAppointment(at=datetime(2026, 11, 26, 15, tzinfo=SHANGHAI), place="三楼咨询室")


def acts(hall: Hall) -> dict[str, tuple[str, Act, dict[str, str]]]:
    """Who does each act, the act, and the version that the caller has seen."""
    on, one, seen = hall.platform, asked(hall), {"if_match": '"v1"'}
    at_food, told = forwarded(hall, asked(hall)), replied(hall, forwarded(hall, came(hall)))
    mine, published = replied(hall, forwarded(hall, asked(hall, "company"))), entry(hall)
    case_id = hall.accepted()
    return {
        "ask": (ASKER, lambda who: open_consultation(on, who, NewConsultation(text=QUESTION)), {}),
        "answer": (GUIDE, lambda who: answer_consultation(on, who, one, CitedAnswer(entry=published)), {}),
        "forward": (GUIDE, lambda who: forward_consultation(on, who, one, Forwarding(department="food")), {}),
        "withdraw": (ASKER, lambda who: withdraw_consultation(on, who, one), {}),
        "send back": (OFFICER, lambda who: send_back_consultation(on, who, at_food, SentBack(reason="不属本部门")), {}),
        "appoint": (OFFICER, lambda who: appoint_advice(on, who, at_food, MEETING), {}),
        "reply": (OFFICER, lambda who: reply_to_consultation(on, who, at_food, REPLY), {}),
        "tell": (GUIDE, lambda who: tell_asker(on, who, told, Telling(by="phone")), {}),
        "link": ("company", lambda who: link_consultation(on, who, mine, LinkedCase(case=case_id)), {}),
        "publish": (EDITOR, lambda who: publish_knowledge(on, who, NewEntry(**CONTENT)), {}),
        "revise": (EDITOR, lambda who: revise_knowledge(on, who, published, EntryContent(**CONTENT)), seen),
        "withdraw entry": (
            EDITOR,
            lambda who: withdraw_knowledge(on, who, published, KnowledgeWithdrawal(reason="政策已调整")),
            seen,
        ),
    }


NAMES = (
    *("ask", "answer", "forward", "withdraw", "send back", "appoint", "reply", "tell", "link"),
    *("publish", "revise", "withdraw entry"),
)


def rows(hall: Hall) -> dict[tuple[str, str], Any]:
    """Everything but the serial of the day, which may have gaps."""
    return {(row["pk"], row["sk"]): row for row in hall.everything() if not row["pk"].startswith("SERIAL#")}


@pytest.mark.parametrize("name", NAMES)
def test_a_request_that_is_sent_again_is_done_once(hall: Hall, name: str):
    who, act, seen = acts(ready(hall))[name]
    caller = hall.caller(who, **seen)
    first = act(caller)
    after = rows(hall)
    again = act(caller)
    assert (again.facts, again.etag, again.repeated) == (first.facts, first.etag, True)
    assert rows(hall) == after


def test_these_are_all_acts(hall: Hall):
    assert acts(ready(hall)).keys() == set(NAMES)
    assert consultation_keys.consultation("x") != keys.meta("x")
