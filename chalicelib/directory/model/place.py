"""The profile of a place: how a city and its organs are called on documents, and where people complain."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.directory.model.departments import DepartmentDocument, Division, Name, Regime, Text
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, Shape, pointer_of

HallPhone = Annotated[str, Shape(r"[0-9][0-9-]{3,18}[0-9]", "phone_format", "应为电话号码，只含数字和连字符")]
NumberPrefix = Annotated[
    str, Shape(r"[\u4e00-\u9fff]{1,6}", "number_prefix_format", "应为 1 至 6 个汉字，排在机关代字之前")
]
NumberCode = Annotated[str, Shape(r"[\u4e00-\u9fff]{1,10}", "number_code_format", "应为 1 至 10 个汉字，即机关代字")]
RegionCode = Annotated[str, Shape(r"[0-9]{6}([0-9]{3})?", "region_code_format", "应为 6 位或者 9 位行政区划代码")]
EventNamespace = Annotated[
    str,
    StringConstraints(max_length=100),
    Shape(
        r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+",
        "event_namespace_format",
        "应为倒写的域名，小写字母，以点分隔，如 cn.gov.example.yimen",
    ),
]


class Complaints(BaseModel, defer_build=True):
    """Where people complain of what is no administrative act: of a supply company, of a party organ, of a service.

    It holds for items of these `regimes`, for all without any; `path` is in the order in which one goes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    regimes: tuple[Regime, ...] = ()
    reason: Text
    path: Annotated[tuple[Text, ...], Field(min_length=1, max_length=10)]


class Remedies(NamedTuple):
    """What somebody may do against a decision: ask `reviewing_organ` or the court, or, where neither is open,
    complain.
    """

    reviewing_organ: str | None
    complaints: Complaints | None = None


class Organ(BaseModel, defer_build=True):
    """What of one department the rules of its place do not give. `note` says where that is from."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    name: Name | None = Field(default=None, description="the full name, where the rule would form another one")
    reviewing_organ: Name | None = Field(default=None, description="复议机关, where it is not the government")
    or_government: bool = Field(
        default=False,
        description="whether one may also turn to the government of the place: 双重领导 (行政复议法24, 27)",
    )
    complaints: Complaints | None = None
    aliases: Annotated[
        tuple[Name, ...],
        Field(strict=False, description="usual short names, and organs merged into it; without the city"),
    ] = ()
    seal: Annotated[str, StringConstraints(min_length=1, max_length=64), ONE_LINE] | None = None
    note: Text | None = None


def parts_of(name: str) -> list[str]:
    """A name as it is, without what is in brackets, and each of two organs that share a line of the directory."""
    plain = re.sub(r"[(（].*?[)）]", "", name)
    return [name, plain, *plain.split("/")]


class Place(BaseModel, defer_build=True):
    """The profile of one division (a city, a district, a county): what its documents and callbacks say of it.

    An administrator imports it with the catalogue. `organs` has the departments that the rules below do not fit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    division: Division
    name: Name = Field(description="the full name, which the names of its organs begin with")
    short_name: Name = Field(description="the name without 市, 区 or 县; all of it where one character is left")
    government: Name = Field(description="复议机关 of every department without one of its own (行政复议法24)")
    centre: Name = Field(description="政务服务中心: receives what is applied for online")
    issuing_place: Name = Field(description="统一发证窗口: where results are collected and served")
    issuing_hours: Name = Field(description="its opening hours, as people read them")
    phone: HallPhone = Field(description="the hall's telephone, printed on every document")
    number_prefix: NumberPrefix = Field(description="before the organ's own characters in document numbers")
    number_codes: dict[str, NumberCode] = Field(
        default_factory=dict[str, NumberCode],
        description="机关代字 of a department as it is called now, by department; without one its name stands there",
    )
    event_namespace: EventNamespace = Field(description="before the names of events that departments' systems get")
    credit_department: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = Field(
        default=None, description="the department whose system takes credit records (信用记录)"
    )
    organs: dict[str, Organ] = Field(default_factory=dict[str, Organ], description="exceptions, by department")
    regions: dict[RegionCode, Name] = Field(
        default_factory=dict[str, str],
        description="names of regions in forms, printed in place of a code: counties by 6 digits, towns by 9",
    )

    @field_validator("number_codes")
    @classmethod
    def _codes_differ(cls, codes: dict[str, str]) -> dict[str, str]:
        """Two departments with one code would give out the same document numbers."""
        if len(set(codes.values())) < len(codes):
            raise PydanticCustomError("number_code_repeated", "机关代字不能重复，否则文号会重复")
        return codes

    @field_validator("short_name")
    @classmethod
    def _short_for_the_name(cls, value: str, info: ValidationInfo) -> str:
        name = info.data.get("name")
        if name and not name.startswith(value):
            raise PydanticCustomError("short_name", "简称应为全称的开头部分，如去掉末尾的“市”“区”或“县”")
        return value

    def full_name(self, department: str, name: str) -> str:
        """The department's name on documents: 公安局 in 某市 -> 某市公安局, 市委组织部 -> 某市委组织部.

        A name that names the city already stays as it is; what is in brackets is left out; `organs` has the exceptions.
        """
        organ = self.organs.get(department)
        if organ and organ.name:
            return organ.name
        plain = re.sub(r"\(.*?\)", "", name)
        if plain.startswith(self.short_name):
            return plain
        party = f"{self.name[-1]}委"  # 市委, 区委, 县委
        return f"{self.short_name if plain.startswith(party) else self.name}{plain}"

    def names_of(self, department: str, *names: str) -> tuple[str, ...]:
        """All names by which people call a department: these and its aliases, each with the city's name, with the short
        one, with 市 alone, and without any.
        """
        organ = self.organs.get(department)
        known = (*names, *(organ.aliases if organ else ()), *(self.full_name(department, name) for name in names))
        cities = (self.name, self.short_name, self.name[-1], "")
        bare = {part.removeprefix(city) for one in known for part in parts_of(one) for city in cities} - {""}
        return tuple(f"{city}{name}" for name in sorted(bare) for city in cities)

    def region_name(self, code: str) -> str | None:
        """What a region of a form is called, by its code of 12 digits: 某市某区某街道. Of a village the town and the
        code, because villages are not in the profile. None for a region that is not in it.
        """
        county, town = self.regions.get(code[:6]), self.regions.get(code[:9])
        if code[:6] == self.division:
            county = self.name
        elif county and self.division.endswith("00") and code[:4] == self.division[:4]:
            county = f"{self.name}{county}"
        if county is None or (town is None and code[6:9] not in ("", "000")):
            return None
        return f"{county}{town or ''}" + (f"（{code}）" if code[9:] not in ("", "000") else "")

    def number_code(self, department: str, name: str) -> str:
        """机关代字 in document numbers, such as 阳市监食: the prefix of the place and the department's own characters.

        `name` is the department's present name; it stands for a code that the profile does not have.
        """
        own = self.full_name(department, name).removeprefix(self.name).removeprefix(self.short_name).removesuffix("局")
        return self.number_prefix + self.number_codes.get(department, own)

    def reviewing_organ(self, department: str) -> str:
        """复议机关: the government of the place, unless the department has a higher one of its own (行政复议法27).
        Of one that is led by both, the applicant chooses between the two.
        """
        organ = self.organs.get(department)
        if organ is None or organ.reviewing_organ is None:
            return self.government
        choice = f"或者{self.government}" if organ.or_government else ""
        return f"{organ.reviewing_organ}{choice}"

    def remedies(self, department: str, regime: Regime) -> Remedies:
        """行政复议 and 行政诉讼 against an organ; of what is no administrative act, where to complain."""
        organ = self.organs.get(department)
        complaints = organ.complaints if organ else None
        if complaints and (not complaints.regimes or regime in complaints.regimes):
            return Remedies(None, complaints)
        return Remedies(self.reviewing_organ(department))

    def seal_id(self, department: str) -> str:
        """The seal of a department that has none in the register of seals."""
        organ = self.organs.get(department)
        return (organ and organ.seal) or f"{self.division}-{department}"


def repeated_number_codes(place: Place, departments: Mapping[str, DepartmentDocument | None]) -> Iterator[FieldError]:
    """Departments with one 机关代字 would give out the same document numbers."""
    seen: dict[str, str] = {}
    for name, department in departments.items():
        code = place.number_code(name, department.name) if department else name
        if code in seen:
            pointer = pointer_of(["place", "number_codes", name])
            yield FieldError(pointer, "number_code_repeated", f"机关代字与部门 {seen[code]} 的相同，文号会重复")
        seen[code] = name
