"""Joint themes (一件事, 联办件): items of several departments handled as one, with their order."""

from typing import Literal

from pydantic import Field

from chalicelib.catalogue.model.limits import Extension
from chalicelib.catalogue.model.values import Days, Note, Part, Text, Unit


class JointLimit(Part):
    """The joint clock of 行政许可法26(2): per stage request, not per project."""

    value: Days
    unit: Unit
    extension: Extension | None = None
    note: Note | None = None


class LocalTarget(Part):
    value: Days
    unit: Unit
    applies_to: Text | None = Field(default=None, alias="for")
    source: Text | None = None
    status: Text


class JointNode(Part):
    """A member item; an 'EXT-' one belongs to an outside system.

    `depends_on` lists what must be granted before; 'A|B' is any of them.
    """

    item: Text
    depends_on: tuple[Text, ...]
    condition: Text | None = None
    stage: Text | None = None
    promised_workdays: Days
    dept: Text | None = None
    optional: bool | None = None


class JointTheme(Part):
    """A joint theme as it is imported. `lead` is a department, or one department per stage."""

    id: Text
    name: Text
    handling_type: Literal["联办件"]
    lead: Text | dict[str, Text]
    legal_basis: tuple[Text, ...]
    statutory_joint_limit: JointLimit | None = None
    local_target: LocalTarget | None = None
    single_form_fields: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    shared_materials: tuple[Text, ...] = ()
    extra_items_in_guangdong: tuple[Text, ...] = ()
    promised_total_workdays: Days | None = None
    nodes: tuple[JointNode, ...]
    critical_path_workdays_default: Days | None = None
    note: Note | None = None
