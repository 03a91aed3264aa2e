"""更正文字: a clerical error of the version in force, or of the published one that waits for its time. An editor
proposes it; it holds when somebody else confirms.
"""

from chalicelib.catalogue.acts.life_gate import BegunLife, begin_life
from chalicelib.catalogue.model.closing import document_in
from chalicelib.catalogue.model.corrections import correction_errors
from chalicelib.catalogue.model.life import OpenCorrection
from chalicelib.catalogue.model.life_acts import CORRECT_ITEM
from chalicelib.catalogue.store import unknown_item
from chalicelib.catalogue.store.corrections import row_of_version
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid


@act
def correct_item(
    platform: Platform,
    caller: Caller,
    code: str,
    *,
    pointer: str,
    before: str,
    after: str,
    why: str,
    version: int | None = None,
) -> Receipt:
    """422 for anything but words: a limit, a fee, a material, a condition or a basis needs a new version. 422 for words
    that no draft could have. `version` is the newest one unless given; while a version waits for its time it has to be
    given, because two can be meant.
    """
    begun = begin_life(platform, caller, CORRECT_ITEM, code)
    current = begun.rows.current
    if current is None:
        raise unknown_item()
    if begun.life.correction:
        raise Conflict(code="item_correction_open", title="该事项已有待确认的文字更正")
    row = _meant(begun, current, version)
    if errors := correction_errors(document_in(row), pointer, before, after):
        raise Invalid(errors=errors)
    meant: int = row["version"]
    open_one = OpenCorrection(
        version=meant, pointer=pointer, before=before, after=after, why=why, proposed=begun.step()
    )
    data = {"version": meant, "pointer": pointer, "before": before, "after": after, "why": why}
    return begun.commit(data=data, answer={"version": meant, "pointer": pointer}, correction=open_one)


def _meant(begun: BegunLife, current: Item, version: int | None) -> Item:
    """The row of the version that is to be corrected."""
    newest, at = begun.rows.newest, begun.caller.at
    ahead = newest and newest.effective_at and at < newest.effective_at
    if version is None and ahead and "before" in current:
        before, number = current["before"]["version"], current["version"]
        sentence = f"第 {number} 版待生效，请写明更正哪一版：{before}（现行）或者 {number}（待生效）"
        raise Invalid(errors=[FieldError("/version", "version_needed", sentence)])
    row = row_of_version(current, current["version"] if version is None else version)
    if row is None or (row is not current and not ahead):
        sentence = "只能更正现行的或者待生效的版本"
        raise Invalid(errors=[FieldError("/version", "version_not_in_force", sentence)])
    return row
