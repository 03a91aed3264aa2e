"""What an applicant has to agree to in the form of a request before it is submitted (个人信息保护法31), and what such a
form cannot choose. Pure.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.foundation.problems import FieldError


def agreement_faults(item: ItemDocument, document: Mapping[str, Any]) -> Iterator[FieldError]:
    """Of each question that was answered, and not with yes. One that was not answered is missing."""
    made_of = item.request_of if isinstance(item, ServiceItem) else None
    if made_of is None:
        return
    for one in made_of.consents:
        if document["answers"].get(one.field) is False:
            yield FieldError(f"/answers/{one.field}", "consent_missing", f"不同意的，不能提交申请（{one.basis}）")
    for name in made_of.ordinary:
        if document["answers"].get(name) is True:
            says = "本次联办中有多个事项实行告知承诺，请按一般程序提交材料，或者就该事项单独申请"
            yield FieldError(f"/answers/{name}", "commitment_not_in_request", says)
