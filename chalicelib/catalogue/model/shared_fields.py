"""Fields that several items share: one key is one fact, of one type, unit and list of choices (R78). Pure."""

from collections.abc import Iterator

from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.problems import FieldError


class SharedFields:
    """A joint form asks a shared field once, so two items must not mean different things by it."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, object]] = {}

    def conflicts(self, number: int, item: ItemDocument) -> Iterator[FieldError]:
        """Where this item differs from the items before. `number` is its place in the document; the pointers are those
        of the document.
        """
        for place, section in enumerate(item.form_fields):
            for position, field in enumerate(section.fields):
                if field.shared_key is None:
                    continue
                code, kind = self._first.setdefault(field.shared_key, (item.id, kind_of(field)))
                if kind != kind_of(field):
                    pointer = f"/items/{number}/form_fields/{place}/fields/{position}/shared_key"
                    yield FieldError(
                        pointer, "shared_key_conflict", f"与事项 {code} 的同名共享字段类型、单位或者选项不同"
                    )


def kind_of(field: FormField) -> object:
    """What two items must agree on."""
    return field.type, field.unit, field.choices, field.columns, field.sensitive
