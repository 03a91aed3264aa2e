"""Whose paper a shared line is: an organ is asked for it under the number of its holder. Pure."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model.checklists import ChecklistLine

# Whose paper a line is, by what its published name begins with: a person whom the form has beside the applicant.
OF_NAMED = {"法定代表人": "legal_representative", "经营者": "legal_representative", "监护人": "guardian"}
# Of these the form tells no number, or they are several: nobody can be asked for.
OF_UNNAMED = (
    *("新法定代表人", "法定代表人/", "主要负责人", "父母", "股东", "演员", "拟任负责人", "拟主持教职人员"),
    *("从业人员", "执业药师", "驾驶人员", "机动车", "设计单位"),
)
# Only a person has these, and only a business has that. A person's business has a credit code of its own.
OF_PERSON = ("申请人身份证", "本人", "居民户口簿", "银行账户", "优先/放宽条件证明")
OF_BUSINESS = ("营业执照",)
# A newborn has no number; the organ keeps it with the mother.
OF_MOTHER = ("出生医学证明",)


class Holder(NamedTuple):
    """Whose certificate is asked for."""

    name: str
    id_type: str
    number: str


def holder_of(form: Mapping[str, Any], line: ChecklistLine) -> Holder | None:
    """The person or company that the line's certificate belongs to. None where the form does not tell the number:
    asking under the applicant's would bring somebody else's paper, or none.

    A person who runs a business (个体工商户) is who is named elsewhere as its representative.
    """
    applicant = part(form, "applicant")
    if line.name.startswith(OF_UNNAMED):
        return None
    other = next((place for begins, place in OF_NAMED.items() if line.name.startswith(begins)), None)
    company = applicant.get("uscc")
    if line.name.startswith(OF_BUSINESS) and not company:
        return _business(form)
    if other is None and company:
        own = Holder(str(applicant.get("name", "")), "uscc", str(company))
        return None if line.name.startswith(OF_PERSON) else own
    if line.name.startswith(OF_MOTHER):
        return _person(part(part(form, "answers"), "mother"))
    himself = other is None or (other == "legal_representative" and not company)
    return _person(applicant if himself else part(applicant, other or ""))


def _person(person: Mapping[str, Any]) -> Holder | None:
    if not person.get("id_number"):
        return None
    return Holder(str(person.get("name", "")), str(person.get("id_type") or "resident_id"), str(person["id_number"]))


def _business(form: Mapping[str, Any]) -> Holder | None:
    """The business of a person, where the form tells its credit code."""
    answers = part(form, "answers")
    name = answers.get("business_name") or part(form, "applicant").get("name", "")
    code = answers.get("business_uscc")
    return Holder(str(name), "uscc", str(code)) if code else None
