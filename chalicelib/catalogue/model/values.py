"""The value sets of the catalogue, in the words of the field (GB/T 39046-2020 Annex A and the 2018 rules)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.directory.model import Imported

HandlingType = Literal["即办件", "承诺件", "上报件", "联办件"]
Theme = Literal["社会民生", "登记注册", "生产经营", "投资建设"]
ApplicantKind = Literal["自然人", "企业法人", "其他组织"]
MaterialSource = Literal["applicant", "gov_share", "system", "intermediary"]
Necessity = Literal["必要", "非必要(情形)", "非必要"]
Unit = Literal["workday", "calendar_day"]
Standing = Literal["VERIFIED", "MEMORY", "ILLUSTRATIVE", "SYNTHETIC"]
StartEvent = Literal["acceptance", "receipt", "application_after_publicity", "end_of_acceptance_window"]

LOCAL_CODES: dict[HandlingType, int] = {"即办件": 1, "承诺件": 2, "上报件": 3, "联办件": 4}
# GB/T 39046-2020 A.6 knows only 即办件 and 承诺件; the other two are types of the rules and of Guangdong.
NATIONAL_CODES: dict[HandlingType, int] = {"即办件": 1, "承诺件": 2, "上报件": 9, "联办件": 9}

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Note = Annotated[str, StringConstraints(max_length=2000)]
# A scheme of several stages is applied for stage by stage: YM-J01-build.
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z][0-9]{2,4}(-[a-z][a-z0-9_]{0,29})?$")]
Days = Annotated[int, Field(ge=0, le=1000)]


class Part(Imported):
    """A part of an item."""
