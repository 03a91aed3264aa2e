"""数量限制: with a limited number the order of acceptance decides (行政许可法57). Pure."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE

KIND = "quantity_limit"
ARTICLE_57 = "《行政许可法》第五十七条"
WhyFirst = Literal["other_quota", "not_qualified", "own_law"]
TOLD = 5


class OutOfOrder(BaseModel, defer_build=True):
    """Why this one is granted before cases that were accepted earlier."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    why: Annotated[WhyFirst, Field(description="不按受理先后作出决定的原因")]
    reference: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE],
        Field(repr=False, description="依据在卷宗中的出处，不写个人信息"),
    ]

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """The reference may be short, so that the chain has a keyed digest of it only."""
        return {"why": self.why, "reference": blind_index(secret, case_id, self.reference)}


def is_limited(item: ItemDocument) -> bool:
    """Whether the item's own record names the limit of this article."""
    laws = [basis.law for basis in item.legal_basis]
    limits = [one for one in item.special if one.kind == KIND]
    return item.is_licence and any(ARTICLE_57 in (citations(one.basis, laws) or "") for one in limits)


def order_faults(before: Sequence[str]) -> list[FieldError]:
    """`before` are the numbers of what was accepted earlier and is not decided."""
    if not before:
        return []
    named = "、".join(before[:TOLD]) + ("等" if len(before) > TOLD else "")
    words = f"本事项有数量限制，应当按受理的先后顺序作出决定，{named}受理在先、尚未决定（{ARTICLE_57}）"
    return [FieldError("/out_of_order", "earlier_accepted", f"{words}；不适用先后顺序的，请填写 out_of_order 说明原因")]
