"""The four sheets of an item. Each is for its readers; what two of them tell comes from `facts.py`. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import facts
from chalicelib.catalogue.model.artefacts.sheet import KINDS, NOTICE, Chapter, Fact, Rows, Sheet, SheetKind
from chalicelib.catalogue.model.called import NOT_NAMED, Named
from chalicelib.catalogue.model.citations import citations, without_research
from chalicelib.catalogue.model.forms.examples import sample_answers
from chalicelib.catalogue.model.handbook import is_complex
from chalicelib.catalogue.model.on_site import visits_said
from chalicelib.catalogue.model.prerequisites import before
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.directory.model.place import Remedies

# 行政许可法30 lists what is published, and no handbook is among it. How the hall examines is information of its inner
# work (政府信息公开条例16), so the handbook is for the hall.
FOR_STAFF = frozenset({"manual"})
BLANK = "　"
NOT_ASKED = "（本例不填写）"
TRUE = "以上内容和所附材料真实、准确、完整。"
SIGNED = "申请人（签名或者盖章）：　　　　　　　　日期：　　　年　　月　　日"


class Here(NamedTuple):
    """What the place says of the item: `organ` is the full name of the department. `duty` says when the department is
    in the hall, where that moves the promise of the same day (R46).
    """

    organ: str
    remedies: Remedies
    duty: str = ""


def sheet_of(item: ServiceItem, kind: SheetKind, here: Here, notice: str = "", names: Named = NOT_NAMED) -> Sheet:
    """`notice` says that nobody can apply, or for how long one still can. `names` are those of the items that come
    before this one; it says for which of them nobody can apply now. A sheet has no chapter without content.
    """
    first = Chapter(title=NOTICE, paragraphs=(notice,) if notice else ())
    chapters = tuple(chapter for chapter in (first, *CHAPTERS[kind](item, here)) if not chapter.empty)
    if ahead := _before(item, names) if kind == "guide" else "":
        chapters = tuple(_with(chapter, "前置事项", ahead) for chapter in chapters)
    return Sheet(
        kind=kind,
        title=f"{item.name}{KINDS[kind]}",
        item=item.id,
        name=item.name,
        version=item.version,
        content_hash=item.content_hash,
        organ=here.organ,
        staff=kind in FOR_STAFF,
        chapters=chapters,
    )


def _guide(item: ServiceItem, here: Here) -> Iterator[Chapter]:
    laws = facts.laws_of(item)
    yield Chapter(title="基本信息", facts=facts.basic(item, here.organ, here.duty))
    yield Chapter(title="设定依据", paragraphs=facts.grounds(item))
    yield Chapter(title="办理条件", facts=tuple(_conditions(item)))
    yield Chapter(title="申请材料", table=facts.materials(item))
    window = without_research(item.acceptance_window, laws) or f"{item.theme}综合受理窗口"
    modes = "、".join(facts.MODES[mode] for mode in item.handling_modes)
    yield Chapter(
        title="办理方式",
        facts=(
            Fact(label="办理形式", value=modes),
            Fact(label="办理窗口", value=window),
            Fact(label="到现场次数", value=visits_said(item)),
            Fact(label="邮寄", value=_mail(item)),
        ),
    )
    yield Chapter(title="办理流程", paragraphs=tuple(_steps(item, here.duty)))
    yield Chapter(title="特别程序", paragraphs=facts.procedures(item))
    yield Chapter(title="办理结果", facts=tuple(_result(item)))
    yield Chapter(title="救济途径", paragraphs=tuple(_remedies(item, here)))
    notes = without_research(item.notes, laws)
    yield Chapter(title="其他说明", paragraphs=(notes,) if notes else ())


def _conditions(item: ServiceItem) -> Iterator[Fact]:
    yield Fact(label="行使层级", value=facts.LEVELS[item.exercise_level])
    if item.prerequisites:
        yield Fact(label="前置事项", value=_before(item, NOT_NAMED))
    if item.identity_level:
        yield Fact(label="实名等级", value=f"{item.identity_level}级以上")


def _before(item: ServiceItem, names: Named) -> str:
    return "；".join(one.words(item, names) for one in before(item))


def _with(chapter: Chapter, label: str, value: str) -> Chapter:
    told = tuple(Fact(label=label, value=value) if one.label == label else one for one in chapter.facts)
    return chapter.model_copy(update={"facts": told})


def _mail(item: ServiceItem) -> str:
    told = [
        text for text, on in (("可以邮寄申请材料", item.channel.mail_in), ("可以邮寄结果", item.channel.mail_out)) if on
    ]
    return "，".join(told) or "不提供"


def _steps(item: ServiceItem, duty: str) -> Iterator[str]:
    yield "申请：填写申请表，提交材料清单所列材料。"
    yield "受理：材料齐全、符合法定形式的当场受理；需要补正的，五个工作日内一次告知。"
    if item.handling_type != "即办件":
        yield f"审查和决定：受理后在承诺期限内作出决定（{facts.promised(item, duty)}）。"
    else:
        yield f"决定：{facts.promised(item, duty)}作出决定。"
    yield "送达：统一窗口核对办理结果并送达。"


def _result(item: ServiceItem) -> Iterator[Fact]:
    yield Fact(label="结果名称", value=item.result.name)
    yield Fact(label="结果类型", value=item.result.kind)
    validity = item.validity.text if item.validity else item.result.validity
    if validity:
        yield Fact(label="有效期", value=without_research(validity) or validity)
    if item.result_fields:
        yield Fact(label="照面信息", value="、".join(line.title for line in item.result_fields))


def _remedies(item: ServiceItem, here: Here) -> Iterator[str]:
    """What the refusals say, by the same organ or the same way of complaint."""
    organ, complaints = here.remedies
    if complaints:
        yield f"如有异议，可以依次向下列单位或者渠道反映、投诉：{'、'.join(complaints.path)}。{complaints.reason}。"
        return
    yield f"不服决定的，可以自收到决定书之日起六十日内向{organ}申请行政复议，或者六个月内提起行政诉讼。"
    if item.reviewing_organ and item.reviewing_organ.text:
        yield without_research(item.reviewing_organ.text, facts.laws_of(item)) or item.reviewing_organ.text


def _checklist(item: ServiceItem, here: Here) -> Iterator[Chapter]:
    yield Chapter(title="基本信息", facts=facts.basic(item, here.organ, here.duty))
    yield Chapter(title="受理清单", table=facts.materials(item))
    checks = tuple(
        (f"{number:02}", line.name, without_research(line.acceptance_check) or "与清单所列名称、份数、形式一致")
        for number, line in enumerate(item.materials, start=1)
    )
    columns = ("序号", "材料名称", "形式审查要点")
    yield Chapter(title="形式审查要点", table=Rows(columns=columns, widths=(8, 42, 70), rows=checks))
    for title, table in _samples(item):
        yield Chapter(title=f"样本：申请表“{title}”", table=table)


def _samples(item: ServiceItem) -> Iterator[tuple[str, Rows]]:
    """One application that the form accepts: what this applicant is not asked stays empty."""
    kind = item.service_objects[0]
    filled = sample_answers(item, kind)
    note = f"填写样例（虚构，{kind}）" if len(item.service_objects) > 1 else "填写样例（虚构）"
    for title, asked in facts.fields(item):
        rows = tuple(
            (field.title, facts.example(field, filled[field.key]) if field.key in filled else NOT_ASKED)
            for field in asked
        )
        yield title, Rows(columns=("栏目", note), widths=(40, 80), rows=rows)


def _form(item: ServiceItem, here: Here) -> Iterator[Chapter]:
    yield Chapter(title="基本信息", facts=facts.basic(item, here.organ, here.duty))
    applicant = tuple((label, BLANK, note) for label, note in _applicant(item))
    columns = ("栏目", "填写内容", "填写说明")
    yield Chapter(title="申请人", table=Rows(columns=columns, widths=(34, 42, 54), rows=applicant))
    for title, asked in facts.fields(item):
        rows = tuple((field.title, BLANK, _note(item, field)) for field in asked)
        yield Chapter(title=title, table=Rows(columns=columns, widths=(34, 42, 54), rows=rows))
    yield Chapter(title="申请人声明", paragraphs=(TRUE, SIGNED))
    for title, table in _samples(item):
        yield Chapter(title=f"填写样例：{title}", table=table)


def _applicant(item: ServiceItem) -> Iterator[tuple[str, str]]:
    person, others = "自然人" in item.service_objects, len(item.service_objects) > 1
    yield "申请人类型", f"选一项：{'、'.join(item.service_objects)}" if others else item.service_objects[0]
    yield "姓名（名称）" if person else "单位名称", "与证件一致"
    yield "证件类型和号码" if person else "统一社会信用代码", "与证件一致"
    if item.service_objects != ("自然人",):
        yield "法定代表人（负责人）姓名和证件号码", "单位填写"
    yield "联系电话", "选填"
    yield "代理人姓名、证件号码", "委托他人办理的填写，另附授权委托书"


def _note(item: ServiceItem, field: facts.FormField) -> str:
    told = facts.how_to_fill(field)
    asked = facts.asked_when(item, field)
    return asked if told == facts.NONE else f"{asked}；{told}"


def _manual(item: ServiceItem, here: Here) -> Iterator[Chapter]:
    laws = facts.laws_of(item)
    yield Chapter(title="基本信息", facts=facts.basic(item, here.organ, here.duty))
    yield Chapter(title="设定依据", paragraphs=facts.grounds(item))
    if item.complexity:
        decider = "department_leader" if is_complex(item) else "chief_representative"
        level = {"simple": "简单", "general": "一般", "complex": "复杂"}[item.complexity.level]
        yield Chapter(
            title="授权",
            facts=(
                Fact(
                    label="复杂程度",
                    value=f"{level}（{without_research(item.complexity.reason) or item.complexity.reason}）",
                ),
                Fact(label="由谁决定", value=facts.ROLES[decider]),
            ),
        )
    if item.manual:
        yield Chapter(title="办理环节", table=facts.stages(item))
    yield Chapter(title="受理清单", table=facts.materials(item))
    yield Chapter(title="特别程序", paragraphs=facts.procedures(item) + tuple(_details(item, laws)))
    yield Chapter(title="办理结果的照面信息", facts=facts.face(item))


def _details(item: ServiceItem, laws: list[str]) -> Iterator[str]:
    for special in item.special:
        text = without_research(special.text, laws) or citations(special.basis, laws) or ""
        basis = citations(special.pausing_basis or "", laws)
        yield f"{SPECIALS[special.kind]}：{PAUSES[special.pausing]}{f'，依据{basis}' if basis else ''}。{text}"


PAUSES = {
    "art45": "书面告知后停止计时（《行政许可法》第四十五条）",
    "special_law": "停止计时",
    "no": "不停止计时",
    "unclear": "继续计时",
}
CHAPTERS: Mapping[SheetKind, Callable[[ServiceItem, Here], Iterator[Chapter]]] = {
    "guide": _guide,
    "checklist": _checklist,
    "form": _form,
    "manual": _manual,
}
