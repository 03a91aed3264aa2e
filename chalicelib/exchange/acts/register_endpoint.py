"""登记回调地址: a department's system says where it listens and with which secret its callbacks are signed."""

from datetime import timedelta
from typing import Any

from pydantic_core import PydanticCustomError

from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.model import Endpoint, Registration, usable_secret
from chalicelib.exchange.store import guard
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import secrets as secret
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

SHOWN = {"url", "enabled", "updated_at", "version", "former_until"}


@act
def register_endpoint(platform: Platform, caller: Caller, registration: Registration) -> Receipt:
    """Replace the department's endpoint, and enable it again if a 410 had disabled it.

    The secret before signs too for a while, unless the department asks for none.

    Raises Invalid for an unsafe url or an unusable secret.
    """
    # The secret is stored before the transaction. So look for the record of an equal request first.
    if done := acts.find_record(platform, caller):
        return done
    _require_safe(platform, registration)
    division, department = place(caller)
    before = store.load_endpoint(platform.table, division, department)
    after = Endpoint(
        division=division,
        department=department,
        url=registration.url,
        **_secrets(platform, secret.place_of(division, department), before, registration),
        updated_at=caller.at,
        version=before.version + 1 if before else 1,
    )
    receipt = Receipt(after.model_dump(mode="json", include=SHOWN, exclude_none=True))
    platform.table.write(store.put_endpoint(before, after), *acts.record(platform, caller, receipt))
    return receipt


def _secrets(platform: Platform, at: str, before: Endpoint | None, registration: Registration) -> dict[str, Any]:
    """The facts of the new endpoint's secrets. A registration with the secret that signs already leaves them alone, but
    for an overlap that is to end at once.
    """
    given = registration.secret.get_secret_value()
    known = secret.fingerprint(at, given)
    overlap = platform.wall() + timedelta(hours=registration.overlap_hours) if registration.overlap_hours else None
    if before and before.secret_print == known:
        kept = before.model_dump(include={"secret_version", "secret_print", "former_version", "former_until"})
        return kept if overlap else {**kept, "former_version": None, "former_until": None}
    facts = {"secret_version": secret.store_secret(platform, at, given, before), "secret_print": known}
    if before is None or overlap is None:
        return facts
    return {**facts, "former_version": before.secret_version, "former_until": overlap}


def place(caller: Caller) -> tuple[str, str]:
    """The division (six digits) and the department of the caller. Raises Forbidden when the caller acts for none."""
    if caller.actor.department is None:
        raise problems.Forbidden
    return caller.actor.region[:6], caller.actor.department


def _require_safe(platform: Platform, registration: Registration) -> None:
    """Raise Invalid with both errors when both the url and the secret are wrong."""
    errors: list[FieldError] = []
    try:
        guard.parse(registration.url, platform.settings.callback_allow)
    except guard.Blocked as blocked:
        errors.append(FieldError("/url", blocked.code, blocked.message))
    try:
        usable_secret(registration.secret)
    except PydanticCustomError as weak:
        errors.append(FieldError("/secret", weak.type, weak.message()))
    if errors:
        raise problems.Invalid(errors=errors)
