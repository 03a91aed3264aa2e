"""The facts that the sheets of an item have in common, in Chinese: limits, fee, materials, fields, stages. Pure."""

from collections.abc import Iterator
from typing import cast

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.artefacts.sheet import Fact, Rows
from chalicelib.catalogue.model.checklists import said, words_of
from chalicelib.catalogue.model.citations import citation, citations, without_research
from chalicelib.catalogue.model.face_lines import text_of
from chalicelib.catalogue.model.faces import is_stated, tells_a_person
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.item import ItemDocument, Material
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.catalogue.model.promises import limit_here
from chalicelib.catalogue.model.record import DECISION, SYSTEM, ResultField
from chalicelib.catalogue.model.values import Unit

UNITS: dict[Unit, str] = {"workday": "个工作日", "calendar_day": "日"}
SOURCES = {
    "applicant": "申请人自备",
    "gov_share": "数据共享，不需要提交",
    "system": "系统生成",
    "intermediary": "中介机构出具",
}
FIELD_SOURCES = {
    "applicant": "填写",
    "gov_share": "数据共享带出，核对",
    "identity": "实名信息带出，核对",
    "prior_result": "前序结果带出，核对",
}
ROLES = {"officer": "审查人员", "chief_representative": "首席代表", "department_leader": "部门负责人"}
STAGE_KINDS = {
    "completeness": "收件",
    "review": "审查",
    "site_check": "现场核查",
    "committee": "集体讨论",
    "special_procedure": "特别程序",
    "decision": "决定",
}
MODES = {1: "窗口", 2: "网上", 3: "移动端", 4: "自助终端", 9: "其他"}
LEVELS = {1: "国家级", 2: "省级", 3: "市级", 4: "县级", 5: "乡镇（街道）", 6: "村（社区）", 7: "其他"}
NONE = "—"
# What somebody writes who has nothing to write.
BLANKS = " -—－/无"


def basic(item: ItemDocument, organ: str, duty: str) -> tuple[Fact, ...]:
    """What each of the four sheets begins with."""
    return (
        Fact(label="事项名称", value=item.name),
        Fact(label="事项编号", value=item.id),
        Fact(label="基本编码", value=item.basic_code),
        Fact(label="实施编码", value=item.implementing_code),
        Fact(label="实施机关", value=organ),
        Fact(label="办件类型", value=item.handling_type),
        Fact(label="服务对象", value="、".join(item.service_objects)),
        Fact(label="法定期限", value=statutory(item)),
        Fact(label="承诺期限", value=promised(item, duty)),
        Fact(label="收费", value=fee(item)),
        Fact(label="办理结果", value=item.result.name),
    )


def statutory(item: ItemDocument) -> str:
    limit = item.statutory_limit
    if limit.value is None or limit.unit is None:
        return "法律没有规定"
    text = f"{limit.value}{UNITS[limit.unit]}，自{limit.start}起"
    if limit.extension:
        text += f"，可以延长{limit.extension.value}{UNITS[limit.unit]}"
    if limit.short_track:
        text += f"；{without_research(limit.short_track.condition)}的，{limit.short_track.value}{UNITS[limit.unit]}"
    return text


def promised(item: ItemDocument, duty: str = "") -> str:
    """The promise, and each promise under a condition; `duty` moves that of the same day (R46)."""
    told = _promised(item)
    return f"{told}（{duty}）" if duty else told


def _promised(item: ItemDocument) -> str:
    if not item.promises:
        return "整体没有承诺时限，各事项分别承诺"
    limit = limit_here(item, None)
    usual, condition, otherwise = _length(limit.value, limit.unit), "", None
    if limit.condition:
        parsed, otherwise = split_condition(limit.condition)
        condition = f"{_said(item, parsed)}的，"
    parts = [f"{condition}{usual}"]
    if otherwise is not None:
        parts.append(f"其他情形{_length(otherwise, limit.unit)}")
    for route in limit.routes:
        parts.append(f"{_said(item, conditions.parse(route.condition))}的，{_length(route.value, route.unit)}")
    return "；".join(parts)


def _length(value: int, unit: Unit) -> str:
    return f"{value}{UNITS[unit]}" if value else "受理当日"


def _said(item: ItemDocument, condition: conditions.Condition) -> str:
    return conditions.describe(condition, words_of(item))


def fee(item: ItemDocument) -> str:
    charge = item.fee
    laws = laws_of(item)
    if charge.charge is False:
        return "不收费"
    text = charge.name or "收费"
    condition = without_research(said(item, charge.condition), laws) if charge.condition else None
    basis = citations(charge.basis, laws)
    standard = without_research(charge.standard, laws)
    told = f"{text}{f'（{condition}）' if condition else ''}{f'，标准：{standard}' if standard else ''}"
    return f"{told}{f'，依据{basis}' if basis else ''}"


def laws_of(item: ItemDocument) -> list[str]:
    return [basis.law for basis in item.legal_basis]


def grounds(item: ItemDocument) -> tuple[str, ...]:
    return tuple(citation(basis.law, basis.article) for basis in item.legal_basis)


def materials(item: ItemDocument) -> Rows:
    """Every line of the published list, numbered as windows and notices call it."""
    rows = tuple(
        (f"{number:02}", line.name, SOURCES[line.source], copies(line), need(item, line), basis_of(item, line))
        for number, line in enumerate(item.materials, start=1)
    )
    return Rows(
        columns=("序号", "材料名称", "来源", "份数", "必要性", "依据"), widths=(7, 32, 17, 14, 20, 30), rows=rows
    )


def copies(line: Material) -> str:
    """How many of which form."""
    parts = [f"{name}{count}" for name, count in (("原件", line.originals), ("复印件", line.copies)) if count]
    if line.electronic_ok:
        parts.append("可用电子件")
    return "，".join(parts) or NONE


def need(item: ItemDocument, line: Material) -> str:
    text = "必要" if line.necessity == "必要" else "非必要"
    if line.condition:
        asked = "作出承诺时由平台生成" if item.commitment and item.commitment.paper == line.name else "应当提交"
        text = f"{_said(item, conditions.parse(line.condition))}的，{asked}"
    return f"{text}，可以容缺" if line.tolerable_absence else text


def basis_of(item: ItemDocument, line: Material) -> str:
    return citations(line.legal_basis or "", laws_of(item)) or NONE


def fields(item: ItemDocument) -> Iterator[tuple[str, tuple[FormField, ...]]]:
    for section in item.form_fields:
        yield section.title, section.fields


def asked_when(item: ItemDocument, field: FormField) -> str:
    """Whom the form asks, and when."""
    parts = [f"仅{'、'.join(field.only_for)}"] if field.only_for else []
    if field.condition:
        parts.append(f"{_said(item, conditions.parse(field.condition))}的，填写")
    else:
        parts.append("必填" if field.required else "选填")
    return "，".join(parts)


def how_to_fill(field: FormField) -> str:
    """The unit, the choices and the hint."""
    parts: list[str] = []
    if field.unit:
        parts.append(f"单位：{field.unit}")
    if field.choices:
        word = "可选多项" if field.type == "multi_choice" else "选一项"
        parts.append(f"{word}：{'、'.join(field.choices.values())}")
    if field.columns:
        parts.append(f"逐行填写{'、'.join(column.title for column in field.columns)}")
    if field.hint:
        parts.append(without_research(field.hint) or "")
    if field.source != "applicant":
        parts.append(FIELD_SOURCES[field.source])
    return "；".join(part for part in parts if part) or NONE


def example(field: FormField, value: object) -> str:
    """A value of the field as it would be printed."""
    if field.type == "person" and isinstance(value, dict):
        return str(cast("dict[str, object]", value).get("name", NONE))
    return text_of(field, value, field.unit) or NONE


def face(item: ItemDocument) -> tuple[Fact, ...]:
    """Each line of the face of the result, and where it comes from."""
    return tuple(Fact(label=line.title, value=_source_of(item, line)) for line in item.result_fields)


def _source_of(item: ItemDocument, face: ResultField) -> str:
    if face.source not in (DECISION, SYSTEM):
        titles = {field.key: f"申请表“{field.title}”" for field in item.fields}
        sources = [titles.get(source, "申请人信息") for source in (face.source, face.else_from) if source]
        return "，没有的取".join(dict.fromkeys(sources))
    return "由决定填写" if is_stated(face, {}) and not tells_a_person(face) else "由平台得出"


def stages(item: ItemDocument) -> Rows:
    """The stages of the handbook: who, within which inner limit, and what is looked at."""
    titles, laws = {stage.key: stage.title for stage in item.manual}, laws_of(item)
    rows = tuple(
        (
            str(number),
            _stage_title(item, stage.title, stage.when, titles.get(stage.parallel_with or "")),
            f"{STAGE_KINDS[stage.kind]}，{ROLES[stage.role]}",
            inner_limit(stage.inner_workdays, excluded=stage.excluded_time, kind=stage.kind),
            "；".join(without_research(one, laws) or one for one in stage.criteria),
        )
        for number, stage in enumerate(item.manual, start=1)
    )
    columns = ("序号", "环节", "方式、岗位", "内部时限", "审查要点")
    return Rows(columns=columns, widths=(7, 26, 20, 17, 50), rows=rows)


def _stage_title(item: ItemDocument, title: str, when: str | None, beside: str | None) -> str:
    notes = [f"与{beside}并行"] if beside else []
    if when:
        notes.append(f"{_said(item, conditions.parse(when))}的")
    told = without_research(title, laws_of(item)) or title
    return f"{told}（{'，'.join(notes)}）" if notes else told


def inner_limit(days: int, *, excluded: bool, kind: str) -> str:
    if kind == "completeness":
        return "受理前，5个工作日内一次告知"
    text = f"{days}个工作日" if days else "当日"
    return f"{text}，不计入期限" if excluded else text


def procedures(item: ItemDocument) -> tuple[str, ...]:
    """特别程序, with the basis of each."""
    laws = laws_of(item)
    bases = [
        (one.type, citations(one.basis, laws) or without_research(one.basis) or "") for one in item.special_procedures
    ]
    return tuple(f"{kind}：{basis}" if basis.strip(BLANKS) else kind for kind, basis in bases)
