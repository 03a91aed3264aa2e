"""更正文字: a clerical error of the published version. An editor proposes it; it holds when somebody else confirms."""

import json

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.closing import CORRECTABLE, correctable, corrected, text_at
from chalicelib.catalogue.model.life import OpenCorrection
from chalicelib.catalogue.model.life_acts import CORRECT_ITEM
from chalicelib.catalogue.store import unknown_item
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid


@act
def correct_item(
    platform: Platform, caller: Caller, code: str, *, pointer: str, before: str, after: str, why: str
) -> Receipt:
    """422 for anything but words: a limit, a fee, a material, a condition or a basis needs a new version."""
    begun = begin_life(platform, caller, CORRECT_ITEM, code)
    current = begun.rows.current
    if current is None:
        raise unknown_item()
    if begun.life.correction:
        raise Conflict(code="item_correction_open", title="该事项已有待确认的文字更正")
    document = corrected(json.loads(current["document"]), current.get("corrections", ()))
    if errors := _errors(document, pointer, before, after):
        raise Invalid(errors=errors)
    version = current["version"]
    open_one = OpenCorrection(
        version=version, pointer=pointer, before=before, after=after, why=why, proposed=begun.step()
    )
    data = {"version": version, "pointer": pointer, "before": before, "after": after, "why": why}
    return begun.commit(data=data, answer={"version": version, "pointer": pointer}, correction=open_one)


def _errors(document: dict[str, object], pointer: str, before: str, after: str) -> list[FieldError]:
    if not correctable(pointer):
        allowed = "、".join(CORRECTABLE)
        sentence = f"只能更正文字（{allowed}）；时限、收费、材料、条件、依据有变化的，应发布新版本"
        return [FieldError("/pointer", "correction_of_substance", sentence)]
    text = text_at(document, pointer)
    if text is None:
        return [FieldError("/pointer", "correction_nowhere", "该版本在此处没有文字")]
    if text != before:
        return [FieldError("/before", "correction_of_another_text", "与该版本此处的文字不同，请重新读取")]
    if after == before:
        return [FieldError("/after", "correction_same", "更正前后的文字相同")]
    return []
