"""What a question shows of persons: masked in lists, whole to who says what for. Pure (个人信息保护法6, 51)."""

import re

from chalicelib.cases.model.masking import HIDDEN, masked_name, masked_telephone
from chalicelib.consultations.model.consultation import Visitor
from chalicelib.foundation.labelled import Labelled

# Numbers of documents, telephones and accounts, as people write them into a question.
NUMBERS = re.compile(
    r"[A-Za-z0-9０-９]*[0-9０-９]{6,}[A-Za-z0-9０-９]*|0[0-9]{2,3}[- ][0-9]{7,8}|1[0-9]{2}[- ][0-9]{4}[- ][0-9]{4}"
)


class ReadFor(Labelled):
    """What somebody at the desk or of the department reads a whole question for."""

    ANSWER = "answer", "答复咨询"
    CALL_BACK = "call_back", "反馈提问人"


def without_numbers(text: str) -> str:
    return NUMBERS.sub(HIDDEN, text)


def masked_visitor(visitor: Visitor) -> Visitor:
    return Visitor(name=masked_name(visitor.name), phone=masked_telephone(visitor.phone))
