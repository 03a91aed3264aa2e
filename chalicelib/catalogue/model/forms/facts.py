"""What a filled form tells conditions: its fields, and the variables that follow from them. Pure; the day is given.

Nobody is asked what the form tells already: an age follows from a day of birth, an agent from the agent's name.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.answering import open_variables
from chalicelib.catalogue.model.form_fields import Derive, FormField
from chalicelib.catalogue.model.forms.field_types import is_filled
from chalicelib.catalogue.model.forms.kinds import kind_of
from chalicelib.catalogue.model.forms.persons import OLDEST, age_on, born_on, document_of
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.identity_documents import RESIDENT_ID_CARD

APPLICANT, KIND = "applicant.", "applicant.kind"
# How the keys of the fields of one person end, after the same beginning.
BIRTH_DATE, ID_NUMBER = "_birth_date", "_id_number"


class Facts:
    """Looks up fields and derived variables of one form. What is hidden tells nothing, whatever was filled in."""

    def __init__(
        self, item: ItemDocument, document: Mapping[str, Any], on: date, untold: frozenset[str] = frozenset()
    ) -> None:
        """Of the variables `untold` nobody has said anything yet, also where leaving something out would tell them."""
        self._untold = untold
        self._item, self._document, self._on = item, document, on
        self._fields = {field.key: field for field in item.fields}
        self._derives = {derive.variable: derive for derive in item.derives}
        self._answers, self._applicant = _block(document, "answers"), _block(document, "applicant")
        self._kind = kind_of(item, document)
        self._known: dict[str, object] = {}

    @property
    def kind(self) -> str | None:
        """The kind of the applicant; None while nothing tells it."""
        return self._kind

    def derived(self) -> dict[str, bool | int | str]:
        """Every derived variable that the form decides so far."""
        values = {name: self.value(name) for name in self._derives}
        return {name: value for name, value in values.items() if isinstance(value, bool | int | str)}

    def shown(self, field: FormField) -> bool | None:
        """Whether this applicant is asked the field; None while other fields decide that."""
        if field.only_for and self._kind not in field.only_for:
            return False if self._kind else None
        return True if field.condition is None else self.holds(field.condition)

    def needed(self, field: FormField) -> bool:
        """Whether a field that is shown has to be filled in."""
        if field.shown_when and isinstance(field.required, str):
            return self.holds(field.required) is True
        return field.required is not False

    def holds(self, condition: str) -> bool | None:
        parsed = conditions.parse(condition)
        named = {one.variable for one in conditions.comparisons(parsed)}
        return conditions.evaluate(parsed, {name: self.value(name) for name in named})

    def value(self, name: str) -> object:
        """What a field or a derived variable says; None where it says nothing yet."""
        if name not in self._known:
            self._known[name] = None  # while it is looked up; a catalogue with circles is not published
            self._known[name] = self._looked_up(name)
        return self._known[name]

    def _looked_up(self, name: str) -> object:
        if name in self._untold:
            return None
        if name in self._derives:
            return self._derive(self._derives[name])
        field = self._fields.get(name)
        answer = self._answers.get(name)
        return answer if field and is_filled(answer) and self.shown(field) else None

    def _derive(self, derive: Derive) -> object:
        match derive.rule:
            case "present":
                return any(is_filled(self._source(source)) for source in derive.sources)
            case "age_years":
                return self._age(derive.sources)
            case "years_begun":
                return next((begun for source in derive.sources if (begun := self._begun(source)) is not None), None)
            case "map":
                values = (self._source(source) for source in derive.sources)
                told = next((value for value in values if isinstance(value, str)), None)
                return (derive.map or {}).get(told) if told else None
            case condition:
                held = self.holds(condition)
                return False if held is None and self._rests_on_hidden(condition) else held

    def _rests_on_hidden(self, condition: str) -> bool:
        """Whether all that a condition still waits for are fields that this applicant is not asked: then it does not
        hold, and nobody waits for an answer that never comes.
        """
        parsed = conditions.parse(condition)
        told = {one.variable: self.value(one.variable) for one in conditions.comparisons(parsed)}
        fields = [self._fields.get(name) for name in open_variables(parsed, told)]
        return all(field is not None and self.shown(field) is False for field in fields)

    def _source(self, source: str) -> object:
        if source == KIND:
            return self._kind
        if source.startswith(APPLICANT):
            return self._applicant.get(source.removeprefix(APPLICANT))
        return self.value(source)

    def _age(self, sources: Sequence[str]) -> int | None:
        """By the first source that counts. A day of birth that is asked for and missing, or impossible, is not passed
        over: the age of the applicant is not that of a child. While nobody can tell whether it is asked for, there is
        no age.
        """
        counts = (one for one in sources if self._asked_for(one) is not False or self._born(one) is not None)
        source = next(counts, None)
        born = self._born(source) if source else None
        age = age_on(born, self._on) if born else None
        return age if age is not None and 0 <= age <= OLDEST else None

    def _asked_for(self, source: str) -> bool | None:
        """Whether an answer says that this field, which is not always there, is to be filled in; None before any
        does.
        """
        field = self._fields.get(source)
        return self.shown(field) if field is not None and field.condition is not None else False

    def _born(self, source: str) -> date | None:
        """The day of birth of a field's person, or the applicant's: by the number, or else as it is filled in."""
        if not source.startswith(APPLICANT):
            number = self.value(source.removesuffix(BIRTH_DATE) + ID_NUMBER) if source.endswith(BIRTH_DATE) else None
            born = born_on(RESIDENT_ID_CARD, number) if isinstance(number, str) else None
            return born or day_of(self.value(source))
        shown = document_of(self._applicant)
        return (born_on(*shown) if shown else None) or day_of(self._applicant.get("birth_date"))

    def _begun(self, source: str) -> int | None:
        day = day_of(self._source(source))
        return years_begun(day, self._on) if day and day <= self._on else None


def years_begun(since: date, on: date) -> int:
    """Three years to the day are 3, one day more is 4. Of 29 February a year ends on the last day of the month."""
    completed = age_on(since, on)
    return completed if (on.month, on.day) == (since.month, since.day) else completed + 1


def day_of(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _block(document: Mapping[str, Any], name: str) -> Mapping[str, object]:
    block = document.get(name)
    return cast(Mapping[str, object], block) if isinstance(block, Mapping) else {}
