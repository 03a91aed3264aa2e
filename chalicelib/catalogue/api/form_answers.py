"""How the public sees the form of an item: sections of fields, each with its type and with when it is asked.

The portal draws the form from these and evaluates the conditions while people type; `json_schema` is for validators.
"""

from typing import Annotated, Any

from pydantic import BaseModel, Field, JsonValue
from typing_extensions import TypeAliasType

from chalicelib.catalogue.model import ApplicantKind, ServiceItem, conditions
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.form_fields import (
    CheckRule,
    ColumnType,
    Derive,
    FieldCheck,
    FieldSource,
    FieldType,
    FormField,
    OtherPerson,
    PersonRight,
    choices_of,
)
from chalicelib.catalogue.model.forms import form_of
from chalicelib.catalogue.model.forms.field_checks import check_words
from chalicelib.catalogue.model.forms.portal_schema import expression
from chalicelib.catalogue.model.forms.schema import QuestionKind

# Each a component of the document, so that generated clients have a name for it.
Choices = TypeAliasType("Choices", dict[str, str])
JsonSchema = TypeAliasType("JsonSchema", dict[str, Any])
Expression = TypeAliasType("Expression", dict[str, Any])


class QuestionAnswer(BaseModel, defer_build=True):
    """A field under /answers; `choices` maps values to labels."""

    name: str
    kind: QuestionKind
    label: str
    choices: Choices


class ConditionAnswer(BaseModel, defer_build=True):
    """A condition over fields and derived variables: in words, and to be evaluated."""

    text: str
    expression: Annotated[
        Expression, Field(description="{all: […]}、{any: […]} 或者 {field, operator, value}；field 为栏目或得出的情形")
    ]


class ColumnAnswer(BaseModel, defer_build=True):
    key: str
    title: str
    type: ColumnType


class CheckAnswer(BaseModel, defer_build=True):
    """栏目除类型以外的要求：rule 和比较的对象 of（今天、某日、出生日期或者另一栏），least 为最少的日数或者年数."""

    rule: CheckRule
    of: str | None
    least: int | None
    text: str


class ActsAsAnswer(BaseModel, defer_build=True):
    """表单这样填写时，申请人另有凭据：right 代替 acts_as；凭委托的，principal 为填写委托人的栏目."""

    when: ConditionAnswer
    right: PersonRight
    principal: str | None


class FieldAnswer(BaseModel, defer_build=True):
    """One field of the form, sent as /answers/{key}. A field whose condition is false is neither shown nor sent."""

    key: str
    title: str
    title_en: str
    type: FieldType
    required: Annotated[bool, Field(description="显示时必填")]
    visible_when: Annotated[ConditionAnswer | None, Field(description="何时显示；为空的，总是显示")] = None
    only_for: Annotated[list[ApplicantKind] | None, Field(description="只有这些申请人填写")] = None
    choices: Annotated[Choices | None, Field(description="取值和说明，按此顺序")] = None
    columns: Annotated[list[ColumnAnswer] | None, Field(description="表格的列")] = None
    unit: str | None = None
    min: Annotated[float | None, Field(description="最小值；表格、多人为最少行数")] = None
    max: Annotated[float | None, Field(description="最大值；表格、多人为最多行数")] = None
    max_length: int | None = None
    checks: Annotated[list[CheckAnswer], Field(description="保存和提交时核对的其他要求")] = []
    hint: str | None = None
    example: JsonValue = None
    shared_key: Annotated[str | None, Field(description="同名的共享字段在各事项中是同一事实，联办只填一次")] = None
    source: Annotated[FieldSource, Field(description="applicant 填写；其余由数据共享、登录或者前序结果带出，供核对")]
    sensitive: bool
    face: Annotated[str | None, Field(description="填入办理结果的哪一项照面信息")] = None
    acts_as: Annotated[
        PersonRight | None,
        Field(
            description="所填的是申请人以外的人时，申请人凭什么为其办理：guardian 监护人，受理前查验监护关系，"
            "被监护人成年后由其本人办理；own 申请人自己的权利；none 只是填写，不以其名义办理；"
            "acts_as_when 中有条件成立的除外"
        ),
    ] = None
    acts_as_when: Annotated[
        list[ActsAsAnswer], Field(description="依所填内容另有凭据的，取其中最先成立的；都不成立的，按 acts_as")
    ] = []
    is_applicant_when: Annotated[ConditionAnswer | None, Field(description="何时所填的就是申请人本人")] = None


class SectionAnswer(BaseModel, defer_build=True):
    title: str
    fields: list[FieldAnswer]


class DeriveAnswer(BaseModel, defer_build=True):
    """A variable of conditions that follows from the form. It need not be sent."""

    variable: str
    kind: str
    sources: Annotated[list[str], Field(description="由这些栏目得出，取其中最先填写的")]
    rule: Annotated[
        str,
        Field(
            description="condition 按条件；present 已填写；age_years 周岁；"
            "years_begun 已开始的年数，满三年为 3，超过一日为 4；map 按对照表"
        ),
    ]
    condition: ConditionAnswer | None = None
    map: Choices | None = None
    choices: list[str] = []


class FormAnswer(BaseModel, defer_build=True):
    """The form of one version of an item. Items from before they had fields have no sections, only questions."""

    version: int
    applicant_kinds: list[ApplicantKind]
    questions: list[QuestionAnswer]
    sections: list[SectionAnswer] = []
    derives: list[DeriveAnswer] = []
    json_schema: JsonSchema


def form_answer(item: ServiceItem) -> FormAnswer:
    form = form_of(item)
    return FormAnswer(
        version=form.version,
        applicant_kinds=list(form.applicant_kinds),
        questions=[
            QuestionAnswer(name=asked.name, kind=asked.kind, label=asked.label, choices=asked.choices)
            for asked in form.questions
        ],
        sections=[
            SectionAnswer(title=section.title, fields=[_field(item, field) for field in section.fields])
            for section in item.form_fields
        ],
        derives=[_derive(item, derive) for derive in item.derives],
        json_schema=form.json_schema,
    )


def _field(item: ServiceItem, field: FormField) -> FieldAnswer:
    left_out = {
        "required",
        "columns",
        "only_for",
        "certificate_field",
        "basis",
        "status",
        "format",
        "sensitive",
        "person",
        "checks",
    }
    return FieldAnswer(
        **field.model_dump(exclude=left_out),
        required=field.required is not False,
        visible_when=_condition(item, field.condition) if field.condition else None,
        only_for=list(field.only_for) if field.only_for else None,
        columns=[ColumnAnswer(**column.model_dump()) for column in field.columns] if field.columns else None,
        checks=[_check(item, check) for check in field.checks],
        sensitive=field.personal,
        face=field.certificate_field,
        **_rights(item, field.person),
    )


def _rights(item: ServiceItem, person: OtherPerson | None) -> dict[str, Any]:
    """By what right the applicant applies for the person, as the answers decide it."""
    if person is None:
        return {}
    return {
        "acts_as": person.right,
        "acts_as_when": [
            ActsAsAnswer(when=_condition(item, one.when), right=one.right, principal=one.principal)
            for one in person.otherwise
        ],
        "is_applicant_when": _condition(item, person.is_applicant) if person.is_applicant else None,
    }


def _check(item: ServiceItem, check: FieldCheck) -> CheckAnswer:
    return CheckAnswer(rule=check.rule, of=check.of, least=check.least, text=check_words(item, check))


def _derive(item: ServiceItem, derive: Derive) -> DeriveAnswer:
    return DeriveAnswer(
        variable=derive.variable,
        kind=derive.kind,
        sources=list(derive.sources),
        rule="condition" if derive.condition else derive.rule,
        condition=_condition(item, derive.condition) if derive.condition else None,
        map=derive.map,
        choices=list(choices_of(derive)),
    )


def _condition(item: ServiceItem, text: str) -> ConditionAnswer:
    parsed = conditions.parse(text)
    return ConditionAnswer(text=conditions.describe(parsed, words_of(item)), expression=expression(parsed))
