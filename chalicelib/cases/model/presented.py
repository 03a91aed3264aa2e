"""The person at the window, to apply or to collect: document seen and compared, an agent with a letter (R27, R37)."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import Field

from chalicelib.catalogue.model.forms import RESIDENT_ID_CARD, PersonalIdentity
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed

Seen = Annotated[Literal[True], confirmed("document_not_seen", "请先查验证件原件")]
DOTS = str.maketrans(dict.fromkeys("\u2022\u2027\u2219\u22c5\u30fb", "·"))
DIFFERS: Mapping[str, str] = {
    "name": "出示证件上的姓名与申请表中的人员不一致，请核对",
    "id_type": "出示证件的类型与申请表中填写的不一致，请核对",
    "id_number": "出示证件的号码与申请表中的人员不一致，请核对",
}


class Presented(PersonalIdentity):
    """Name and document of the person. `seen`: the clerk has seen the document itself, `letter_seen` the 授权委托书."""

    relation: Literal["applicant", "legal_representative", "agent"] = Field(title="与申请人的关系")
    seen: Seen = Field(title="已查验证件")
    letter_seen: bool = Field(default=False, title="已查验授权委托书")


def identity_faults(presented: Presented, form: Mapping[str, Any], pointer: str) -> list[FieldError]:
    """What speaks against this person; empty when the document is that of the form, or the agent has a letter.

    Of a form that is wrong itself only what is filled in is compared.
    """
    if presented.relation == "agent":
        letter = FieldError(f"{pointer}/letter_seen", "letter_missing", "代理人应出示授权委托书")
        return [] if presented.letter_seen else [letter]
    applicant = part(form, "applicant")
    if presented.relation == "applicant" and "uscc" in applicant:
        return [_unsuited(pointer, "申请人是单位，到场的应为法定代表人（负责人）或者代理人")]
    if presented.relation == "legal_representative" and "id_number" in applicant:
        return [_unsuited(pointer, "申请人是自然人，到场的应为本人或者代理人")]
    person = applicant if presented.relation == "applicant" else part(applicant, "legal_representative")
    return [
        FieldError(f"{pointer}/{field}", "identity_mismatch", sentence)
        for field, sentence in DIFFERS.items()
        if _differs(field, getattr(presented, field), person)
    ]


def part(form: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A block of a form, empty where a wrong form has something else in its place."""
    block = form.get(name)
    return cast(Mapping[str, Any], block) if isinstance(block, Mapping) else {}


def same_text(one: str, other: str) -> bool:
    """Whether two writings are one: 全角 and 半角 brackets, capitals, spaces and the dots that keyboards offer for the
    one in 少数民族 names make no other person.
    """
    return plain_text(one) == plain_text(other)


def _differs(field: str, shown: str, person: Mapping[str, Any]) -> bool:
    known = person.get(field) or (RESIDENT_ID_CARD if field == "id_type" and person else None)
    return isinstance(known, str) and not same_text(shown, known)


def plain_text(text: str) -> str:
    """The one writing of a text, see `same_text`."""
    return "".join(unicodedata.normalize("NFKC", text).translate(DOTS).upper().split())


def _unsuited(pointer: str, sentence: str) -> FieldError:
    return FieldError(f"{pointer}/relation", "identity_mismatch", sentence)
