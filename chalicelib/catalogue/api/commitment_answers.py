"""What the guide of an item says of 容缺受理 and 告知承诺."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.clock import Unit

UNITS: dict[str, Unit] = {"workday": "workday", "calendar_day": "day"}


class ToleranceAnswer(BaseModel, defer_build=True):
    """容缺受理：标明可以容缺的材料，可凭书面承诺先予受理、限期补齐。"""

    workdays: Annotated[int, Field(description="补齐期限，自受理起的工作日数，不晚于承诺期限")]
    bar_months: Annotated[int, Field(description="逾期未补齐的，此后多少个月内不得再容缺受理")]
    basis: str


class SafetyAnswer(BaseModel, defer_build=True):
    """直接关系公共安全、人身健康、生命财产安全的事项：提供虚假材料或者以不正当手段取得的，此后限制再次申请。"""

    basis: str
    years_after_false: Annotated[int, Field(description="隐瞒或者提供虚假材料之后，多少年内不得再次申请")]
    years_after_fraud: Annotated[int, Field(description="以欺骗、贿赂等取得之后，多少年内不得再次申请")]


class VerificationAnswer(BaseModel, defer_build=True):
    """核查期限，自准予决定之日的次日起计算。"""

    length: int
    unit: Unit
    source: str


class CommitmentAnswer(BaseModel, defer_build=True):
    """告知承诺：申请人书面承诺代替所列材料，由申请人选择。"""

    field: Annotated[str, Field(description="申请表中选择这一方式的栏目")]
    text: Annotated[str, Field(description="承诺书的内容")]
    replaces: Annotated[list[str], Field(description="以承诺代替的材料")]
    basis: str
    digest: Annotated[
        str, Field(description="承诺书内容的 SHA-256 摘要；提交时写入 commitment，表示已经阅读并作出承诺")
    ]
    verification: Annotated[
        VerificationAnswer | None,
        Field(description="准予之后核查承诺内容的期限；没有公布的为 null，应当及时核查，没有届满日"),
    ] = None


def safety_answer(item: ItemDocument, laws: Sequence[str]) -> SafetyAnswer | None:
    own = item.safety
    if own is None:
        return None
    bases = "；".join(citations(one, laws) or one for one in (own.basis, own.bar_basis) if one)
    return SafetyAnswer(basis=bases, years_after_false=own.years_after_false, years_after_fraud=own.years_after_fraud)


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
    facts = made.model_dump(exclude={"basis", "status", "verification"})
    basis, term = citations(made.basis, laws) or made.basis, made.verification
    told = term and VerificationAnswer(
        length=term.value, unit=UNITS[term.unit], source=citations(term.source, laws) or term.source
    )
    return CommitmentAnswer(**facts, basis=basis, digest=made.digest, verification=told)
