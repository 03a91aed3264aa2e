"""A person at the window who signs for an act: identity seen, compared with the form, and recorded (R27)."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.presented import Represented, Window, identity_faults, ward_faults
from chalicelib.cases.model.proven import Proven
from chalicelib.foundation import problems
from chalicelib.foundation.validation import confirmed
from chalicelib.intake.model.application import identity_seen


class Signing(Represented):
    """Who comes to the window, and has signed what the clerk is about to record."""

    signed: Annotated[Literal[True], confirmed("not_signed", "请先由到场人员签名确认")] = Field(title="已签名确认")


def require_right_person(signing: Signing, form: Mapping[str, Any], known: Proven | None, window: Window) -> None:
    """422 unless it is the applicant, its legal representative, a guardian, or an agent with a letter. `known` proves
    the guardianship of the case.
    """
    faults = identity_faults(signing, form, "/presented_by", window)
    faults += ward_faults(signing, form, known, "/presented_by", window.on)
    if faults:
        raise problems.Invalid(code="person_unverified", title="到场人员身份核验未通过，不能办理", errors=faults)


def seen_at_window(signing: Signing, case: Case) -> Mapping[str, JsonValue]:
    """For the event: what the clerk has seen; the document's number only as a keyed digest."""
    return {
        **identity_seen(case.chain_key, case.id, signing),
        **signing.recorded_letter(),
        "signed": signing.signed,
    }
