"""A joint session (联合审图, 联合验收): one set of papers, one visit, an opinion of each department. Pure.

Only its author changes an opinion, until the session is concluded. The lead draws the conclusion and never overwrites
an opinion; silence is never consent, unless a published rule says so.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.cases.model.unified_ref import SessionConclusion, SessionState
from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.unified import Opinion, Participant, UnifiedItem

FOR, AGAINST = frozenset({"pass", "pass_with_conditions"}), frozenset({"refuse"})
OPINIONS: Mapping[Opinion, str] = dict(
    zip(get_args(Opinion), ("同意", "有条件同意", "须整改", "不同意", "不涉及"), strict=True)
)
Reasons = Iterator[tuple[str, str]]


class Given(Record):
    """What one department says. `findings` are what has to be put right, or the conditions of a consent."""

    opinion: Opinion
    reason: str = Field(repr=False)
    standard: Annotated[str, Field(description="the rule by which it was examined")]
    findings: tuple[str, ...] = Field(default=(), repr=False)
    by: str
    at: AwareDatetime


class Invited(Record):
    """A department that owes an opinion; `task` is what it is asked in. `deemed` is the document of the rule by which
    its silence counts, `no_visit` that by which who has not come to a visit cannot ask for another one.
    """

    department: str
    matter: str
    required: bool
    must_pass: bool
    officers: int
    visits: Annotated[bool, Field(description="it examines on site")] = False
    task: str = ""
    round: Annotated[int, Field(description="in which it was asked last")] = 1
    overdue_told: bool = False
    deemed: str | None = None
    absent: bool = False
    no_visit: Annotated[str | None, Field(description="the rule by which it asks for no further visit")] = None


class Attending(Record):
    department: str
    officers: tuple[str, ...] = Field(repr=False)


class Pictured(Record):
    """A photo that the lead keeps: what it shows, and the SHA-256 of its bytes, hexadecimal."""

    shows: str = Field(repr=False)
    sha256: str


class Held(Record):
    """What was found at the meeting or on site, and who was there (行政许可法34(3))."""

    at: AwareDatetime
    place: str = Field(repr=False)
    attending: tuple[Attending, ...] = Field(repr=False)
    findings: str = Field(repr=False)
    photos: tuple[Pictured, ...] = ()


class Minutes(Record):
    """How the lead has coordinated what the departments do not agree on, in which round, who has met, and what each of
    them had said before.
    """

    at: AwareDatetime
    met_at: Annotated[AwareDatetime | None, Field(description="when they have met; `at` is when it was told")] = None
    round: int = 1
    text: str = Field(repr=False)
    attending: tuple[Attending, ...] = Field(default=(), repr=False)
    said: Mapping[str, Opinion] = Field(default_factory=dict[str, Opinion])


class Longer(Record):
    """By how many workdays the lead has extended the term of the opinions, in which round, and why."""

    at: AwareDatetime
    round: int
    workdays: int
    reason: str = Field(repr=False)


class Session(Record):
    """The session of one case. A rectification opens the next round of it. `files` are pinned by their ids, so that all
    departments examine the same.
    """

    kind: str
    round: int = 1
    state: SessionState = "collecting"
    convener: str
    appointed: Annotated[AwareDatetime | None, Field(description="the meeting or the visit")] = None
    place: str | None = Field(default=None, repr=False)
    files: tuple[str, ...] = ()
    invited: tuple[Invited, ...]
    given: Mapping[str, Given] = Field(default_factory=dict[str, Given], repr=False)
    record: Held | None = None
    minutes: tuple[Minutes, ...] = Field(default=(), repr=False)
    longer: tuple[Longer, ...] = Field(default=(), repr=False)
    conclusion: SessionConclusion | None = None
    rectify_by: Annotated[date | None, Field(description="the last day to put right what was found")] = None
    reason: str | None = Field(default=None, repr=False)
    edition: Annotated[int, Field(description="how often its row was written")] = 0
    duty_until: Annotated[date | None, Field(description="by when the applicant has to file what follows")] = None

    def invitation(self, department: str) -> Invited | None:
        return next((one for one in self.invited if one.department == department), None)

    def inviting(self, changed: Mapping[str, Invited]) -> "Session":
        """With these invitations in place of those that their departments had."""
        invited = tuple(changed.get(one.department, one) for one in self.invited)
        return self.model_copy(update={"invited": invited})


def opened(unified: UnifiedItem, departments: Collection[str], files: Sequence[str]) -> Session:
    """The session as it begins, with every department that takes part."""
    invited = tuple(
        Invited(
            department=one.department,
            matter=one.matter,
            required=one.required,
            must_pass=one.must_pass,
            officers=one.officers,
            visits=one.presence == "visit",
        )
        for one in unified.participants
        if one.department in departments
    )
    return Session(kind=unified.kind, convener=unified.lead, files=tuple(files), invited=invited)


def participants(unified: UnifiedItem, answers: Answers) -> tuple[Participant, ...]:
    """The departments that these answers concern. An answer that is not there leaves nobody out."""
    return tuple(
        one
        for one in unified.participants
        if one.condition is None or conditions.evaluate(conditions.parse(one.condition), answers) is not False
    )


def silent(session: Session) -> tuple[str, ...]:
    """The departments that still owe an opinion, also those whose silence a rule has taken for no objection."""
    return tuple(one.department for one in session.invited if one.department not in session.given)


def asked_in_round(session: Session) -> tuple[str, ...]:
    """The departments that are asked in this round: after a rectification those alone that had raised something."""
    first = session.round == 1
    return tuple(one.department for one in session.invited if first or one.round == session.round)


def missing(session: Session) -> tuple[str, ...]:
    """The departments without whose opinion nothing is concluded."""
    return tuple(
        one.department
        for one in session.invited
        if one.required and one.department not in session.given and one.deemed is None
    )


def in_conflict(session: Session) -> bool:
    """Whether one department refuses what another consents to: the lead has to coordinate."""
    said = {one.opinion for one in session.given.values()}
    return not said.isdisjoint(AGAINST) and not said.isdisjoint(FOR)


def disagreeing(session: Session) -> tuple[str, ...]:
    """Those whose opinions do not agree, in the order of the invitations."""
    sides = FOR | AGAINST
    return tuple(
        one.department
        for one in session.invited
        if (given := session.given.get(one.department)) and given.opinion in sides
    )


def disagreed_at(session: Session) -> datetime:
    """When the second side first spoke; now and then one side has spoken twice before."""
    spoken = [session.given[name] for name in disagreeing(session)]
    sides = [[one.at for one in spoken if (one.opinion in AGAINST) is against] for against in (True, False)]
    return max(min(side) for side in sides if side)


def coordinated(session: Session) -> tuple[Minutes, ...]:
    """What the lead has coordinated in this round."""
    return tuple(one for one in session.minutes if one.round == session.round)


def one_sided(session: Session, here: Collection[str]) -> bool:
    """Whether of those that disagree one side alone has met."""
    sides = {session.given[name].opinion in AGAINST for name in disagreeing(session) if name in here}
    return len(sides) < len((True, False))


def extended(session: Session) -> bool:
    """Whether the term of the opinions that runs was made longer already: each is extended once."""
    minutes = coordinated(session)
    since = minutes[-1].at if minutes else None
    return any(one.round == session.round and (since is None or one.at > since) for one in session.longer)


def unconfirmed(session: Session) -> tuple[str, ...]:
    """Of those that disagree: who has neither confirmed nor changed its opinion since the last coordination."""
    minutes = coordinated(session)
    since = minutes[-1].at if minutes else None
    return tuple(name for name in disagreeing(session) if since is None or session.given[name].at <= since)


def since_coordinated(session: Session, department: str) -> str | None:
    """How the opinion that the department has given after the last coordination of this round stands to the one before,
    in one word; None where nothing was coordinated, or it has not spoken again.
    """
    minutes, given = coordinated(session), session.given.get(department)
    if not minutes or given is None or given.at <= minutes[-1].at or department not in minutes[-1].said:
        return None
    before = minutes[-1].said[department]
    return "经协调确认" if given.opinion == before else f"经协调修改，原为{OPINIONS[before]}"


def lapsed(session: Session, today: date) -> bool:
    """Whether the term for what was to be put right is over, and nobody was convened to look at it."""
    return session.state == "rectifying" and session.rectify_by is not None and session.rectify_by < today


def wrong_with(
    session: Session,
    unified: UnifiedItem,
    conclusion: SessionConclusion,
    name: Callable[[str], str] = str,
    today: date = date.min,
) -> Reasons:
    """Why this conclusion cannot be drawn: code and sentence of every reason. `name` is what people call a department.

    A refusal that its department has confirmed after the coordination stands: the lead overwrites nobody. What was not
    put right in time is refused on the file.
    """
    if lapsed(session, today):
        if conclusion != "refuse":
            yield "rectification_lapsed", "整改期限已满，只能按照现有材料作出不通过的结论，或者再次召集后再审"
        return
    for department in missing(session):
        yield "opinion_missing", f"{name(department)}尚未出具意见，不能作出结论；逾期未答复不视为同意"
    if in_conflict(session) and not coordinated(session):
        yield "opinions_conflict", "部门意见不一致，请先协调，由各部门确认或者修改自己的意见"
    elif in_conflict(session):
        for department in unconfirmed(session):
            yield "opinion_unconfirmed", f"{name(department)}在协调之后尚未确认或者修改自己的意见"
    if conclusion == "pass":
        yield from _not_passed(session, unified, name)
    elif conclusion == "rectify" and not rectifications(session):
        yield "nothing_to_rectify", "没有部门提出整改意见"
    elif conclusion == "refuse" and not _refused(session):
        yield "nobody_refuses", "没有部门不同意，不能作出不通过的结论"


def _refused(session: Session) -> bool:
    return any(one.opinion in AGAINST for one in session.given.values())


def _not_passed(session: Session, unified: UnifiedItem, name: Callable[[str], str]) -> Reasons:
    allowed = set(unified.conclude.pass_needs)
    for one in session.invited:
        given = session.given.get(one.department)
        if given is None:
            continue
        passed = given.opinion in allowed and (not one.must_pass or given.opinion in FOR)
        if one.required and not passed:
            said = OPINIONS[given.opinion]
            yield "opinion_not_passed", f"{name(one.department)}的意见为“{said}”，不能作出通过的结论"
    for rule in unified.conclude.before_pass:
        given = session.given.get(rule.department)
        if given is None or given.opinion != rule.opinion:
            wanted = OPINIONS[rule.opinion]
            yield "opinion_before_pass", f"{name(rule.department)}的意见须先为“{wanted}”（{rule.basis}）"
    if session.record is None and any(one.visits for one in session.invited):
        yield "visit_missing", "现场查验的记录尚未登记，不能作出通过的结论"


def rectifications(session: Session) -> Mapping[str, tuple[str, ...]]:
    """What has to be put right, by department: one list for the applicant (R5)."""
    return {name: one.findings for name, one in session.given.items() if one.opinion == "rectify"}


def conditions_of(session: Session) -> tuple[tuple[str, str], ...]:
    """What the consents ask for, each with its department; it goes into the decision."""
    consents = ((name, one) for name, one in session.given.items() if one.opinion == "pass_with_conditions")
    return tuple((name, text) for name, one in consents for text in one.findings)


def regrouped(session: Session, unified: UnifiedItem, departments: Collection[str]) -> Session:
    """With those departments that other answers concern, and no others: what the others have said does not count any
    more. While something is put right, who joins is asked in the next round. A conclusion that was drawn falls.
    """
    given = {name: one for name, one in session.given.items() if name in departments}
    rectifying = session.state == "rectifying" and any(one.opinion == "rectify" for one in given.values())
    round_ = session.round + 1 if rectifying else session.round
    kept = tuple(one for one in session.invited if one.department in departments)
    joined = set(departments) - {one.department for one in kept}
    new = (one.model_copy(update={"round": round_}) for one in opened(unified, joined, ()).invited)
    changed = session.model_copy(update={"invited": (*kept, *new), "given": given})
    if rectifying:
        return changed
    fallen = dict.fromkeys(("conclusion", "reason", "duty_until", "rectify_by"))
    return changed.model_copy(update={"state": "collecting", **fallen})


def next_round(session: Session, files: Sequence[str]) -> Session:
    """The round after the rectification: only those who have raised something, and only for that (R5). What the others
    have said stays, and so do their invitations, for which they owe nothing more. Who has not come to the visit
    examines the papers only, where a published rule says so.
    """
    raised = rectifications(session)
    anew = {"task": "", "round": session.round + 1, "overdue_told": False, "deemed": None, "absent": False}
    changed = {
        one.department: one.model_copy(update={**anew, "visits": one.visits and one.no_visit is None})
        for one in session.invited
        if one.department in raised
    }
    asked_again: dict[str, object] = {
        "round": session.round + 1,
        "state": "collecting",
        "given": {name: one for name, one in session.given.items() if name not in raised},
        "files": tuple(files),
        "record": None if any(changed[name].visits for name in changed) else session.record,
        "conclusion": None,
        "reason": None,
        "rectify_by": None,
    }
    return session.inviting(changed).model_copy(update=asked_again)


def recorded(session: Session, held: Held, rule: SilenceRule | None) -> Session:
    """With this record: who was asked and is not named was absent. `rule` is the published one on attendance, which
    concerns visits alone.
    """
    here = {one.department for one in held.attending}
    asked = asked_in_round(session)
    document = rule.basis.document if rule and rule.effect == "no_second_visit" else None
    changed = dict[str, Invited]()
    for one in session.invited:
        absent = one.department in asked and one.department not in here
        known = {"absent": absent, "no_visit": document if absent and one.visits else None}
        changed[one.department] = one.model_copy(update=known)
    return session.inviting(changed).model_copy(update={"record": held})


def silence_rule(
    rules: Sequence[SilenceRule], kind: Literal["opinion", "attendance"], *, licence: bool
) -> SilenceRule | None:
    """The published rule on silence that holds here; none for the decision on a licence (行政许可法38)."""
    for rule in rules:
        if rule.kind == kind and not (licence and "licence_decision" in rule.excludes):
            return rule
    return None
