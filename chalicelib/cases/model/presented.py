"""The person at the window, to apply or to collect: document seen and compared, an agent with a letter (R27, R37)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import Field

from chalicelib.catalogue.model.forms import RESIDENT_ID_CARD, PersonalIdentity
from chalicelib.catalogue.model.forms.persons import impossible_birth
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed
from chalicelib.foundation.writing import same_name, same_number

Seen = Annotated[Literal[True], confirmed("document_not_seen", "请先查验证件原件")]
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


def identity_faults(presented: Presented, form: Mapping[str, Any], pointer: str, on: date) -> list[FieldError]:
    """What speaks against this person; empty when the document is that of the form, or the agent has a letter.

    Of a form that is wrong itself only what is filled in is compared. `on` is today.
    """
    if (impossible := impossible_birth(presented.id_type, presented.id_number, on)) is not None:
        return [impossible._replace(pointer=f"{pointer}/id_number")]
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


def _differs(field: str, shown: str, person: Mapping[str, Any]) -> bool:
    known = person.get(field) or (RESIDENT_ID_CARD if field == "id_type" and person else None)
    same = same_number if field == "id_number" else same_name
    return isinstance(known, str) and not same(shown, known)


def _unsuited(pointer: str, sentence: str) -> FieldError:
    return FieldError(f"{pointer}/relation", "identity_mismatch", sentence)
