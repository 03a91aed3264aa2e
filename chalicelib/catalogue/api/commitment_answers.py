"""What the guide of an item says of 容缺受理 and 告知承诺."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations


class ToleranceAnswer(BaseModel, defer_build=True):
    """容缺受理：标明可以容缺的材料，可凭书面承诺先予受理、限期补齐。"""

    workdays: Annotated[int, Field(description="补齐期限，自受理起的工作日数，不晚于承诺期限")]
    bar_months: Annotated[int, Field(description="逾期未补齐的，此后多少个月内不得再容缺受理")]
    basis: str


class CommitmentAnswer(BaseModel, defer_build=True):
    """告知承诺：申请人书面承诺代替所列材料，由申请人选择。"""

    field: Annotated[str, Field(description="申请表中选择这一方式的栏目")]
    text: Annotated[str, Field(description="承诺书的内容")]
    replaces: Annotated[list[str], Field(description="以承诺代替的材料")]
    basis: str


def tolerance_answer(item: ItemDocument, laws: Sequence[str]) -> ToleranceAnswer | None:
    own = item.tolerance
    if own is None:
        return None
    basis = citations(own.basis, laws) or own.basis
    return ToleranceAnswer(workdays=own.workdays, bar_months=own.bar_months, basis=basis)


def commitment_answer(item: ItemDocument, laws: Sequence[str]) -> CommitmentAnswer | None:
    made = item.commitment
    if made is None:
        return None
    facts = made.model_dump(exclude={"basis", "status"})
    return CommitmentAnswer(**facts, basis=citations(made.basis, laws) or made.basis)
