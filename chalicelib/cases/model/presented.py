"""The person at the window, to apply or to collect: document seen and compared, an agent with a letter (R27, R37)."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from chalicelib.catalogue import PersonalIdentity
from chalicelib.foundation.problems import FieldError


class Presented(PersonalIdentity):
    """Name and document of the person. `seen`: the clerk has seen the document itself, `letter_seen` the 授权委托书."""

    relation: Literal["applicant", "legal_representative", "agent"] = Field(title="与申请人的关系")
    seen: Literal[True] = Field(title="已查验证件")
    letter_seen: bool = Field(default=False, title="已查验授权委托书")


def identity_faults(presented: Presented, form: Mapping[str, Any], pointer: str) -> list[FieldError]:
    """What speaks against this person; empty when the document is that of the form, or the agent has a letter."""
    if presented.relation == "agent":
        letter = FieldError(f"{pointer}/letter_seen", "letter_missing", "代理人应出示授权委托书")
        return [] if presented.letter_seen else [letter]
    applicant: Mapping[str, Any] = form.get("applicant", {})
    representative: Mapping[str, Any] = applicant.get("legal_representative", {})
    known = {"applicant": applicant.get("id_number"), "legal_representative": representative.get("id_number")}
    if known[presented.relation] == presented.id_number:
        return []
    return [FieldError(f"{pointer}/id_number", "identity_mismatch", "出示的证件与申请表中的人员不一致，请核对")]
