"""How long a closed case of an item is kept (保管期限). Pure.

Each organ has a schedule (保管期限表) that the archives authority has approved (档案法实施条例19), so that the term is
data of the item. No law names one term for all: an item without one has the platform's own.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model.values import Part, Text

MOST_YEARS = 100


class Retention(Part):
    """`years` after the case has ended, or `permanent` (永久). `basis` says who has set the term."""

    years: Annotated[int | None, Field(ge=1, le=MOST_YEARS)] = None
    permanent: bool = False
    basis: Text

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.permanent == (self.years is not None):
            raise PydanticCustomError("retention_stated_once", "保管期限请填写年数或者永久中的一项")
        return self


# For an item that states no term. It is long: what was kept too long can still be erased, what was erased is lost.
# It is not validated here, because that would build its validators in every process that starts.
OWN = Retention.model_construct(years=30, basis="事项目录没有规定保管期限，按平台自定的期限保管；法律没有统一规定年数")


def retention_of(stated: Retention | None) -> Retention:
    """The term that counts: the item's, else the platform's own."""
    return stated or OWN
