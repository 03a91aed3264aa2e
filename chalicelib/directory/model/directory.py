"""The directory of one region as it is kept: all that anybody may ask of it, without the registers of people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.directory.model.halls import Hall, Window, WindowKind
from chalicelib.directory.model.hours import ServiceHours
from chalicelib.directory.model.organs import Body, DepartmentRecord, FunctionMoved, Provider, RuleDocument
from chalicelib.directory.model.regions import Region, Township
from chalicelib.directory.model.routing import Place, Routing
from chalicelib.directory.model.terms import Record


class Rules(Record):
    """What a region has from a day on: its settings, its kinds of windows and where each item leads (R93, R94)."""

    region: Region
    routing: Routing = Field(default_factory=Routing)
    kinds: tuple[WindowKind, ...] = ()


# The kinds of rows, by the section of an imported file from which they come.
ROW_MODELS: Mapping[str, Any] = {
    "regions": Rules,
    "departments": DepartmentRecord,
    "bodies": Body,
    "external_providers": Provider,
    "service_hours": ServiceHours,
    "halls": Hall,
    "windows": Window,
    "documents": RuleDocument,
    "functions_moved": FunctionMoved,
    "townships": Township,
}


@dataclass(frozen=True)
class Directory:
    """`version` counts every change (docs/architecture.md); `parts` has the records by section and id."""

    division: str
    version: int = 0
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])

    def rules_on(self, day: date) -> Rules | None:
        """The settings in force on this day; None before the first of them."""
        begun = [one for one in self._of("regions").values() if one.region.since <= day]
        return max(begun, key=lambda one: one.region.since, default=None)

    @property
    def departments(self) -> Mapping[str, DepartmentRecord]:
        return self._of("departments")

    @property
    def bodies(self) -> Mapping[str, Body]:
        return self._of("bodies")

    @property
    def providers(self) -> Mapping[str, Provider]:
        return self._of("external_providers")

    @property
    def hours(self) -> Mapping[str, ServiceHours]:
        return self._of("service_hours")

    @property
    def halls(self) -> Mapping[str, Hall]:
        return self._of("halls")

    @property
    def windows(self) -> Mapping[str, Window]:
        return self._of("windows")

    @property
    def documents(self) -> Mapping[str, RuleDocument]:
        return self._of("documents")

    @property
    def moved(self) -> Mapping[str, FunctionMoved]:
        return self._of("functions_moved")

    @property
    def townships(self) -> Mapping[str, Township]:
        return self._of("townships")

    def place(self, rules: Rules) -> Place:
        return Place(self.halls, self.windows, {kind.kind: kind for kind in rules.kinds}, self.hours)

    def _of(self, section: str) -> Mapping[str, Any]:
        return self.parts.get(section, {})
