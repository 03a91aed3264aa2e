"""What the directory of each region will be once a file is imported: what is kept, with the file laid over it. Pure.

A file may tell everything or one section only. What it does not name stays. Each region gets what is its own, and the
rules that it has from the city; what a county has of its own never reaches the city (R93).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from chalicelib.directory.model.departments import DepartmentDocument
from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.halls import Hall, WindowKind
from chalicelib.directory.model.organs import Contact, Contacts, DepartmentRecord
from chalicelib.directory.model.regions import Region, Unit, full, level_of, lies_in
from chalicelib.directory.model.routing import Routing
from chalicelib.directory.model.sections import OF_COUNTIES, REGISTERS, Entry, FileParts
from chalicelib.directory.model.told_ends import part_with_end
from chalicelib.foundation.problems import FieldError

CONTACT_OF_ROLE = {"department_head": "head", "department_leader": "leader", "liaison": "liaison"}
LAST_DAY = date.max


class Wanted(NamedTuple):
    """A record as it is to be kept in a region. `contacts` are a department's, which are kept apart."""

    section: str
    id: str
    name: str
    pointer: str
    record: Any
    contacts: Contacts | None = None


class Limit(NamedTuple):
    """The term that the law sets for an item."""

    value: int
    unit: Unit


@dataclass(frozen=True)
class Outcome:
    """`kept` is what the regions have now, `wanted` what the file brings, `cores` the five fields of each department.

    `statutory` are the terms of law that the catalogue knows, by item. `replaced` are the ids of the records whose ends
    the file tells anew, as whoever imports it has said.
    """

    division: str
    parts: FileParts
    kept: Mapping[str, Directory]
    wanted: Mapping[str, list[Wanted]]
    cores: Mapping[str, dict[str, DepartmentDocument]]
    known_cores: Mapping[str, frozenset[str]]
    city: str = ""
    statutory: Mapping[str, Limit] = field(default_factory=dict[str, Limit])
    replaced: Collection[str] = ()
    _after: dict[str, Directory] = field(default_factory=dict[str, Directory], init=False, compare=False)

    def after(self, region: str) -> Directory:
        """The region's directory as it will be."""
        if known := self._after.get(region):
            return known
        before = self.kept.get(region, Directory(region))
        merged = {section: dict(records) for section, records in before.parts.items()}
        for one in self.wanted.get(region, []):
            merged.setdefault(one.section, {})[one.id] = one.record
        self._after[region] = Directory(region, before.version, merged)
        return self._after[region]

    def departments_of(self, region: str) -> frozenset[str]:
        """The ids of the departments of a region, of those too of which only the five fields are known."""
        known = self.known_cores.get(region, frozenset[str]()) | self.cores.get(region, {}).keys()
        return known | self.after(region).departments.keys()


def regions_of(parts: FileParts, division: str, known: Iterable[str] = ()) -> list[str]:
    """The regions that an import into this deployment may touch: its own and those below. `known` are those that it has
    already: a file that tells no regions, or one of them only, may have windows of the others.
    """
    told = [entry.record.code for entry in parts.of("regions")]
    registered = [*dict.fromkeys(one.record.region for name in REGISTERS for one in parts.of(name))]
    here = [code for code in told or registered if lies_in(code, division)]
    if (told or registered) and not here:
        return []
    only_registers = not told and parts.sections.keys() <= {*REGISTERS}
    more = [] if only_registers else [code for code in known if lies_in(code, division)]
    return [*dict.fromkeys([*here, *more])] or [division]


def city_of(parts: FileParts, division: str) -> str:
    """The region whose departments, routing and documents stand at the top of the file."""
    told: dict[str, Region] = {entry.record.code: entry.record for entry in parts.of("regions")}
    return next((code for code, region in told.items() if region.parent not in told), division)


def outcome_of(
    division: str,
    parts: FileParts,
    kept: Mapping[str, Directory],
    known_cores: Mapping[str, frozenset[str]],
    statutory: Mapping[str, Limit],
    replaced: Collection[str] = (),
) -> Outcome:
    regions, city = regions_of(parts, division, kept), city_of(parts, division)
    if not regions:
        parts.errors.append(FieldError("/regions", "region_not_in_file", f"文件中没有区划 {division}，也没有其下级"))
    wanted = {
        region: [_with_end(one, kept.get(region), replaced) for one in _wanted(parts, region, city, kept)]
        for region in regions
    }
    cores = {region: dict(_cores(parts, region, city)) for region in regions}
    return Outcome(division, parts, kept, wanted, cores, known_cores, city, statutory, replaced)


def _with_end(one: Wanted, kept: Directory | None, replaced: Collection[str]) -> Wanted:
    """With the ends that were told before, where the file does not name them."""
    before = kept.parts.get(one.section, {}).get(one.id) if kept else None
    if before is None or one.id in replaced:
        return one
    return one._replace(record=part_with_end(one.record, before))


def owner_of(code: str, regions: list[str]) -> str | None:
    """The smallest of these regions that the place lies in."""
    holding = [region for region in regions if lies_in(code, region)]
    return max(holding, key=level_of, default=None)


def _wanted(parts: FileParts, region: str, city: str, kept: Mapping[str, Directory]) -> Iterator[Wanted]:
    yield from _rules(parts, region, city, kept)
    for entry in departments_in(parts, region, city):
        record: DepartmentRecord = entry.record
        contacts = _contacts(parts, region, entry)
        if record.core_only and contacts is None:
            continue
        before = kept.get(region, Directory(region)).departments.get(_id_of(entry))
        posts = {**(before.posts if before else {}), **{role: one.post for role, one in contacts or () if one}}
        plain = record.model_copy(update={"id": _id_of(entry), "contacts": None, "posts": posts})
        yield Wanted("departments", _id_of(entry), record.name, entry.pointer, plain, contacts)
    for section in ("bodies", "external_providers", "service_hours", "documents", "functions_moved", "townships"):
        for entry in parts.of(section):
            if _belongs(section, entry.record, region, city):
                yield Wanted(section, entry.id, _name_of(entry), entry.pointer, entry.record)
    known = [*dict.fromkeys([*(one.record.code for one in parts.of("regions")), *kept, region])]
    halls: dict[str, Hall] = {hall.id: hall for hall in [*kept.get(region, Directory(region)).halls.values()]} | {
        entry.id: entry.record for entry in parts.of("halls")
    }
    for entry in parts.of("halls"):
        if owner_of(entry.record.region, known) == region:
            yield Wanted("halls", entry.id, entry.record.name, entry.pointer, entry.record)
    for entry in parts.of("windows"):
        hall = halls.get(entry.record.hall)
        if hall and owner_of(hall.region, known) == region:
            yield Wanted("windows", entry.id, entry.record.name, entry.pointer, entry.record)


def _belongs(section: str, record: Any, region: str, city: str) -> bool:
    """Hours and documents are everybody's; bodies and towns have a region of their own; the rest is the city's."""
    match section:
        case "bodies":
            above = record.role == "superior" and full(record.region) != full(region) and lies_in(region, record.region)
            return record.region == region or above
        case "townships":
            return record.county == region
        case "external_providers" | "functions_moved":
            return region == city
        case _:
            return True


def _name_of(entry: Entry) -> str:
    for field_name in ("name", "title", "function", "number"):
        if found := getattr(entry.record, field_name, None):
            return str(found)
    return entry.id


def departments_in(parts: FileParts, region: str, city: str) -> Iterator[Entry]:
    """The departments of a region: at the top of the file those of the city, else in the region's own part."""
    if region == city:
        yield from parts.of("departments")
    yield from (entry for entry in parts.of(OF_COUNTIES) if entry.within == region)


def _id_of(entry: Entry) -> str:
    return entry.id.rpartition(" ")[2]


def _cores(parts: FileParts, region: str, city: str) -> Iterator[tuple[str, DepartmentDocument]]:
    for entry in departments_in(parts, region, city):
        yield _id_of(entry), entry.record.core()


def _contacts(parts: FileParts, region: str, entry: Entry) -> Contacts | None:
    own: Contacts | None = entry.record.contacts
    told: dict[str, Contact] = {
        CONTACT_OF_ROLE[one.record.role]: one.record
        for one in parts.of("county_contacts")
        if (one.record.region, one.record.unit) == (region, _id_of(entry)) and one.record.role in CONTACT_OF_ROLE
    }
    return (own or Contacts()).model_copy(update=told) if told else own


def _rules(parts: FileParts, region: str, city: str, kept: Mapping[str, Directory]) -> Iterator[Wanted]:
    """The dated settings of a region. Without the section `regions` the newest ones get what the file tells."""
    told = next((entry for entry in parts.of("regions") if entry.record.code == region), None)
    before = kept.get(region, Directory(region)).rules_on(LAST_DAY)
    routing = next((entry for entry in parts.of("routing")), None)
    kinds = tuple(entry.record for entry in parts.of("window_kinds"))
    if told is None and routing is None and not kinds:
        return
    settings: Region | None = told.record if told else before.region if before else None
    if settings is None:
        at = routing.pointer if routing else "/window_kinds"
        parts.errors.append(FieldError(at, "region_unknown", "本地区尚未导入，请在文件中给出 regions"))
        return
    # A deployment of a county does not have the city's rules: then its own stay.
    parent = settings.parent or ""
    parent = parent if parent in kept else city
    above = kept.get(parent, Directory(parent)).rules_on(LAST_DAY) or before
    inherited: Routing = routing.record if routing else above.routing if above else Routing()
    of_city = kinds or (above.kinds if above else ())
    overrides = settings.overrides.windows
    rules = Rules(
        region=settings,
        routing=inherited.here(overrides) if overrides else inherited.model_copy(update={"resolved": ()}),
        kinds=tuple(_kinds(of_city, settings)),
    )
    day = settings.since.isoformat()
    yield Wanted("regions", day, settings.name, told.pointer if told else "/routing", rules)


def _kinds(kinds: tuple[WindowKind, ...], settings: Region) -> Iterator[WindowKind]:
    own = {one.kind: one for one in settings.overrides.windows}
    for kind in kinds:
        staffed_by = own[kind.kind].staffed_by if kind.kind in own else None
        yield kind.model_copy(update={"staffed_by": staffed_by}) if staffed_by else kind
