"""What differs between two versions of an item, in Chinese: for applicants, editors, notices and the public feed. Pure.

Pointers are into the newer version. A line of the list of materials is known by its name, a question by its variable,
a special procedure by its kind, so that moving a line is no change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

from chalicelib.catalogue.model.citations import citation
from chalicelib.catalogue.model.field_names import name_of_field, name_of_part
from chalicelib.catalogue.model.forms.schema import Question, form_of
from chalicelib.catalogue.model.item import Fee, Material, ServiceItem, SpecialProcedure
from chalicelib.catalogue.model.limits import PromisedLimit, StatutoryLimit
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of

Subject = Literal["material", "limit", "fee", "question", "procedure", "basis", "channel", "result", "other"]
ChangeKind = Literal["added", "removed", "changed"]
UNITS = {"workday": "个工作日", "calendar_day": "日"}
CHARGES: Mapping[object, str] = {True: "收费", False: "不收费", "conditional": "视情形收费"}
MODES = {1: "窗口", 2: "网上", 3: "移动端", 4: "自助机", 9: "其他"}
T = TypeVar("T")


class Difference(NamedTuple):
    """`before` and `after` are how both versions say it, where that fits into a line; `text` is the sentence."""

    subject: Subject
    kind: ChangeKind
    pointer: str
    text: str
    before: str | None = None
    after: str | None = None

    @property
    def code(self) -> str:
        return f"{self.subject}_{self.kind}"


def differences(old: ServiceItem, new: ServiceItem) -> list[Difference]:
    """Everything that is another in `new`; empty where both say the same."""
    return [
        *_materials(old, new),
        *_limits(old, new),
        *_fee(old.fee, new.fee),
        *_questions(old, new),
        *_form(old, new),
        *_named(old.special_procedures, new.special_procedures, lambda one: one.type, _procedure),
        *_bases(old, new),
        *_channel(old, new),
        *_result(old, new),
        *_others(old, new),
    ]


def findings(changes: Iterable[Difference], answers: Mapping[str, Any], new: ServiceItem) -> list[FieldError]:
    """The differences as an applicant with these answers is told them: then which answers are kept, which are to be
    given anew and which are asked for no more.
    """
    told = [FieldError(f"/item{change.pointer}", change.code, change.text) for change in changes]
    return [*told, *_answers(list(changes), answers, new)]


def _answers(changes: list[Difference], answers: Mapping[str, Any], new: ServiceItem) -> Iterator[FieldError]:
    """An answer is kept where its question is the same; a question of another kind or with other choices is new."""
    asked = {question.name: question for question in form_of(new).questions}
    questions = [change for change in changes if change.subject == "question"]
    anew = {change.pointer.rpartition("/")[2] for change in questions if change.kind != "removed"}
    first = {change.pointer.rpartition("/")[2] for change in questions if change.kind == "added"}
    for name, question in asked.items():
        pointer = pointer_of(["form", "answers", name])
        if name not in answers or not _fits(answers[name], question):
            if name in anew or name in answers:
                is_new = name in first and name not in answers
                words = f"请填写“{question.label}”" if is_new else f"请重新填写“{question.label}”"
                yield FieldError(pointer, "answer_needed", words)
        else:
            yield FieldError(pointer, "answer_kept", f"“{question.label}”已填写的内容保留")
    for change in questions:
        if change.kind == "removed" and change.pointer.rpartition("/")[2] in answers:
            yield FieldError(change.pointer, "answer_dropped", "这一项不再需要填写")


def _fits(answer: object, question: Question) -> bool:
    match question.kind:
        case "boolean":
            return isinstance(answer, bool)
        case "integer":
            return isinstance(answer, int) and not isinstance(answer, bool)
        case "choice":
            return answer in question.choices
        case "text":
            return isinstance(answer, str)
        case "structured":
            return isinstance(answer, list | dict | int | float) and not isinstance(answer, bool)


def _named(
    old: Iterable[T], new: Iterable[T], name: Callable[[T], str], tell: Callable[[T | None, T | None, int], Difference]
) -> Iterator[Difference]:
    """Entries of two lists that are known by a name."""
    before = {name(one): one for one in old}
    after = {name(one): (number, one) for number, one in enumerate(new)}
    for known, (number, one) in after.items():
        if before.get(known) != one:
            yield tell(before.get(known), one, number)
    for known, one in before.items():
        if known not in after:
            yield tell(one, None, 0)


def _kind(before: object, after: object) -> ChangeKind:
    return "added" if before is None else "removed" if after is None else "changed"


def _materials(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    yield from _named(old.materials, new.materials, lambda line: line.name, _material)


def _material(before: Material | None, after: Material | None, number: int) -> Difference:
    line = after or before
    name = line.name if line else ""
    pointer = f"/materials/{number}" if after else "/materials"
    if before and after:
        parts = [part for part in Material.model_fields if getattr(before, part) != getattr(after, part)]
        text = f"材料“{name}”的{'、'.join(name_of_part('Material', part) for part in parts)}有变化"
    elif after:
        text = f"新增材料“{name}”（{after.necessity}）"
    else:
        text = f"不再需要材料“{name}”"
    return Difference("material", _kind(before, after), pointer, text)


def length_of(limit: PromisedLimit | StatutoryLimit) -> str:
    if limit.value is None or limit.unit is None:
        return "法律未规定"
    return "当场办结" if isinstance(limit, PromisedLimit) and not limit.value else f"{limit.value} {UNITS[limit.unit]}"


def _limits(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    pairs: tuple[tuple[str, str, Any, Any], ...] = (
        ("/promised_limit", "承诺时限", old.promised_limit, new.promised_limit),
        ("/statutory_limit", "法定时限", old.statutory_limit, new.statutory_limit),
    )
    for pointer, said, before, after in pairs:
        if before == after:
            continue
        was, now = length_of(before), length_of(after)
        text = f"{said}由{was}改为{now}" if was != now else f"{said}的起算、延长或者适用条件有变化"
        yield Difference("limit", "changed", pointer, text, was, now)


def _fee(before: Fee, after: Fee) -> Iterator[Difference]:
    if before == after:
        return
    was, now = CHARGES[before.charge], CHARGES[after.charge]
    text = f"收费由“{was}”改为“{now}”" if was != now else "收费的名称、标准、依据或者情形有变化"
    yield Difference("fee", "changed", "/fee", text, was, now)


def _questions(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    yield from _named(form_of(old).questions, form_of(new).questions, lambda one: one.name, _question)


def _question(before: Question | None, after: Question | None, _: int) -> Difference:
    asked = after or before
    label, name = (asked.label, asked.name) if asked else ("", "")
    said = {"added": "申请表新增“{}”", "removed": "申请表不再填写“{}”", "changed": "申请表中“{}”的填写要求有变化"}
    kind = _kind(before, after)
    return Difference("question", kind, pointer_of(["form", "answers", name]), said[kind].format(label))


def _procedure(before: SpecialProcedure | None, after: SpecialProcedure | None, number: int) -> Difference:
    named = after or before
    said = {"added": "新增特别程序“{}”", "removed": "不再有特别程序“{}”", "changed": "特别程序“{}”有变化"}
    kind = _kind(before, after)
    pointer = f"/special_procedures/{number}" if after else "/special_procedures"
    return Difference("procedure", kind, pointer, said[kind].format(named.type if named else ""))


def _bases(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    before = {citation(basis.law, basis.article): basis for basis in old.legal_basis}
    after = {citation(basis.law, basis.article): number for number, basis in enumerate(new.legal_basis)}
    for cited, number in after.items():
        if cited not in before:
            yield Difference("basis", "added", f"/legal_basis/{number}", f"新增设定依据{cited}")
    for cited in before:
        if cited not in after:
            yield Difference("basis", "removed", "/legal_basis", f"不再以{cited}为设定依据")


def _channel(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    was, now = _modes(old), _modes(new)
    if was != now:
        yield Difference("channel", "changed", "/handling_modes", f"申办方式由{was}改为{now}", was, now)
    if old.channel != new.channel:
        yield Difference("channel", "changed", "/channel", "到现场次数或者邮寄方式有变化")


def _modes(item: ServiceItem) -> str:
    return "、".join(MODES[mode] for mode in item.handling_modes)


def _result(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    if old.result != new.result:
        yield Difference("result", "changed", "/result", f"办理结果“{new.result.name}”有变化")
    if old.validity != new.validity:
        yield Difference("result", "changed", "/validity", "办理结果的有效期有变化")


# Parts that `differences` looks at one by one.
BY_PART = frozenset(
    {
        *("materials", "promised_limit", "statutory_limit", "fee", "special_procedures", "legal_basis"),
        *("handling_modes", "channel", "result", "validity", "form_fields", "derives"),
    }
)
# What is no part of the item itself, what editors have noted, and codes that follow from another part.
SILENT = frozenset(
    {
        *("region", "version", "content_hash", "ended_at"),
        *("published_at", "effective_at", "closing", "suspension", "corrections", "withdrawn_at", "request_of"),
        *("mended_defects", "unverified", "handling_code_local", "handling_code_national"),
    }
)


def _form(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    """A question that is asked as before may have to be answered where it had not, or have another hint."""
    same = form_of(old).questions == form_of(new).questions
    if same and (old.form_fields, old.derives) != (new.form_fields, new.derives):
        yield Difference("other", "changed", "/form_fields", "申请表的填写说明或者填写要求有变化")


def _others(old: ServiceItem, new: ServiceItem) -> Iterator[Difference]:
    """Every other part, by its name in the table of names."""
    for name, field in ServiceItem.model_fields.items():
        if name in BY_PART or name in SILENT or getattr(old, name) == getattr(new, name):
            continue
        said = name_of_field(field.alias or name)
        was, now = _short(getattr(old, name)), _short(getattr(new, name))
        yield Difference("other", "changed", pointer_of([field.alias or name]), f"{said}有变化", was, now)


def _short(value: object) -> str | None:
    """How a version says it, where that fits into a line."""
    return value if isinstance(value, str) and len(value) <= 60 else None
