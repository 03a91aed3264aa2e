"""持证主体: who has a result. Its face says it: the body that was founded, the child, or the applicant. Pure.

The applicant for a company that is being founded is a shareholder, and for a 民办非企业单位 its 举办者: neither holds
what is issued.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.catalogue.model.face_lines import FaceLine, Known, lines_of_face
from chalicelib.catalogue.model.faces import block
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.identifiers import has_resident_id_shape

NAMES = ("holder", "name")
CODES = ("holder_uscc", "uscc", "holder_id", "id_number", "registration_no")
USCCS = ("holder_uscc", "uscc")
USCC, ID_NUMBER = "统一社会信用代码", "证件号码"


class Holder(NamedTuple):
    """`code` is empty where the face has none, as of a newborn. `personal`: it is the number of a person."""

    name: str
    code: str
    label: str
    personal: bool


def holder_of(form: Mapping[str, Any], lines: Sequence[FaceLine]) -> Holder | None:
    """The holder by the lines of the face; None where no line names one, or it is the applicant under whose own number
    the result is issued.
    """
    printed = {line.key: line for line in lines if line.value}
    named = next((printed[key] for key in NAMES if key in printed), None)
    own = str(block(form, "applicant").get("name") or "")
    coded = next((printed[key] for key in CODES if key in printed), None)
    if named is None and not (coded and coded.key in USCCS):
        return None
    name = named.value if named else own
    if coded is None:
        return None if name == own else Holder(name, "", ID_NUMBER, personal=False)
    if coded.key in USCCS:
        return Holder(name, coded.value, USCC, personal=False)
    personal = coded.mask == "number" or has_resident_id_shape(coded.value)
    return Holder(name, coded.value, ID_NUMBER if personal else coded.label, personal)


def other_holder(item: ItemDocument, form: Mapping[str, Any], stated: Mapping[str, Any], known: Known) -> str | None:
    """The name of the holder for the decision, where it is not the applicant."""
    found = holder_of(form, lines_of_face(item, form, stated, known))
    return found.name if found and found.name != block(form, "applicant").get("name") else None
