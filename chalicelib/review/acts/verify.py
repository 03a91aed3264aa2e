"""核查承诺: after a grant on a commitment the department finds how it stands (国办发〔2020〕42号).

Kept, or a demand in writing with a term to put it right, once, or not kept: then the default is recorded, bars the
applicant until it is repaired, and the credit system is told. Whoever was given a term has all of it: before its last
day is over nothing but that the word is kept can be found. Revoking is a decision of its own (行政许可法69), which
this platform does not make: it is proposed.
"""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, JsonValue, model_validator

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.pledge import ARTICLE_69, CheckedOnSite, Pledge
from chalicelib.cases.model.pledge_acts import VERIFY
from chalicelib.cases.model.pledge_terms import without_terms
from chalicelib.cases.model.site_check import Findings, SiteCheck, require_possible, since_grant
from chalicelib.cases.model.task import RECORDED, notify_department
from chalicelib.cases.store.tasks import load_task, write_task
from chalicelib.clock.unit import Unit
from chalicelib.directory.store import load_place
from chalicelib.documents.model.pledges import Found, OnSite, default_notice, kept_notice, rectification_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.bodies import Part

DEMAND = "核查发现与承诺不符，责令限期整改"


class Rectification(Part):
    """整改的期限，自通知之日的次日起计算。"""

    length: Annotated[int, Field(ge=1, le=365)]
    unit: Unit = "workday"


class PledgeVerified(Part):
    """`findings`, and a check on site with its officers, are printed in what the applicant gets. `rectify` belongs to
    `unmet` alone.
    """

    outcome: Literal["kept", "unmet", "broken"]
    findings: Findings
    rectify: Annotated[Rectification | None, Field(description="责令限期整改的期限；outcome 为 unmet 时填写")] = None
    site_check: Annotated[SiteCheck | None, Field(description="经现场核查的，填写现场核查的情况")] = None

    @model_validator(mode="after")
    def _a_demand_has_a_term(self) -> Self:
        if (self.outcome == "unmet") is not (self.rectify is not None):
            raise wrong_field("rectify", "rectification_term", "责令限期整改的，应当写明整改期限；其他情形不填")
        return self


class Standing(NamedTuple):
    """A case whose commitment is still to be verified, with the task for it."""

    begun: Begun
    pledge: Pledge
    task: Task


@act
def verify(platform: Platform, caller: Caller, case_id: str, said: PledgeVerified) -> Receipt:
    """409 for a case that was not granted on a commitment, or that is settled; 409 for a second demand."""
    standing = _awaited(begin(platform, caller, VERIFY, case_id))
    require_possible(said.site_check, since_grant(standing.begun.case), caller.at)
    if said.rectify is not None:
        return _demand(standing, said, said.rectify)
    return _settle(standing, said)


def _awaited(begun: Begun) -> Standing:
    case, pledge = begun.case, begun.case.pledge
    if pledge is None or not pledge.verify_task:
        raise problems.Conflict(code="nothing_to_verify", title="本件没有依照告知承诺准予，没有承诺需要核查")
    task = load_task(begun.platform.table, case.id, pledge.verify_task)
    if task is None or not pledge.awaits:
        raise problems.Conflict(code="already_verified", title="本件的承诺已经核查完毕")
    return Standing(begun, pledge, task)


def _demand(standing: Standing, said: PledgeVerified, term: Rectification) -> Receipt:
    """The demand in writing. Its term takes the place of that of the verification."""
    begun, pledge, _ = standing
    if pledge.demanded_at is not None:
        title = "已经责令限期整改；期满仍与承诺不符的，作出承诺不实的认定"
        raise problems.Conflict(code="already_demanded", title=title)
    case, at = begun.case, begun.caller.at
    clock = counted(at.date(), term.length, term.unit, DEMAND, begun.platform.calendar)
    demanded = pledge.model_copy(update={"demanded_at": at, "reminded_at": None, **_on_site(said)})
    clocks = {**without_terms(case.clocks), "rectification": clock}
    return begun.commit(
        case.model_copy(update={"pledge": demanded, "clocks": clocks}),
        event="pledge_unmet",
        both={"outcome": said.outcome},
        data={"clock": clock.model_dump(mode="json"), **_told_of_site(said)},
        answer={"number": case.number, "rectification_due": str(clock.due), "provisional": clock.provisional},
        document=_notice(standing, said),
    )


def _settle(standing: Standing, said: PledgeVerified) -> Receipt:
    begun, pledge, task = standing
    case, at, kept = begun.case, begun.caller.at, said.outcome == "kept"
    if not kept:
        _require_over(standing)
    settled = pledge.model_copy(update={"outcome": "kept" if kept else "broken", "verified_at": at, **_on_site(said)})
    after = case.model_copy(update={"pledge": settled, "clocks": without_terms(case.clocks)}).without_task(task.no)
    answered, told = _answered(standing, said)
    proposed: dict[str, JsonValue] = {} if kept else {"revocation": "proposed", "basis": ARTICLE_69}
    return begun.commit(
        after,
        event="pledge_kept" if kept else "pledge_broken",
        both={"outcome": said.outcome, **proposed},
        data={"task": task.id, "findings": told, **_told_of_site(said)},
        answer={"number": case.number},
        document=_notice(standing, said),
        ops=[write_task(task, answered)],
        effects=[] if kept else [notify_department(answered.credit_to or task.department, task.id, RECORDED)],
    )


def _on_site(said: PledgeVerified) -> Mapping[str, CheckedOnSite]:
    """What the case keeps of a check on site; one without it leaves what stands there."""
    check = said.site_check
    return {"on_site": CheckedOnSite(at=check.at, officers=len(check.officers))} if check else {}


def _told_of_site(said: PledgeVerified) -> Mapping[str, JsonValue]:
    """The same for the event, in a word of its own: `site_check` there begins the inspection before the decision."""
    return {kind: kept.model_dump(mode="json") for kind, kept in _on_site(said).items()}


def _require_over(standing: Standing) -> None:
    """409 until the term to put it right is over, by the calendar in force now."""
    begun = standing.begun
    clock = begun.case.clocks.get("rectification")
    if clock is None:
        return
    due = clock.full_term(begun.platform.calendar).due
    if begun.caller.at.date() <= due:
        title = "整改期限尚未届满，不能认定逾期没有整改；已经整改的，可以登记核查属实"
        raise problems.Conflict(code="rectification_running", title=title, detail=f"整改期限至 {due} 届满（含当日）")


def _answered(standing: Standing, said: PledgeVerified) -> tuple[Task, str]:
    """The task with its answer, and the digest of that for the event: without the salt, which only the row has, nobody
    can find short findings by trying what they may have been.
    """
    begun, _, task = standing
    salt = blind_index(begun.case.chain_key, "findings", task.id)
    body = said.model_dump(mode="json", exclude_none=True)
    facts = {"state": "answered", "answered_by": begun.caller.actor.sub, "answered_at": begun.caller.at}
    answered = task.model_copy(update={**facts, "answer": body, "answer_salt": salt})
    if said.outcome == "broken":
        credit = {"recorded_at": begun.caller.at, "credit_to": _credit_department(begun.platform, begun.case)}
        answered = answered.model_copy(update=credit)
    return answered, digest({"salt": salt, **body})


def _credit_department(platform: Platform, case: Case) -> str:
    """Whose system keeps the credit records: the profile of the place says it, else the department's own hands on."""
    return load_place(platform.table, case.division, wall=platform.wall()).credit_department or case.department


def _notice(standing: Standing, said: PledgeVerified) -> Draft:
    begun, pledge, _ = standing
    case, item = begun.case, begun.item
    head = letterhead(begun.platform, case, item, begun.caller.at, begun.directory)
    decided = (case.decided_at or begun.caller.at).date()
    on_site = _printed(said.site_check)
    if said.rectify is None:
        found = Found(said.findings, decided, pledge.basis, on_site=on_site)
        if said.outcome == "kept":
            return head.draft(kept_notice(head.facts, head.formalities, found))
        return head.draft(default_notice(head.facts, head.formalities, found, head.remedies))
    clock = counted(begun.caller.at.date(), said.rectify.length, said.rectify.unit, DEMAND, begun.platform.calendar)
    found = Found(said.findings, decided, pledge.basis, clock.provisional, on_site)
    return head.draft(rectification_notice(head.facts, head.formalities, found, clock.due))


def _printed(check: SiteCheck | None) -> OnSite | None:
    return OnSite(check.at.astimezone(SHANGHAI).date(), check.place, check.officers, check.findings) if check else None
