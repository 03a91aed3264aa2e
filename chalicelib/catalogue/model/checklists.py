"""The list of materials for one applicant's answers, each line with its reason (R10). Pure and deterministic."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument, Material, conditions
from chalicelib.catalogue.model.form_fields import Derive
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.model.material_kinds import MaterialKind, kind_of
from chalicelib.catalogue.model.values import MaterialSource

OF_APPLICANT = "申请人信息"
DERIVED = {"boolean": "情形", "integer": "数值", "choice": "类别"}
ALWAYS = "必要材料：办理本事项均须提交"
PRINTED = "由平台按填写的内容生成，核对确认即可，无需上传（《国务院关于在线政务服务的若干规定》第七条）"
PLEDGED = "作出告知承诺时由平台按公布的内容生成，提交时确认（在窗口的，当面签署）即可，无需上传"
OPTIONAL = "非必要材料：可自愿提交"
SHARED = "由行政机关通过数据共享取得，无需提交（《国务院关于在线政务服务的若干规定》第七条）"


class ChecklistLine(NamedTuple):
    """One line. `no` is its two-digit number in the published list and stays the same whatever the answers are.

    `required`: must be there to accept. `applies`: concerns this applicant. `undetermined`: an answer it depends on
    is missing; then it neither applies nor is required yet. `shared`: the organ gets it from another organ's data, so
    it may be handed in and must not be demanded (国务院令第716号第七条). `originals` and `copies` are counts of paper.
    `kind` says whose word it is. `pledged`: it is the applicant's word (告知承诺), which is given and not handed in; an
    acceptance and a grant ask for the word itself.
    """

    no: str
    name: str
    required: bool
    applies: bool
    undetermined: bool
    why: str
    condition: str | None
    originals: int
    copies: int
    source: MaterialSource
    kind: MaterialKind
    electronic_ok: bool
    tolerable_absence: bool
    legal_basis: str | None
    acceptance_check: str | None
    e_certificate_type: str | None
    shared: bool
    pledged: bool = False

    @property
    def printed(self) -> bool:
        """The platform makes it of the form, and the applicant confirms it."""
        return self.source == "system" and not self.pledged


def checklist(item: ItemDocument, answers: conditions.Answers) -> tuple[ChecklistLine, ...]:
    """Every line of the published list in its order, also those that do not apply, so that the applicant sees why."""
    return tuple(
        line if material.condition is None else _conditional(line, material, answers, words_of(item))
        for line, material in zip(_lines(item), item.materials, strict=True)
    )


@once_per_item
def conditional_lines(item: ItemDocument) -> dict[str, frozenset[str]]:
    """The lines with a condition, each with the names of the questions that it rests on."""
    return {
        line.no: frozenset(one.variable for one in conditions.comparisons(conditions.parse(line.condition)))
        for line in _lines(item)
        if line.condition is not None
    }


def resting_on(item: ItemDocument, questions: frozenset[str]) -> frozenset[str]:
    """The lines of which nobody can tell whether they apply without the answer to one of these questions."""
    return frozenset(no for no, names in conditional_lines(item).items() if names & questions)


@once_per_item
def _lines(item: ItemDocument) -> tuple[ChecklistLine, ...]:
    """The lines as if none had a condition."""
    word = item.commitment.paper if item.commitment else None
    return tuple(
        _line(number, material, pledged=material.name == word)
        for number, material in enumerate(item.materials, start=1)
    )


def _line(number: int, material: Material, *, pledged: bool) -> ChecklistLine:
    return ChecklistLine(
        no=f"{number:02}",
        name=material.name,
        required=_demanded(material) and not pledged,
        applies=True,
        undetermined=False,
        why=_why(material),
        condition=material.condition,
        originals=material.originals,
        copies=material.copies,
        source=material.source,
        kind="statement" if pledged else kind_of(material.source, material.copies, material.e_certificate_type),
        electronic_ok=material.electronic_ok,
        tolerable_absence=material.tolerable_absence,
        legal_basis=material.legal_basis,
        acceptance_check=material.acceptance_check,
        e_certificate_type=material.e_certificate_type,
        shared=material.shared,
        pledged=pledged,
    )


def _why(material: Material) -> str:
    """Of a line without a condition."""
    if material.shared:
        return SHARED
    if material.source == "system":
        return PRINTED
    return ALWAYS if material.necessity == "必要" else OPTIONAL


@once_per_item
def words_of(item: ItemDocument) -> conditions.Words:
    """What the item calls its fields, what follows from them, and their choices."""
    titles = {field.key: field.title for field in item.fields}
    choices = {field.key: field.choices for field in item.fields if field.choices}
    derived = {one.variable: _derived(one, titles) for one in item.derives}
    return conditions.Words(titles | derived, choices | {one.variable: _mapped(one, choices) for one in item.derives})


def said(item: ItemDocument, condition: str) -> str:
    """A condition in the item's words. What is no condition is in words already."""
    try:
        return conditions.describe(conditions.parse(condition), words_of(item))
    except conditions.ConditionError:
        return condition


def _derived(derive: Derive, titles: Mapping[str, str]) -> str:
    """What follows from the form has no title of its own; it is called by the fields that it comes from."""
    named = [titles.get(source) or OF_APPLICANT for source in derive.sources]
    return f"由{'、'.join(dict.fromkeys(named))}得出的{DERIVED[derive.kind]}"


def _mapped(derive: Derive, choices: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """A choice that follows from another one is called as that one."""
    of_source = {key: title for source in derive.sources for key, title in choices.get(source, {}).items()}
    named: dict[str, list[str]] = {}
    for key, value in (derive.map or {}).items():
        named.setdefault(value, []).append(of_source.get(key, key))
    return {value: "、".join(titles) for value, titles in named.items()}


def _conditional(
    line: ChecklistLine, material: Material, answers: conditions.Answers, words: conditions.Words
) -> ChecklistLine:
    condition = conditions.parse(material.condition or "")
    applies = conditions.evaluate(condition, answers)
    return line._replace(
        required=bool(applies) and _demanded(material) and not line.pledged,
        applies=bool(applies),
        undetermined=applies is None,
        why=(applies and _given(line)) or conditions.explain(condition, answers, words),
    )


def _given(line: ChecklistLine) -> str | None:
    """Why nobody is asked to hand it in; None of a line that the applicant has to bring."""
    return SHARED if line.shared else PLEDGED if line.pledged else None


def _demanded(material: Material) -> bool:
    """Whether it must be there where it applies."""
    return material.necessity != "非必要" and not material.shared
