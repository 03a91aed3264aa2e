"""容缺受理: papers that the applicant has promised in writing to hand in after the acceptance. Pure.

广东省优化营商环境条例32: the main papers are there, only lines that the item has published so are missing, and the
applicant commits to them. Until they have come nothing is granted.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import Tolerance
from chalicelib.foundation.problems import FieldError

ARTICLE_32 = "《广东省优化营商环境条例》第三十二条"


class Deferral(Record):
    """`lines` are promised, `filled` are those that have come. `workdays`, `bar_months` and `basis` are what the item
    had published on the day of the promise. `document` is the 承诺书.
    """

    lines: tuple[str, ...]
    promised_at: AwareDatetime
    document: str
    workdays: int
    bar_months: int
    basis: str
    filled: tuple[str, ...] = ()
    filled_at: Annotated[AwareDatetime | None, Field(description="when the last of them had come")] = None
    reminded_at: AwareDatetime | None = None
    defaulted_at: Annotated[AwareDatetime | None, Field(description="when the term had passed without them")] = None
    barred_until: date | None = None

    @property
    def open(self) -> tuple[str, ...]:
        return tuple(line for line in self.lines if line not in self.filled)

    def with_filled(self, lines: Iterable[str], at: AwareDatetime) -> "Deferral":
        came = {*self.filled, *lines}
        filled = tuple(line for line in self.lines if line in came)
        done = at if len(filled) == len(self.lines) else None
        return self.model_copy(update={"filled": filled, "filled_at": done})

    def defaulted(self, at: AwareDatetime, due: date) -> "Deferral":
        """The bar is counted from the last day for the papers: that somebody looked later makes it no longer."""
        return self.model_copy(update={"defaulted_at": at, "barred_until": months_after(due, self.bar_months)})


def promised(rule: Tolerance, laws: Iterable[str], lines: Iterable[str], at: AwareDatetime, document: str) -> Deferral:
    """`laws` are those of the item, in full: what is printed of the promise names the law as people do."""
    facts = rule.model_dump(include={"workdays", "bar_months"})
    basis = citations(rule.basis, laws) or ARTICLE_32
    return Deferral(lines=tuple(sorted(set(lines))), promised_at=at, document=document, basis=basis, **facts)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def may_follow(item: ItemDocument, line: ChecklistLine) -> bool:
    """Whether this line of this case may be promised."""
    return item.tolerance is not None and line.applies and line.required and line.tolerable_absence


def promise_faults(
    item: ItemDocument, lines: Iterable[ChecklistLine], lacking: Collection[str], wanted: Iterable[str], pointer: str
) -> list[FieldError]:
    """What of the wanted lines cannot be promised: only a published line, that is asked for and is not there."""
    by_no = {line.no: line for line in lines}
    found: list[FieldError] = []
    for number, no in enumerate(wanted):
        line, place = by_no.get(no), f"{pointer}/{number}"
        if line is None or not line.applies:
            found.append(FieldError(place, "material_unlisted", "本件的材料清单中没有这一项，请核对"))
        elif item.tolerance is None or not line.tolerable_absence:
            says = f"公布的材料清单没有写明“{line.name}”可以容缺，不能容缺受理（{ARTICLE_32}）"
            found.append(FieldError(place, "material_not_tolerable", says))
        elif no not in lacking:
            found.append(FieldError(place, "material_not_lacking", f"“{line.name}”已经提交，或者不是必须提交的材料"))
    return found
