"""A person at the window who signs for an act: identity seen, compared with the form, and recorded (R27)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.presented import Claim, Represented, Window, person_faults
from chalicelib.foundation import problems
from chalicelib.foundation.validation import confirmed
from chalicelib.intake.model.application import identity_seen


class Signing(Represented):
    """Who comes to the window, and has signed what the clerk is about to record."""

    signed: Annotated[Literal[True], confirmed("not_signed", "请先由到场人员签名确认")] = Field(title="已签名确认")


def require_right_person(signing: Signing, claim: Claim, window: Window) -> None:
    """422 unless it is the applicant, its legal representative, a guardian, or an agent with a letter."""
    if faults := person_faults(signing, claim, "/presented_by", window):
        raise problems.Invalid(code="person_unverified", title="到场人员身份核验未通过，不能办理", errors=faults)


def seen_at_window(signing: Signing, case: Case) -> Mapping[str, JsonValue]:
    """For the event: what the clerk has seen; the document's number only as a keyed digest."""
    return {
        **identity_seen(case.chain_key, case.id, signing),
        **signing.recorded_letter(),
        "signed": signing.signed,
    }
