"""Anybody's own checklist of an item: answers lead to lines and why, fee, terms and window. Nothing is kept of them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Literal

from pydantic import BaseModel, Field, JsonValue, StringConstraints
from typing_extensions import TypeAliasType

from chalicelib.access.policy import PUBLIC
from chalicelib.catalogue.api.duty_guidance import DutyGuidance, duty_of
from chalicelib.catalogue.api.form_answers import Choices
from chalicelib.catalogue.api.item_answers import DEMONSTRATION
from chalicelib.catalogue.api.limit_answers import UNITS
from chalicelib.catalogue.api.scheme_answers import LengthAnswer, OrganAnswer
from chalicelib.catalogue.api.window_guidance import WindowsAnswer, windows_of
from chalicelib.catalogue.model import ServiceItem, Theme
from chalicelib.catalogue.model.asking import Asking, Question
from chalicelib.catalogue.model.checklists import ChecklistLine, said
from chalicelib.catalogue.model.citations import citations, without_research
from chalicelib.catalogue.model.closed import Closed
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.form_fields import FieldType
from chalicelib.catalogue.model.forms.schema import QuestionKind
from chalicelib.catalogue.model.guidance import Guidance, guidance
from chalicelib.catalogue.model.item import Charge
from chalicelib.catalogue.model.on_site import visits_for
from chalicelib.catalogue.model.schemes.parts import Length
from chalicelib.catalogue.model.values import MaterialSource
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.catalogue.store.closed import closed_for
from chalicelib.catalogue.store.life import item_at
from chalicelib.clock import FIRST_DAY, LAST_DAY
from chalicelib.clock.deadline import AnswerDay, DeadlineAnswer
from chalicelib.directory.model.promised import hall_terms
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="items")

QuestionName = Annotated[str, StringConstraints(max_length=60)]
FormAnswers = TypeAliasType("FormAnswers", Annotated[dict[QuestionName, JsonValue], Field(max_length=200)])


class ChecklistQuestion(Part):
    """The situation of whoever asks."""

    answers: FormAnswers
    day: Annotated[
        date | None,
        Field(description="假定在哪一天申请并受理，不填为今天；按该日有效的版本答复，包括已经公布、届时生效的版本"),
    ] = None


class GuidanceLine(BaseModel, defer_build=True):
    """A line of the published list. `need`: required, optional, by data sharing, not needed, or open."""

    no: str
    name: str
    need: Literal["required", "optional", "shared", "pledged", "not_needed", "open"]
    why: str
    originals: int
    copies: int
    source: MaterialSource
    electronic_ok: bool
    tolerable_absence: bool
    legal_basis: str | None
    acceptance_check: str | None


class OpenQuestion(BaseModel, defer_build=True):
    """A question that is not answered yet, on which a line or a term depends."""

    question: Annotated[str, Field(description="回答所用的名称：申请表栏目的 key，或者申请人的情况")]
    label: str
    kind: QuestionKind
    type: Annotated[FieldType, Field(description="怎样填写，同申请表栏目的类型；date 为 2026-11-23 形式的文字")]
    choices: Annotated[Choices, Field(description="可选的取值和说明，按此顺序；其他类型为空")]
    unit: str | None
    hint: str | None


class FeeGuidance(BaseModel, defer_build=True):
    """`basis` cites what the fee, or that there is none, rests on."""

    charge: Charge
    name: str | None
    standard: Annotated[str | None, Field(description="收费标准；不收费或者早前公布的事项为空")]
    condition: str | None
    basis: str | None


class TermGuidance(BaseModel, defer_build=True):
    """A term that begins on the day that was asked for; `due` is its last day."""

    length: LengthAnswer
    due: date
    condition: str | None = None
    basis: Annotated[str | None, Field(description="本地区自定的承诺时限的来源；按事项公布的为空")] = None
    days: Annotated[list[AnswerDay], Field(description="顺延至非常驻部门办公日的，逐日的理由")] = []


class WindowGuidance(WindowsAnswer):
    """Where to go in the hall: the theme, and the windows of the directory that take the item."""

    theme: Theme
    name: str


class ChecklistGuidance(BaseModel, defer_build=True):
    """What to bring and how long it takes, in the situation that was described: no decision."""

    item: str
    version: int
    name: str
    department: OrganAnswer
    day: date
    complete: Annotated[bool, Field(description="各问题均已回答，清单已经确定")]
    missing: list[OpenQuestion]
    lines: list[GuidanceLine]
    fee: FeeGuidance
    accept_by: Annotated[date, Field(description="当日收到申请的，在此日之前受理或者一次性告知（行政许可法32(4)）")]
    statutory: Annotated[TermGuidance | None, Field(description="当日受理的法定期限；法律没有规定的为空")]
    promised: Annotated[TermGuidance | None, Field(description="当日受理的承诺期限，不晚于法定期限")]
    provisional: bool
    duty: Annotated[DutyGuidance | None, Field(description="办理部门为非常驻部门的，其办公日；常驻部门为空")]
    online: Annotated[bool, Field(description="可以网上申请")]
    on_site_visits: int
    window: WindowGuidance
    closed: Annotated[
        ClosedAnswer | None, Field(description="已经公布届时不能申请的；所问之日不能申请的，答复 409")
    ] = None
    demonstration: str | None


@api.post(
    "/items/{code}/checklist",
    PUBLIC,
    "按情形生成材料清单、费用和期限",
    body=ChecklistQuestion,
    answer=ChecklistGuidance,
    problems=(NotFound, Conflict),
)
def make_checklist(call: Call[ChecklistQuestion, None], code: str) -> Answer:
    """Nothing is kept of the answers."""
    platform, body = call.platform, call.body
    now, division, wall = platform.now(), platform.settings.division, platform.wall()
    outside = body.day is not None and not FIRST_DAY <= body.day <= LAST_DAY
    day = now.date() if body.day is None or outside else body.day
    with meanwhile(lambda: directory_lately(platform.table, division, wall)) as reading:
        item, of_day = _item_on(call, code, day)
    directory = reading.result()
    closed = _require_open(call, item, now if day == now.date() else datetime.combine(day, time.max, now.tzinfo))
    asking = Asking(item, body.answers, day)
    errors = [*of_day, *(one._replace(pointer=f"/answers{one.pointer}") for one in asking.errors())]
    if outside:
        message = f"日期应在 {FIRST_DAY.isoformat()} 至 {LAST_DAY.isoformat()} 之间"
        errors.append(FieldError("/day", "date_outside_calendar", message))
    if errors:
        raise Invalid(code="answers_invalid", title="请按提示补充或者更正回答", errors=errors)
    at = now if day == now.date() else datetime.combine(day, time.min, now.tzinfo)
    here = hall_terms(directory, code, item.department, at.date())
    told = guidance(item, asking.values(), at.date(), platform.calendar, here)
    window = _window(item, windows_of(directory, code, item.department, at, platform.calendar))
    missing = asking.questions(one.pointer[1:] for one in told.missing)
    answer = _answer(item, told, missing, at.date(), demonstration=platform.settings.sample_documents)
    return Answer(
        answer.model_copy(
            update={
                "window": window,
                "duty": duty_of(here, item, at.date(), platform.calendar),
                "closed": closed_answer(closed),
            }
        )
    )


def _item_on(call: Call[ChecklistQuestion, None], code: str, day: date) -> tuple[ServiceItem, list[FieldError]]:
    """The version for which one applies on that day: of a later day the one that is published for it already. A day
    before the first version is an error beside the version of today.
    """
    platform, division, now = call.platform, call.platform.settings.division, call.platform.now()
    at = now if day == now.date() else datetime.combine(day, time.max, now.tzinfo)
    item = load_applicable(platform.table, division, code, wall=platform.wall(), at=max(at, now))
    since = item.effective_at or item.published_at
    if since is None or since <= at:
        return item, []
    try:
        return item_at(platform.table, division, code, at), []
    except NotFound:
        return item, [FieldError("/day", "day_before_item", "该事项当时还没有公布，请填写今天或者以后的日期")]


def _require_open(call: Call[ChecklistQuestion, None], item: ServiceItem, at: datetime) -> Closed | None:
    """409 where nobody can apply at that time, with the reason and what to apply for instead. Returns what is announced
    for later.
    """
    platform = call.platform
    closed = closed_for(platform.table, platform.settings.division, item, at, platform.wall())
    if closed and closed.in_force:
        raise Conflict(code=closed.code, title=closed.title, errors=closed.errors)
    return closed


def _answer(
    item: ServiceItem, told: Guidance, missing: Sequence[Question], day: date, *, demonstration: bool
) -> ChecklistGuidance:
    laws = [basis.law for basis in item.legal_basis]
    limits = [limit.term for limit in (told.promised, told.statutory) if limit]
    return ChecklistGuidance(
        item=item.id,
        version=item.version,
        name=item.name,
        department=OrganAnswer(id=item.department, name=item.department_name),
        day=day,
        complete=not missing,
        missing=[_open_question(one) for one in missing],
        lines=[_line(line, laws) for line in told.lines],
        fee=_fee(item, laws),
        accept_by=told.accept_by.due,
        statutory=_statutory(told),
        promised=_promised(told),
        provisional=any(term.provisional for term in (told.accept_by, *limits)),
        online=item.online,
        on_site_visits=visits_for(item, told.lines),
        window=_window(item, WindowsAnswer()),
        duty=None,
        demonstration=DEMONSTRATION if demonstration else None,
    )


def _open_question(one: Question) -> OpenQuestion:
    field = one.field
    return OpenQuestion(
        question=one.name,
        label=one.label,
        kind=one.kind,
        type=one.type,
        choices=dict(one.choices),
        unit=field.unit if field else None,
        hint=without_research(field.hint) if field else None,
    )


def _line(line: ChecklistLine, laws: list[str]) -> GuidanceLine:
    return GuidanceLine(
        no=line.no,
        name=line.name,
        need=_need(line),
        why=line.why,
        originals=line.originals,
        copies=line.copies,
        source=line.source,
        electronic_ok=line.electronic_ok,
        tolerable_absence=line.tolerable_absence,
        legal_basis=citations(line.legal_basis or "", laws),
        acceptance_check=without_research(line.acceptance_check),
    )


def _need(line: ChecklistLine) -> Literal["required", "optional", "shared", "pledged", "not_needed", "open"]:
    if line.undetermined:
        return "open"
    if not line.applies:
        return "not_needed"
    if line.shared:
        return "shared"
    if line.pledged:
        return "pledged"
    return "required" if line.required else "optional"


def _fee(item: ServiceItem, laws: list[str]) -> FeeGuidance:
    fee = item.fee
    return FeeGuidance(
        charge=fee.charge,
        name=fee.name,
        standard=without_research(fee.standard, laws),
        condition=without_research(said(item, fee.condition), laws) if fee.condition else None,
        basis=citations(fee.basis, laws),
    )


def _window(item: ServiceItem, found: WindowsAnswer) -> WindowGuidance:
    laws = [basis.law for basis in item.legal_basis]
    name = without_research(item.acceptance_window, laws) or f"{item.theme}综合受理窗口"
    return WindowGuidance(**dict(found), theme=item.theme, name=name)


def _statutory(told: Guidance) -> TermGuidance | None:
    return TermGuidance(length=_length(told.statutory.length), due=told.statutory.due) if told.statutory else None


def _promised(told: Guidance) -> TermGuidance | None:
    if told.promised is None or told.promise is None:
        return None
    explained = DeadlineAnswer.of(told.promised.term).days if told.promise.duty is not None else ()
    return TermGuidance(
        length=_length(told.promised.length),
        due=told.promised.due,
        condition=told.promise.promise.condition,
        basis=told.promise.source,
        days=list(explained),
    )


def _length(length: Length) -> LengthAnswer:
    return LengthAnswer(length=length.value, unit=UNITS[length.unit])
