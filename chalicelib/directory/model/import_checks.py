"""What no directory may be: each check names what is wrong in the file, with its JSON pointer. Pure."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.halls import ANY, Closure, Hall, Window
from chalicelib.directory.model.organs import DepartmentRecord
from chalicelib.directory.model.outcome import LAST_DAY, Outcome, Wanted
from chalicelib.directory.model.promise_checks import promise_errors, why_above
from chalicelib.directory.model.regions import Overrides, Region, level_of
from chalicelib.directory.model.residency import APPROVERS
from chalicelib.directory.model.terms import days_out_of_range
from chalicelib.directory.model.told_ends import later_for_part
from chalicelib.foundation.problems import FieldError

COUNTY_LEVEL = 4
Check = Callable[[Outcome], Iterator[FieldError]]


def unknown(pointer: str, what: str) -> FieldError:
    return FieldError(pointer, "id_unknown", f"没有这个{what}，请核对编号")


def reversed_dates(pointer: str) -> FieldError:
    return FieldError(pointer, "dates_reversed", "止日早于起日")


def each(outcome: Outcome, section: str) -> Iterator[tuple[Directory, Wanted]]:
    """Every record of a section in the file, with the directory as it will be."""
    for region, wanted in outcome.wanted.items():
        after = outcome.after(region)
        yield from ((after, one) for one in wanted if one.section == section)


def regions(outcome: Outcome) -> Iterator[FieldError]:
    for after, one in each(outcome, "regions"):
        rules: Rules = one.record
        settings = rules.region
        if settings.level != level_of(settings.code):
            yield FieldError(f"{one.pointer}/level", "level_wrong", f"应为 {level_of(settings.code)}，由区划代码可知")
        yield from days_out_of_range({f"{one.pointer}/effective_from": settings.since})
        for role in ("centre", "bureau", "government", "org_office"):
            body = getattr(settings, role)
            if body and body not in after.bodies:
                yield unknown(f"{one.pointer}/{role}", "机构")
        if settings.hall and settings.hall not in after.halls:
            yield unknown(f"{one.pointer}/hall", "大厅")
        if _own_ancestor(outcome, settings):
            yield FieldError(f"{one.pointer}/parent", "region_cycle", "上级区划绕了一圈，应为另一个上级区划")
        items = [override.item for override in settings.overrides.promised]
        for place, override in enumerate(settings.overrides.promised):
            if override.item in items[:place]:
                at = f"{one.pointer}/overrides/promised/{place}/item"
                yield FieldError(at, "item_repeated", f"事项 {override.item} 重复列入")
            yield from promise_errors(f"{one.pointer}/overrides/promised/{place}", override, outcome, settings.since)
        yield from _within_schemes(one.pointer, outcome, settings)
        yield from _overrides_twice(one.pointer, settings.overrides)


def _within_schemes(pointer: str, outcome: Outcome, settings: Region) -> Iterator[FieldError]:
    """Nor is what a region promises for a member of a scheme. A member is called as its item; of one that is not, the
    scheme alone says which item it is, and its import asks.
    """
    for place, scheme in enumerate(settings.overrides.schemes):
        for number, node in enumerate(scheme.nodes):
            limit = outcome.statutory.get(node.id)
            if limit and (why := why_above(node.promised, limit, settings.since)):
                at = f"{pointer}/overrides/schemes/{place}/nodes/{number}/promised"
                yield FieldError(at, "promise_above_law", why)


def _overrides_twice(pointer: str, own: Overrides) -> Iterator[FieldError]:
    """Two of one kind: nobody could say which of them holds."""
    told = {
        "schemes": [one.scheme for one in own.schemes],
        "windows": [one.kind for one in own.windows],
        "thresholds": [one.key for one in own.thresholds],
    }
    told |= {f"schemes/{place}/nodes": [node.id for node in one.nodes] for place, one in enumerate(own.schemes)}
    for name, keys in told.items():
        for place, key in enumerate(keys):
            if key in keys[:place]:
                yield FieldError(f"{pointer}/overrides/{name}/{place}", "override_repeated", f"{key} 重复列入")


def _own_ancestor(outcome: Outcome, settings: Region) -> bool:
    """Whether the regions above it, as they will be, lead back to it."""
    parents = {entry.record.code: entry.record.parent for entry in outcome.parts.of("regions")}
    for code in outcome.kept.keys() - parents.keys():
        rules = outcome.after(code).rules_on(LAST_DAY)
        parents[code] = rules.region.parent if rules else None
    seen, above = set[str](), settings.parent
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return settings.code in seen


def routing(outcome: Outcome) -> Iterator[FieldError]:
    for entry in outcome.parts.of("routing"):
        told = entry.record
        yield from _twice(entry.pointer, "by_department", [one.department for one in told.by_department])
        yield from _twice(entry.pointer, "exceptions", [one.item for one in told.exceptions])
        yield from _twice(entry.pointer, "schemes", [one.scheme for one in told.schemes])
        region = told.region or outcome.division
        if region not in outcome.wanted:
            continue
        rules = outcome.after(region).rules_on(LAST_DAY)
        kinds = {kind.kind for kind in rules.kinds} if rules else set[str]()
        departments = outcome.departments_of(region)
        for name in ("by_department", "exceptions", "schemes"):
            for place, one in enumerate(getattr(told, name)):
                if one.kind not in kinds:
                    yield unknown(f"{entry.pointer}/{name}/{place}/kind", "窗口类型")
                if name == "by_department" and one.department not in departments:
                    yield unknown(f"{entry.pointer}/{name}/{place}/department", "部门")
        yield from _resolved(entry.pointer, told, outcome.after(region))


def _resolved(pointer: str, told: Any, after: Directory) -> Iterator[FieldError]:
    """What the file says comes out must be what comes out."""
    department_of = {item: name for name, record in after.departments.items() for item in record.items}
    for place, one in enumerate(told.resolved):
        found = told.kind_of(one.item, department_of.get(one.item, ""))
        if one.item in department_of and found != one.kind:
            yield FieldError(f"{pointer}/resolved/{place}/kind", "routing_differs", f"按分流规则应为 {found or '空'}")


def _twice(pointer: str, name: str, keys: Iterable[str]) -> Iterator[FieldError]:
    seen = set[str]()
    for place, key in enumerate(keys):
        if key in seen:
            yield FieldError(f"{pointer}/{name}/{place}", "routing_ambiguous", "已有一条分流规则，只能有一条")
        seen.add(key)


def halls(outcome: Outcome) -> Iterator[FieldError]:
    for after, one in each(outcome, "halls"):
        hall: Hall = one.record
        if hall.hours not in after.hours:
            yield unknown(f"{one.pointer}/hours", "服务时间")
        if hall.operator and hall.operator not in after.bodies:
            yield unknown(f"{one.pointer}/operator", "机构")
        for place, zone in enumerate(hall.zones):
            if zone.hours and zone.hours not in after.hours:
                yield unknown(f"{one.pointer}/zones/{place}/hours", "服务时间")


def windows(outcome: Outcome) -> Iterator[FieldError]:
    elsewhere = {one.pointer for one in windows_elsewhere(outcome)}
    for pointer in _hall_unknown(outcome):
        if pointer not in elsewhere:
            yield unknown(pointer, "大厅")
    for after, one in each(outcome, "windows"):
        window: Window = one.record
        hall = after.halls[window.hall]
        rules = after.rules_on(LAST_DAY)
        kinds = {kind.kind for kind in rules.kinds} if rules else set[str]()
        if window.zone not in {zone.id for zone in hall.zones}:
            yield unknown(f"{one.pointer}/zone", "分区")
        if window.kind not in kinds:
            yield unknown(f"{one.pointer}/kind", "窗口类型")
        if window.hours not in after.hours:
            yield unknown(f"{one.pointer}/hours", "服务时间")
        if window.provider and window.provider not in after.providers:
            yield unknown(f"{one.pointer}/provider", "外部单位")
        yield from days_out_of_range({f"{one.pointer}/open_from": window.since, f"{one.pointer}/open_to": window.until})
        if window.until and window.until < window.since:
            yield reversed_dates(f"{one.pointer}/open_to")
        departments = outcome.departments_of(after.division)
        for place, served in enumerate(window.serves):
            if served != ANY and served not in departments:
                yield unknown(f"{one.pointer}/serves/{place}", "部门")
        yield from _closures(one.pointer, window, after)


def _hall_unknown(outcome: Outcome) -> Iterator[str]:
    known = {entry.id for entry in outcome.parts.of("halls")}
    known |= {hall for directory in outcome.kept.values() for hall in directory.halls}
    yield from (f"{one.pointer}/hall" for one in outcome.parts.of("windows") if one.record.hall not in known)


def windows_elsewhere(outcome: Outcome) -> Iterator[FieldError]:
    """Windows that a county leaves to others: the file is the whole city's and tells no halls, so that of a hall which
    the county does not have nothing is known. A window that the county has already is none of them. A file in which
    no window is the county's is not meant for it.
    """
    if level_of(outcome.division) < COUNTY_LEVEL or outcome.parts.of("halls"):
        return
    own = {window for directory in outcome.kept.values() for window in directory.windows}
    of_own = {f"{entry.pointer}/hall" for entry in outcome.parts.of("windows") if entry.id in own}
    unknown_halls = [*_hall_unknown(outcome)]
    for pointer in unknown_halls if len(unknown_halls) < len(outcome.parts.of("windows")) else ():
        if pointer not in of_own:
            yield FieldError(pointer, "hall_elsewhere", "本地区没有这个大厅，视为其他地区的窗口，未导入")


def _closures(pointer: str, window: Window, after: Directory) -> Iterator[FieldError]:
    for place, closure in enumerate(window.closed):
        at = f"{pointer}/closed/{place}"
        yield from days_out_of_range({f"{at}/from": closure.since, f"{at}/to": closure.until})
        if closure.until < closure.since:
            yield reversed_dates(f"{at}/to")
        elif closure.reroute_to and closure.reroute_to not in after.windows:
            yield unknown(f"{at}/reroute_to", "窗口")
        elif circle(after, window, closure):
            yield FieldError(f"{at}/reroute_to", "reroute_cycle", "关闭期间的改派绕了一圈，群众无处可去")


def circle(after: Directory, window: Window, closure: Closure) -> bool:
    """Whether the detours lead back to this window while all of them hold."""
    ahead = [(closure, closure.since, closure.until, frozenset({window.id}))]
    while ahead:
        one, first, last, seen = ahead.pop()
        to = after.windows.get(one.reroute_to or "")
        if to is None:
            continue
        if to.id == window.id:
            return True
        if to.id in seen:
            continue
        for following in to.closed:
            begins, ends = max(first, following.since), min(last, following.until)
            if begins <= ends:
                ahead.append((following, begins, ends, seen | {to.id}))
    return False


def departments(outcome: Outcome) -> Iterator[FieldError]:
    for after, one in each(outcome, "departments"):
        record: DepartmentRecord = one.record
        yield from _names(one.pointer, record)
        yield from _residency(one.pointer, record)
        for place, to in enumerate(record.successors):
            at = f"{one.pointer}/successors/{place}/to_department"
            if to.to_department and to.to_department not in outcome.departments_of(after.division):
                yield unknown(at, "部门")
            elif _comes_back(after, one.id, to.to_department):
                yield FieldError(at, "successor_cycle", "承继关系绕了一圈，找不到现在的部门")


def _names(pointer: str, record: DepartmentRecord) -> Iterator[FieldError]:
    before: date | None = None
    for place, name in enumerate(record.names):
        at = f"{pointer}/names/{place}"
        if name.since and name.until and name.until < name.since:
            yield reversed_dates(f"{at}/to")
        elif before and name.since and name.since < before:
            yield FieldError(f"{at}/from", "names_overlap", "与上一个名称的使用期重叠")
        before = name.until or before


def _residency(pointer: str, record: DepartmentRecord) -> Iterator[FieldError]:
    residency, at = record.residency, f"{pointer}/residency"
    if residency is None:
        return
    yield from days_out_of_range({f"{at}/from": residency.since, f"{at}/to": residency.until})
    if residency.until and residency.until < residency.since:
        yield reversed_dates(f"{at}/to")
    if residency.mode != "non_resident":
        return
    if missing := residency.missing_approvals():
        words = f"非常驻部门须经两个部门确认，缺少{'、'.join(APPROVERS[one] for one in missing)}的批准"
        yield FieldError(f"{at}/approvals", "approval_missing", words)
    elif late := [one for one in residency.approvals if one.on > residency.since]:
        words = f"{APPROVERS[late[0].by]}的批准晚于起日"
        yield FieldError(f"{at}/approvals", "approval_late", words)
    if residency.duty_weekday is None:
        yield FieldError(f"{at}/duty_weekday", "duty_weekday_missing", "请填写每周到大厅办公的是星期几")


def _comes_back(after: Directory, start: str, first: str | None) -> bool:
    """Whether successors lead from `first` back to `start`. A department that goes on under another name is none."""
    ahead, seen = [first] if first and first != start else [], set[str]()
    while ahead:
        one = ahead.pop()
        if one == start:
            return True
        record = after.departments.get(one)
        if one in seen or record is None:
            continue
        seen.add(one)
        ahead += [to.to_department for to in record.successors if to.to_department and to.to_department != one]
    return False


def documents(outcome: Outcome) -> Iterator[FieldError]:
    seen = set[str]()
    for after, one in each(outcome, "documents"):
        if one.pointer in seen:  # every region has them; a mistake is told once
            continue
        seen.add(one.pointer)
        if one.record.since and one.record.until and one.record.until < one.record.since:
            yield reversed_dates(f"{one.pointer}/effective_to")
        for place, cited in enumerate(one.record.cites):
            if cited not in after.documents:
                yield unknown(f"{one.pointer}/cites/{place}", "文件")


def moved(outcome: Outcome) -> Iterator[FieldError]:
    for after, one in each(outcome, "functions_moved"):
        for name, department in (("from", one.record.source), ("to", one.record.target)):
            if department not in outcome.departments_of(after.division):
                yield unknown(f"{one.pointer}/{name}", "部门")


def contacts(outcome: Outcome) -> Iterator[FieldError]:
    for entry in outcome.parts.of("county_contacts"):
        region = entry.record.region
        if region in outcome.wanted and entry.record.unit not in outcome.departments_of(region):
            yield unknown(f"{entry.pointer}/unit", "部门")


def ends(outcome: Outcome) -> Iterator[FieldError]:
    """No file puts off an end that was told before, unless whoever imports it says so."""
    seen = set[str]()
    for region, wanted in outcome.wanted.items():
        kept = outcome.kept.get(region, Directory(region))
        for one in wanted:
            before = kept.parts.get(one.section, {}).get(one.id)
            if before is None or one.id in outcome.replaced or one.pointer in seen:
                continue
            for finding in later_for_part(one.record, before):
                seen.add(one.pointer)
                yield finding._replace(pointer=one.pointer + finding.pointer)


CHECKS: tuple[Check, ...] = (regions, routing, halls, windows, departments, documents, moved, contacts, ends)


def errors_of(outcome: Outcome, checks: tuple[Check, ...] = CHECKS) -> list[FieldError]:
    """Every error, in the order of the checks."""
    return [error for check in checks for error in check(outcome)]
