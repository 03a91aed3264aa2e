"""The single form (一张表单, R78): every shared fact is asked once, and each member sees the same value. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.schemes.parts import FormField
from chalicelib.catalogue.model.schemes.situation import Situation


@dataclass(frozen=True)
class AskedField:
    """A field of this request. `members` share it; `applies` is None while an answer that decides is missing."""

    field: FormField
    members: tuple[str, ...]
    applies: bool | None


def single_form(situation: Situation, held: Collection[str] = ()) -> tuple[AskedField, ...]:
    """The fields that some member of the request needs, in the order of the scheme, each once."""
    found = list[AskedField]()
    for field in situation.scheme.form.fields:
        members = tuple(name for name in field.shared_by if name in situation.active and name not in held)
        if members:
            applies = conditions.evaluate(conditions.parse(field.when), situation.answers) if field.when else True
            found.append(AskedField(field, members, applies))
    return tuple(found)


def member_views(
    situation: Situation, values: Mapping[str, object], held: Collection[str] = ()
) -> dict[str, dict[str, object]]:
    """What each member gets of the filled form: its own fields, with the one value that was given."""
    views: dict[str, dict[str, object]] = {}
    for asked in single_form(situation, held):
        for name in asked.members if asked.applies and asked.field.key in values else ():
            views.setdefault(name, {})[asked.field.key] = values[asked.field.key]
    return views
