"""不予受理: only for the reasons of 行政许可法32(1)(1)(2), or while an earlier decision bars the applicant (78, 79); a
window never refuses on substance (R26).
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from chalicelib.cases.acts.barred import StandingBar, standing_bars
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import REJECT
from chalicelib.catalogue.model import ItemDocument
from chalicelib.documents.model.adverse import barred_non_acceptance
from chalicelib.documents.model.refused_intake import no_permit_needed_notice, non_acceptance_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import same_name
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.asking import named_advice, silent_matters, without_question
from chalicelib.intake.model.silence import lateness, overdue_matters

Ground = Literal["no_permit_needed", "not_this_organ", "barred"]


@act
def reject(
    platform: Platform, caller: Caller, case_id: str, ground: Ground, reason: str, competent_organ: str | None
) -> Receipt:
    """`competent_organ` is required, by the request's model, when another organ has the power. Where no permit is
    needed it may be told too, as the organ to ask.
    """
    begun = begin(platform, caller, REJECT, case_id, whole=True)
    require_in_time(begun)
    case, today = begun.case, caller.at.date()
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    if ground == "not_this_organ":
        require_another_organ(competent_organ or "", names_of(head, begun.item))
    bars = _barring(begun) if ground == "barred" else ()
    return begun.commit(
        without_question(case).moved_to(Status.REJECTED, ended_at=caller.at),
        both={"ground": ground},
        data={**lateness(case, today, platform.calendar), **named_advice(case)},
        cancels="settled",
        supervised=[*overdue_matters(case, today, platform.calendar), *silent_matters(case, today)],
        answer={"number": case.number},
        document=_notice(head, ground, reason, competent_organ, bars),
    )


def _barring(begun: Begun) -> Sequence[StandingBar]:
    """409 where no bar holds today."""
    bars = standing_bars(begun.platform, begun.case, begun.item, begun.found.form, begun.caller.at.date())
    if not bars:
        raise problems.Conflict(code="not_barred", title="申请人没有处于限制申请的期间，不能以此为由不予受理")
    return bars


def names_of(head: Letterhead, item: ItemDocument) -> tuple[str, ...]:
    """The names of the item's own department: today's, that of the rules and the usual ones."""
    return head.place.names_of(head.case.department, item.department_name, item.department_name_2018)


def require_another_organ(organ: str, own: Iterable[str]) -> None:
    """422 where the organ that is said to have the power is the one that says it has none (行政许可法32(1)(2))."""
    if any(same_name(organ, name) for name in own):
        sentence = "有权受理的行政机关不能是本机关；属于本机关职权的，应当受理"
        raise problems.Invalid(errors=[FieldError("/competent_organ", "competent_organ_same", sentence)])


def _notice(
    head: Letterhead, ground: Ground, reason: str, competent_organ: str | None, bars: Sequence[StandingBar] = ()
) -> Draft:
    if bars:
        says, articles = [*(bar.says for bar in bars), reason], [bar.found.article for bar in bars]
        return head.draft(barred_non_acceptance(head.facts, head.formalities, says, articles, head.remedies))
    if ground == "no_permit_needed":
        return head.draft(
            no_permit_needed_notice(
                head.facts, head.formalities, reason=reason, remedies=head.remedies, organ=competent_organ
            )
        )
    return head.draft(
        non_acceptance_decision(
            head.facts,
            head.formalities,
            reason=reason,
            competent_organ=competent_organ or "",
            remedies=head.remedies,
        )
    )
