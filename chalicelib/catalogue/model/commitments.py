"""What an applicant may commit to in writing: papers that follow (容缺受理), and facts instead of proofs (告知承诺).

Each holds only of what the item has published (广东省优化营商环境条例32; 优化营商环境条例40, 44). Pure.
"""

from hashlib import sha256
from typing import Annotated

from pydantic import Field

from chalicelib.catalogue.model.values import Days, Note, Part, Standing, Text, Unit

Months = Annotated[int, Field(ge=1, le=60)]


class Tolerance(Part):
    """容缺受理: the lines with `tolerable_absence` may follow within `workdays` of the acceptance, never later than the
    promised day. Who breaks the promise cannot use it again for `bar_months`.
    """

    workdays: Annotated[int, Field(ge=1, le=60)]
    bar_months: Months
    basis: Text
    status: Standing

    @property
    def text(self) -> tuple[str, ...]:
        """What the applicant commits to, as it is shown before and written down."""
        return promise_text(self.workdays, self.bar_months)


def promise_of_members(workdays: int, bar_months: int) -> tuple[str, ...]:
    """The same in a joint request: each item that needs the papers waits, and counts from its own beginning."""
    return (
        f"一、自需要上述材料的事项开始办理之日起{workdays}个工作日内补齐，不晚于该事项的承诺办理期限；补齐的材料真实、有效。",
        "二、知悉上述材料补齐之前，需要该材料的事项不作出准予的决定；逾期未补齐的，该事项依现有材料作出决定。",
        f"三、知悉逾期未补齐的，登记失信限制，此后{bar_months}个月内不得再容缺受理。",
    )


def promise_text(workdays: int, bar_months: int) -> tuple[str, ...]:
    """The applicant's commitment to papers that follow, in the applicant's own words."""
    return (
        f"一、自受理之日起{workdays}个工作日内补齐上述材料，不晚于承诺办理期限；补齐的材料真实、有效。",
        "二、知悉上述材料补齐之前，不作出准予的决定；逾期未补齐的，依现有材料作出决定。",
        f"三、知悉逾期未补齐的，登记失信限制，此后{bar_months}个月内不得再容缺受理。",
    )


class Verification(Part):
    """By when after the grant the department has verified what was committed to. Only a published term is a term: an
    item whose rules say no more than "in time" has none.
    """

    value: Annotated[Days, Field(ge=1)]
    unit: Unit
    source: Text
    status: Standing


class Commitment(Part):
    """告知承诺: where the form answers yes to `field`, the applicant's word stands for the materials of `replaces`.

    `text` is what the applicant commits to, as it is published. That the materials are not asked for then is their own
    condition; that the decision comes sooner is the promise's. `paper` is the material that the word itself is
    (消防安全告知承诺书), where the item's law lists one: the platform makes it when the word is given.
    """

    field: Text
    text: Note
    replaces: Annotated[tuple[Text, ...], Field(min_length=1, max_length=20)]
    paper: Text | None = None
    basis: Text
    status: Standing
    verification: Verification | None = None

    @property
    def choice(self) -> str:
        """Pointer of the field by which this way is chosen."""
        return f"/answers/{self.field}"

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the text. Who commits names it, so that nobody is bound by words that were not shown."""
        return sha256(self.text.encode()).hexdigest()
