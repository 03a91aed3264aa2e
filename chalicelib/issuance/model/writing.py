"""Another writing of a name that cannot be printed, to which its holder has agreed. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.catalogue.model.forms.applicant import Block, Name
from chalicelib.documents.model.characters import standard
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.foundation.writing import canonical_name

# 同一个字的公开编码: only the signs that cannot be printed are replaced. 证件上的拉丁字母: as in the passport.
Source = Literal["public_code_point", "latin_transcription"]
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ ,.'\-·]*")


class Consent(Block):
    """The applicant's consent in writing: the day of its signature, and where it is kept."""

    signed_on: Annotated[date, Field(strict=False)] = Field(title="签署日期")
    reference: Annotated[str, StringConstraints(min_length=2, max_length=200), ONE_LINE] = Field(title="存放位置")


class Writing(Block):
    """`name` is the name as it stands in the case, `writing` how it is printed from now on."""

    name: Name = Field(title="无法印制的姓名（名称）")
    writing: Name = Field(title="更正后的写法")
    source: Source = Field(title="写法的来源")
    consent: Consent = Field(title="申请人的书面同意")

    def faults(self, unprintable: Sequence[str], applied_on: date, today: date) -> Iterator[FieldError]:
        """What speaks against it; `unprintable` are the code points that the held documents lack (U+E000)."""
        lacking = {chr(int(point.removeprefix("U+"), 16)) for point in unprintable}
        if lacking.isdisjoint(self.name):
            yield FieldError("/name", "name_printable", "该姓名（名称）没有无法印制的字，请照办件中的写法填写")
        elif not lacking.isdisjoint(self.writing):
            yield FieldError("/writing", "writing_unprintable", "更正后的写法仍有无法印制的字")
        elif self.source == "latin_transcription" and not LATIN.fullmatch(self.writing):
            yield FieldError("/writing", "writing_not_latin", "应为证件上的拉丁字母写法")
        elif self.source == "public_code_point" and not self._keeps_the_rest(lacking):
            yield FieldError("/writing", "writing_of_another", "只能替换无法印制的字，其他的字应当不变")
        if not applied_on <= self.consent.signed_on <= today:
            yield FieldError(
                "/consent/signed_on", "consent_day", "同意书的签署日期应在申请之日以后、今天以前（含当日）"
            )

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """Nothing personal: the reference may be, so that the chain has a keyed digest of it."""
        reference = blind_index(secret, case_id, self.consent.reference)
        return {"source": self.source, "consent": {"signed_on": str(self.consent.signed_on), "reference": reference}}

    def rewritten(self, value: Any) -> Any:
        """The same JSON with the new writing wherever the name stands in a text."""
        return _mapped(value, lambda text: text.replace(self.name, self.writing).replace(*self._old_and_new))

    def renamed(self, value: Any) -> Any:
        """The same JSON with the new writing where a text is the name and nothing else."""
        return _mapped(value, lambda text: self.writing if canonical_name(text) == self.name else text)

    @property
    def _old_and_new(self) -> tuple[str, str]:
        return standard(self.name), self.writing  # certificates have old private characters as what they are today

    def _keeps_the_rest(self, lacking: set[str]) -> bool:
        pattern = "".join(".?" if char in lacking else re.escape(char) for char in self.name)
        return re.fullmatch(pattern, self.writing) is not None


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(entry, change) for key, entry in cast(Mapping[str, Any], value).items()}
    if isinstance(value, list):
        return [_mapped(entry, change) for entry in cast(list[Any], value)]
    return value
