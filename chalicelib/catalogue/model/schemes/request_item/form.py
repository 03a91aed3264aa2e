"""The form of a request: the questions of the scheme, every shared fact once, then what only one member asks. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.conditions import Truth, both, either, opposite
from chalicelib.catalogue.model.form_fields import Derive, FieldCheck, FieldType, FormField, RightUnder, Section
from chalicelib.catalogue.model.schemes.parts import Commitment, Edge, Question
from chalicelib.catalogue.model.schemes.parts import FormField as SchemeField
from chalicelib.catalogue.model.schemes.request_item.members import Member, Request, commits

QUESTIONS, SHARED, OUTSIDE = "办理情形", "共同信息", "由其他系统办理的事项"
MOST = 40
BASIS = "行政许可法26(2)；一次告知、一表申请"
OUTSIDE_TYPES: Mapping[str, FieldType] = {
    "text": "text",
    "decimal": "decimal",
    "integer": "integer",
    "phone": "phone",
    "uscc": "credit_code",
    "boolean": "boolean",
}
EXAMPLES: Mapping[str, bool | int | str] = {"boolean": False, "integer": 0, "text": "示例"}


class RequestForm:
    """`own` has for each member what the request calls each field of the member's form."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.own: Mapping[str, Mapping[str, str]] = {
            one.node.id: {field.key: request.name(one, field.key) for field in one.item.fields}
            for one in request.members
        }
        self._uses: dict[str, list[tuple[Member, FormField]]] = {}
        for member in request.members:
            for field in member.item.fields:
                self._uses.setdefault(self.own[member.node.id][field.key], []).append((member, field))
        self.derives = tuple(self._derived())

    def sections(self) -> tuple[Section, ...]:
        placed = set[str]()
        return tuple(
            Section(title=title if number == 1 else f"{title}（{number}）", fields=fields)
            for title, whole in self._parts(placed)
            for number, fields in enumerate(_split(whole), start=1)
        )

    def _parts(self, placed: set[str]) -> Iterator[tuple[str, list[FormField]]]:
        asked = [self._question(one) for one in self._request.questions.values() if one.variable not in self._follows]
        asked += [_held(one) for one in self._request.members if one.held]
        edges = ((edge, self._request.committed(edge)) for edge in self._request.scheme.edges)
        asked += [self._commitment(edge, edge.commitment, when) for edge, when in edges if edge.commitment and when]
        placed |= {one.key for one in asked}
        yield QUESTIONS, asked
        shared = [name for name, uses in self._uses.items() if len({one.node.id for one, _ in uses}) > 1]
        yield SHARED, self._take(shared, placed)
        for member in self._request.members:
            for section in member.item.form_fields:
                names = [self.own[member.node.id][field.key] for field in section.fields]
                yield f"{member.node.title}：{section.title}", self._take(names, placed)
        yield OUTSIDE, [_outside(one) for one in self._request.scheme.form.fields if self._is_outside(one)]

    @property
    def _follows(self) -> frozenset[str]:
        return frozenset(one.variable for one in self.derives)

    def _take(self, names: Sequence[str], placed: set[str]) -> list[FormField]:
        new = [name for name in dict.fromkeys(names) if name not in placed]
        placed |= {*new}
        fields = (self._field(name) for name in new)
        return [field for field in fields if field is not None]

    def _question(self, question: Question) -> FormField:
        choices = {one.value: one.label for one in question.choices}
        uses = self._uses.get(question.variable, [])
        return FormField(
            key=question.variable,
            title=question.label,
            title_en=uses[0][1].title_en if uses else question.variable.replace("_", " ").capitalize(),
            type=question.kind,
            required=True,
            choices=choices or None,
            hint=question.help or None,
            example=next(iter(choices), EXAMPLES.get(question.kind)),
            source="applicant",
            sensitive=False,
            basis=BASIS,
            status="ILLUSTRATIVE",
        )

    def _commitment(self, edge: Edge, made: Commitment, when: Truth) -> FormField:
        """Whether the applicant signs: then the later member need not wait for the earlier result."""
        title = self._request.scheme.node
        before, after = "或".join(f"“{title(name).title}”" for name in edge.from_), title(edge.to).title
        within = f"{made.complete_within.value}个{'工作日' if made.complete_within.unit == 'workday' else '自然日'}"
        return FormField(
            key=commits(edge),
            title=f"是否签署承诺，凭{made.proof}先行办理“{after}”",
            title_en=f"Signs the commitment of {edge.id}",
            type="boolean",
            required=True if isinstance(when, bool) else conditions.render(when),
            hint=f"{made.promise}：自“{after}”准予之日起{within}内取得{before}的结果；不签署的，等待其结果后办理",
            example=False,
            source="applicant",
            sensitive=False,
            basis=made.basis.document,
            status="ILLUSTRATIVE",
        )

    def _field(self, name: str) -> FormField | None:
        """The field of the request; None where no answers make anybody need it."""
        uses = self._uses[name]
        shown = {id(field): self._shown(member, field) for member, field in uses}
        needed = either(*(shown[id(field)] for _, field in uses if field.required is not False))
        anybody = either(*shown.values())
        if anybody is False:
            return None
        member, first = uses[0]
        return first.model_copy(
            update={
                "key": name,
                "required": needed if isinstance(needed, bool) else conditions.render(needed),
                "shown_when": None if anybody in (True, needed) else conditions.render(anybody),
                "certificate_field": None,
                "only_for": _only_for([field for _, field in uses]),
                "person": self._person(member, first),
                "checks": self._checks(uses),
            }
        )

    def _shown(self, member: Member, field: FormField) -> Truth:
        """When the member asks for it. What a result of this request tells is not asked."""
        own = self._request.renamed(member, field.condition) if field.condition else True
        return both(member.handled, own, opposite(self._request.told(member, field.key)))

    def _person(self, member: Member, field: FormField) -> object:
        person = field.person
        if person is None:
            return None
        return person.model_copy(
            update={
                "otherwise": tuple(self._right(member, one) for one in person.otherwise),
                "is_applicant": self._text(member, person.is_applicant),
            }
        )

    def _right(self, member: Member, right: RightUnder) -> RightUnder:
        principal = self._request.name(member, right.principal) if right.principal else None
        return right.model_copy(update={"when": self._text(member, right.when), "principal": principal})

    def _text(self, member: Member, text: str | None) -> str | None:
        renamed = self._request.renamed(member, text) if text else None
        return None if renamed is None or isinstance(renamed, bool) else conditions.render(renamed)

    def _checks(self, uses: Sequence[tuple[Member, FormField]]) -> tuple[FieldCheck, ...]:
        """What any member asks of the value, each check once."""
        found = dict[FieldCheck, None]()
        for member, field in uses:
            own = self.own[member.node.id]
            found |= {one.model_copy(update={"of": own.get(one.of or "", one.of)}): None for one in field.checks}
        return tuple(found)

    def _derived(self) -> Iterator[Derive]:
        """What follows for members and for the scheme. A question whose answer follows from a member's own form is not
        asked, where all members draw it from the same.
        """
        found: dict[str, Derive] = {}
        by_question: dict[str, list[Derive]] = {}
        for member in self._request.members:
            for derive in member.item.derives:
                made = self._followed(member, derive)
                found.setdefault(made.variable, made)
                if derive.variable in self._request.questions:
                    by_question.setdefault(derive.variable, []).append(made)
        for variable, drawn in by_question.items():
            if len({one.model_copy(update={"variable": variable}).model_dump_json() for one in drawn}) == 1:
                found[variable] = drawn[0].model_copy(update={"variable": variable})
        for one in self._request.scheme.form.derived:
            named = {part.variable for part in conditions.comparisons(conditions.parse(one.from_))}
            if one.variable not in found and named <= self._request.questions.keys():
                found[one.variable] = Derive.model_validate(
                    {"variable": one.variable, "kind": "boolean", "from": tuple(sorted(named)), "rule": one.from_}
                )
        yield from found.values()

    def _followed(self, member: Member, derive: Derive) -> Derive:
        name = self._request.name
        rule = self._text(member, derive.condition) if derive.condition else derive.rule
        return derive.model_copy(
            update={
                "variable": name(member, derive.variable),
                "sources": tuple(name(member, source) for source in derive.sources),
                "rule": rule,
            }
        )

    def _is_outside(self, field: SchemeField) -> bool:
        """Whether only outside systems need it: a member of ours has its own form, which says what it needs."""
        ours = {one.node.id for one in self._request.members if one.item.form_fields}
        here = self._request.nodes.intersection(field.shared_by)
        return bool(here) and here.isdisjoint(ours) and field.type in OUTSIDE_TYPES


def _held(member: Member) -> FormField:
    return FormField(
        key=member.held or "",
        title=f"是否已经取得“{member.node.title}”的办理结果",
        title_en=f"Already holds the result of {member.item.id}",
        type="boolean",
        required=True if member.active is True else conditions.render(conditions.parse(member.node.condition or "")),
        example=False,
        source="applicant",
        sensitive=False,
        basis="国办发〔2025〕24号：面向已有经营主体的，不再重复办理",
        status="ILLUSTRATIVE",
    )


def _outside(field: SchemeField) -> FormField:
    return FormField(
        key=field.key,
        title=field.title,
        title_en=field.key.replace("_", " ").capitalize(),
        type=OUTSIDE_TYPES[field.type],
        required=field.when or field.required,
        max_length=field.max_length,
        example=EXAMPLES.get(field.type, "示例"),
        source="applicant",
        sensitive=field.sensitive,
        basis=BASIS,
        status="ILLUSTRATIVE",
    )


def _only_for(fields: Sequence[FormField]) -> object:
    if any(field.only_for is None for field in fields):
        return None
    return tuple(dict.fromkeys(kind for field in fields for kind in field.only_for or ()))


def _split(fields: Sequence[FormField]) -> Iterator[tuple[FormField, ...]]:
    for start in range(0, len(fields), MOST):
        yield tuple(fields[start : start + MOST])
