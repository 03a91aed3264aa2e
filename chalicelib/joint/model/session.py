"""A joint session (联合审图, 联合验收, 联合踏勘): one set of papers, one visit, an opinion of each department. Pure.

Only its author changes an opinion, until the session is concluded. The lead draws the conclusion and never overwrites
an opinion; silence is never consent, unless a published rule says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.unified import Opinion, Participant, UnifiedItem

SessionState = Literal[
    "convened", "held", "collecting", "conflict", "coordinating", "rectifying", "concluded", "cancelled"
]
Conclusion = Literal["pass", "rectify", "refuse"]
FOR, AGAINST = frozenset({"pass", "pass_with_conditions"}), frozenset({"refuse"})
OPINIONS: Mapping[Opinion, str] = dict(
    zip(get_args(Opinion), ("同意", "有条件同意", "须整改", "不同意", "不涉及"), strict=True)
)


class Given(Record):
    """What one department says. `findings` are what has to be put right, or the conditions of a consent."""

    opinion: Opinion
    reason: str = Field(repr=False)
    standard: Annotated[str, Field(description="the rule by which it was examined")]
    findings: tuple[str, ...] = Field(default=(), repr=False)
    by: str
    at: AwareDatetime


class Invited(Record):
    """A department that owes an opinion by `due`. `deemed` is the document of the rule by which its silence counts."""

    department: str
    matter: str
    required: bool
    must_pass: bool
    officers: int
    due: date
    overdue_told: bool = False
    deemed: str | None = None
    absent: bool = False


class Session(Record):
    """One round. `files` are pinned by version, so that all departments examine the same."""

    no: int
    kind: str
    round: int = 1
    state: SessionState = "collecting"
    convener: str
    held_on: date | None = None
    place: str | None = Field(default=None, repr=False)
    files: tuple[str, ...] = ()
    invited: tuple[Invited, ...]
    given: Mapping[str, Given] = Field(default_factory=dict[str, Given])
    conclusion: Conclusion | None = None

    def invitation(self, department: str) -> Invited | None:
        return next((one for one in self.invited if one.department == department), None)


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


def wrong_with(session: Session, unified: UnifiedItem, conclusion: Conclusion) -> Iterator[tuple[str, str]]:
    """Why this conclusion cannot be drawn: code and sentence of every reason."""
    for department in missing(session):
        yield "opinion_missing", f"{department} 尚未出具意见，不能作出结论；逾期未答复不视为同意"
    if in_conflict(session):
        yield "opinions_conflict", "部门意见不一致，请先协调，由各部门确认或者修改自己的意见"
    if conclusion == "pass":
        yield from _not_passed(session, unified)
    elif conclusion == "rectify" and not rectifications(session):
        yield "nothing_to_rectify", "没有部门提出整改意见"
    elif conclusion == "refuse" and not _refused(session):
        yield "nobody_refuses", "没有部门不同意，不能作出不通过的结论"


def _refused(session: Session) -> bool:
    return any(one.opinion in AGAINST for one in session.given.values())


def _not_passed(session: Session, unified: UnifiedItem) -> Iterator[tuple[str, str]]:
    allowed = set(unified.conclude.pass_needs)
    for one in session.invited:
        given = session.given.get(one.department)
        if given is None:
            continue
        passed = given.opinion in allowed and (not one.must_pass or given.opinion in FOR)
        if one.required and not passed:
            yield "opinion_not_passed", f"{one.department} 的意见为“{OPINIONS[given.opinion]}”，不能作出通过的结论"
    for rule in unified.conclude.before_pass:
        given = session.given.get(rule.department)
        if given is None or given.opinion != rule.opinion:
            yield "opinion_before_pass", f"{rule.department} 的意见须先为“{OPINIONS[rule.opinion]}”（{rule.basis}）"


def rectifications(session: Session) -> Mapping[str, tuple[str, ...]]:
    """What has to be put right, by department: one list for the applicant (R5)."""
    return {name: one.findings for name, one in session.given.items() if one.opinion == "rectify"}


def conditions_of(session: Session) -> tuple[str, ...]:
    """What the consents ask for; it goes into the decision."""
    consents = (one for one in session.given.values() if one.opinion == "pass_with_conditions")
    return tuple(text for one in consents for text in one.findings)


def next_round(session: Session, due: Mapping[str, date]) -> Session:
    """The round after the rectification: only those who have raised something, and only for that (R5)."""
    raised = rectifications(session)
    invited = tuple(
        one.model_copy(update={"due": due[one.department], "overdue_told": False, "deemed": None, "absent": False})
        for one in session.invited
        if one.department in raised
    )
    kept = {name: one for name, one in session.given.items() if name not in raised}
    others = tuple(one for one in session.invited if one.department not in raised)
    return session.model_copy(
        update={
            "round": session.round + 1,
            "state": "collecting",
            "invited": (*others, *invited),
            "given": kept,
            "conclusion": None,
        }
    )


def silence_rule(
    rules: Sequence[SilenceRule], kind: Literal["opinion", "attendance"], *, licence: bool
) -> SilenceRule | None:
    """The published rule on silence that holds here; none for the decision on a licence (行政许可法38)."""
    for rule in rules:
        if rule.kind == kind and not (licence and "licence_decision" in rule.excludes):
            return rule
    return None
