"""确认更正: somebody else than who proposed it confirms a clerical correction, or refuses it. No version changes."""

from typing import Any

from chalicelib.catalogue.acts.life_gate import begin_life, require_none_of
from chalicelib.catalogue.model.closing import Correction, document_in
from chalicelib.catalogue.model.corrections import correction_errors
from chalicelib.catalogue.model.life import OpenCorrection
from chalicelib.catalogue.model.life_acts import CONFIRM_CORRECTION
from chalicelib.catalogue.store import unknown_item
from chalicelib.catalogue.store.corrections import keep_corrections, row_of_version
from chalicelib.catalogue.store.life import Published, announce
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid


@act
def confirm_item_correction(platform: Platform, caller: Caller, code: str, *, confirmed: bool, note: str) -> Receipt:
    begun = begin_life(platform, caller, CONFIRM_CORRECTION, code)
    wanted, current, newest = begun.life.correction, begun.rows.current, begun.rows.newest
    if wanted is None:
        raise Conflict(code="item_correction_missing", title="该事项没有待确认的文字更正")
    require_none_of(begun, [wanted.proposed])
    data = {"version": wanted.version, "pointer": wanted.pointer, "note": note}
    if not confirmed:
        return begun.commit(event="item_correction_refused", data=data, correction=None)
    if current is None or newest is None:
        raise unknown_item()
    row = row_of_version(current, wanted.version)
    ahead = newest.effective_at is not None and caller.at < newest.effective_at
    if row is None or (row is not current and not ahead):
        raise Conflict(code="item_published_meanwhile", title="该事项已发布新版本，请对新版本重新提出更正")
    _require_fit(document_in(row), wanted)
    words = {"pointer": wanted.pointer, "before": wanted.before, "after": wanted.after, "why": wanted.why}
    correction = Correction.model_validate({**words, "at": caller.at})
    told = Published(
        kind="correct",
        code=code,
        name=newest.name,
        department=newest.department,
        version=wanted.version,
        at=caller.at,
        effective_at=caller.at,
        reason=f"“{wanted.before}”更正为“{wanted.after}”：{wanted.why}",
    )
    return begun.commit(
        data=data | {"before": wanted.before, "after": wanted.after, "proposed_by": wanted.proposed.by},
        ops=[*keep_corrections(current, wanted.version, correction), announce(begun.division, told)],
        correction=None,
    )


def _require_fit(document: dict[str, Any], wanted: OpenCorrection) -> None:
    """422 for words that no draft could have: they are asked again here, because what is confirmed is what is kept."""
    if errors := correction_errors(document, wanted.pointer, wanted.before, wanted.after):
        title = "这处更正不能确认，请驳回后重新提出"
        raise Invalid(title=title, errors=[FieldError("/confirmed", one.code, one.message) for one in errors])
