"""A named term of one item: the length of its own law where it has one, else that of 行政许可法. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.clock import Clock, counted
from chalicelib.cases.model.clocks import UNITS, Clocks, counted_again, law_of, on_acceptance
from chalicelib.cases.model.renewal import RenewalTerm, counted_back, renewal_term, runs_out
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import without_research
from chalicelib.catalogue.model.promises import HallTerms
from chalicelib.catalogue.model.upward import lower_term, superior_of, superior_term
from chalicelib.clock.backwards import LatestDay, count_back
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.kinds import KINDS, LICENCE, LICENSING_LAW, DeadlineKind, Refusal, article_of, not_set, refusal_of
from chalicelib.clock.unit import Unit
from chalicelib.directory.model import Regime

REPORTED = "上报件"
GENERAL = "行政许可法42"
GUIDE = "本平台办事指南的规定；法律没有规定申请人补正的期限"


class Length(NamedTuple):
    """How long a term is. `source` says where its length comes from; `note` what the item's own rule adds in words."""

    length: int
    unit: Unit
    source: str
    extension: int = 0
    note: str | None = None


class Asked(NamedTuple):
    """What is asked of which item, and what of the hall bears on it. `supplement` is the guide's term in workdays."""

    item: ItemDocument
    kind: DeadlineKind
    start: date
    here: HallTerms
    supplement: int
    calendar: WorkCalendar

    @property
    def regime(self) -> Regime:
        return self.item.regime

    @property
    def laws(self) -> list[str]:
        """The laws of the item in full, which its sources name by short forms."""
        return [basis.law for basis in self.item.legal_basis]

    def article(self, length: Length | RenewalTerm) -> str:
        """What the term rests on: for what is no licence, the item's own law."""
        own = self.kind in ("decision", "decision_extended") and self.regime != LICENCE
        return length.source if own else article_of(self.kind, self.regime)


class ItemTerm(NamedTuple):
    """The term that was asked for: a clock that runs on from the event, or the days to act by before it.

    `promised` and `statutory` are the two terms of the decision, where the question is for one of them.
    """

    length: Length | RenewalTerm
    ends: Clock | LatestDay
    promised: Clock | None = None
    statutory: Clock | None = None


def item_term(asked: Asked) -> ItemTerm | Refusal:
    """The term, or why the item does not have it. Raises OutsideCalendar where it begins before 2004."""
    if refusal := refusal_of(asked.kind, asked.regime):
        return refusal
    if asked.kind == "renewal":
        return _renewal(asked)
    length = LENGTHS[asked.kind](asked)
    if isinstance(length, Refusal):
        return length
    if KINDS[asked.kind].backwards:
        return ItemTerm(length, count_back(asked.start, length.length, length.unit, asked.calendar))
    if asked.kind not in ("decision", "promised"):
        return ItemTerm(length, _extended(asked, length))
    both = _both(asked)
    ends = both["promised" if asked.kind == "promised" else "statutory"]
    return ItemTerm(length, ends, both.get("promised"), both.get("statutory"))


def _both(asked: Asked) -> Clocks:
    """The promised and the statutory clock as an acceptance on this day begins them, the promise within the law."""
    clocks = on_acceptance(
        {}, asked.item, {}, received=asked.start, accepted=asked.start, calendar=asked.calendar, here=asked.here
    )
    law = _statutory(asked)
    if isinstance(law, Refusal):
        return {kind: clock for kind, clock in clocks.items() if kind == "promised"}
    begun: Clocks = {**clocks, "statutory": counted(asked.start, law.length, law.unit, law.source, asked.calendar)}
    return counted_again(begun, ("promised",), asked.calendar)


def _extended(asked: Asked, length: Length) -> Clock:
    clock = counted(asked.start, length.length, length.unit, length.source, asked.calendar)
    longer = clock.model_copy(update={"extension": length.extension})
    term = longer.full_term(asked.calendar)
    return longer.model_copy(update={"due": term.due, "provisional": term.provisional})


def _general(asked: Asked) -> Length:
    row = KINDS[asked.kind]
    return Length(row.length or 0, row.unit, row.article)


def _statutory(asked: Asked) -> Length | Refusal:
    """The item's own law; a licence without one has the 20 workdays of 行政许可法42."""
    limit = asked.item.statutory_limit
    if refusal := refusal_of("decision", asked.regime) or _decided_above(asked.item):
        return refusal
    if limit.value is not None:
        return Length(limit.value, UNITS[limit.unit], law_of(asked.item), note=_start_of(asked))
    if asked.regime != LICENCE:
        return not_set("decision", asked.regime)
    row = KINDS["decision"]
    return Length(row.length or 0, row.unit, row.article)


def _decision_extended(asked: Asked) -> Length | Refusal:
    """The item's own extension. Only a term of 行政许可法42 itself has the ten workdays of that article without one:
    where another law sets the term, that law says whether it is extended.
    """
    term, own = _statutory(asked), asked.item.statutory_limit
    if isinstance(term, Refusal):
        return term
    if own.extension:
        condition = without_research(own.extension.condition, asked.laws)
        return term._replace(extension=own.extension.value, note=condition)
    if asked.regime == LICENCE and (own.value is None or own.source.startswith(GENERAL)):
        return term._replace(extension=KINDS["decision_extended"].extension)
    reason = f"本事项的期限由{term.source}规定，该规定没有写明可以延长"
    article = article_of("decision_extended", asked.regime)
    return Refusal(f"{reason}（{article}）", article)


def _decided_above(item: ItemDocument) -> Refusal | None:
    """No one term runs from the acceptance to the decision where an organ above decides: each level has its own."""
    if superior_of(item) is None:
        return None
    article = f"{KINDS['superior'].article}、{KINDS['lower_review'].article.removeprefix(LICENSING_LAW)}"
    says = "本事项经本级审查后由上级行政机关决定，没有自受理之日起算的决定期限。"
    ask = "本级审查的期限请查 lower_review（自受理之日起），上级行政机关的决定期限请查 superior（自案卷报送之日起）"
    return Refusal(f"{says}{ask}（{article}）", article)


def _superior(asked: Asked) -> Length | Refusal:
    """The decision above, from the report of the whole file; its own law may give that level another term."""
    if superior_of(asked.item) is None:
        article = KINDS["superior"].article
        return Refusal(f"本事项由本级决定，不报上级行政机关（{article}）", article)
    term = superior_term(asked.item)
    return Length(term.length, term.unit, term.source) if term else _general(asked)


def _lower_review(asked: Asked) -> Length | Refusal:
    """The first step of a reported item; its own law may give that level another term."""
    if asked.item.handling_type != REPORTED:
        article = KINDS["lower_review"].article
        return Refusal(f"本事项不是上报件，不经下级行政机关审查（{article}）", article)
    term = lower_term(asked.item)
    return Length(term.length, term.unit, term.source) if term else _general(asked)


def _renewal(asked: Asked) -> ItemTerm | Refusal:
    """The item's own term before the expiry; else the 30 days of 行政许可法50."""
    item, article = asked.item, KINDS["renewal"].article
    if not runs_out(item):
        why = f"（{item.validity.text}）" if item.validity else ""
        return Refusal(f"本事项的结果没有有效期届满之日{why}，不需要延续（{article}）", article)
    term = renewal_term(item)
    if term is None:
        return Refusal(f"本事项自身的规定没有写明可以换算的期限，请向发证机关查询（{article}）", article)
    return ItemTerm(term, counted_back(term, asked.start, asked.calendar))


def _supplement(asked: Asked) -> Length:
    return Length(asked.supplement, "workday", GUIDE)


def _promised(asked: Asked) -> Length | Refusal:
    promised = _both(asked).get("promised")
    if promised is None:
        return not_set("promised", asked.regime)
    return Length(promised.length, promised.unit, promised.basis)


def _start_of(asked: Asked) -> str | None:
    """Where the item's law does not count from the acceptance, the event that it names."""
    limit = asked.item.statutory_limit
    return None if limit.start_event == "acceptance" else f"法定期限自{limit.start}起算"


LENGTHS: Mapping[DeadlineKind, Callable[[Asked], Length | Refusal]] = {
    **{kind: _general for kind, row in KINDS.items() if row.length is not None},
    "decision": _statutory,
    "decision_extended": _decision_extended,
    "lower_review": _lower_review,
    "superior": _superior,
    "supplement": _supplement,
    "promised": _promised,
}
