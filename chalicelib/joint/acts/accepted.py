"""What the acceptance of a joint request adds to that of any application: its members, and its own notice."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.deferral import ARTICLE_32
from chalicelib.cases.model.evidence import applying
from chalicelib.cases.model.material import lines_of
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.store import load_item
from chalicelib.documents.model.joint import Follows, JointTerms, MemberTerm, joint_acceptance
from chalicelib.documents.model.notice import chinese_date
from chalicelib.documents.store.drafts import Draft, Letterhead
from chalicelib.foundation.writes import Op
from chalicelib.joint.acts.member_dues import due_of
from chalicelib.joint.model.member import UNDECIDED, Member, Members
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import member_writes, request_of
from chalicelib.joint.store.organs import Organs

UNITS: Mapping[str, str] = {"workday": "个工作日", "calendar_day": "日"}


class Accepted(NamedTuple):
    """`members` are all nodes of the stage, those that are not concerned too."""

    request: Request
    members: Members

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event: which members there are, and how each of them stands."""
        return {"members": {name: one.state for name, one in self.members.items()}}

    def ops(self, case_id: str) -> list[Op]:
        return member_writes(case_id, {}, self.members)

    def notice(self, begun: Begun, after: Case, head: Letterhead) -> Draft:
        """The one acceptance of all members."""
        promised, statutory = after.clocks.get("promised"), after.clocks.get("statutory")
        terms = JointTerms(
            accepted_on=(after.accepted_at or head.at).date(),
            promised=promised.due if promised else None,
            statutory=statutory.due if statutory else None,
            provisional=after.provisional,
            deemed=after.deemed,
            supplemented=bool(after.corrections),
            follows=_follows(begun, after, self),
        )
        code = after.query_code or ""
        rows = _terms(begun, after, self)
        return head.draft(joint_acceptance(head.facts, head.formalities, terms, rows, query_code=code))


def accepted(begun: Begun, on: date) -> Accepted:
    """The members of this request, which the acceptance makes: with effect from this day."""
    request = request_of(begun.platform, begun.found, begun.item)
    return Accepted(request, request.begun(on))


def lines_by_department(begun: Begun) -> dict[str, frozenset[str]]:
    """The lines of the request that serve the items of each department, as far as they concern this applicant."""
    made = accepted(begun, begun.caller.at.date())
    applies = applying(lines_of(begun.item, begun.found.form))
    found: dict[str, frozenset[str]] = {}
    for name, one in made.members.items():
        part = made.request.made_of.member(name)
        if part is not None and one.state in UNDECIDED:
            own = applies.intersection(part.lines.values())
            found[one.department] = found.get(one.department, frozenset()) | own
    return found


def members_by_line(begun: Begun) -> dict[str, list[str]]:
    """The items of this request that need each of its lines."""
    made, found = accepted(begun, begun.caller.at.date()), dict[str, list[str]]()
    for name, one in made.members.items():
        part = made.request.made_of.member(name)
        for line in dict.fromkeys(part.lines.values()) if part is not None and one.state in UNDECIDED else ():
            found.setdefault(line, []).append(made.request.scheme.node(name).title)
    return found


def _follows(begun: Begun, after: Case, made: Accepted) -> list[Follows]:
    """The papers that were promised and have not come, each with the items that wait for it, by what these publish."""
    names = {line.no: line.name for line in lines_of(begun.item, begun.found.form)}
    told = (_follow(begun, made, no, names[no]) for no in (after.deferral.open if after.deferral else ()))
    return [one for one in told if one is not None]


def _follow(begun: Begun, made: Accepted, no: str, material: str) -> Follows | None:
    parts = [part for part in made.request.made_of.members if no in part.lines.values()]
    nodes = [part for part in parts if made.members[part.node].state in UNDECIDED]
    table, region = begun.platform.table, begun.case.division
    items = [load_item(table, region, part.item, version=part.version) for part in nodes]
    rules = [(item.legal_basis, item.tolerance) for item in items if item.tolerance]
    if not rules:
        return None
    laws, first = rules[0]
    return Follows(
        material=material,
        items=[made.request.scheme.node(part.node).title for part in nodes],
        workdays=min(rule.workdays for _, rule in rules),
        bar_months=max(rule.bar_months for _, rule in rules),
        basis=citations(first.basis, [one.law for one in laws]) or ARTICLE_32,
    )


def _terms(begun: Begun, after: Case, made: Accepted) -> list[MemberTerm]:
    concerned = (one for one in made.members.values() if one.state != "not_applicable")
    return [member_term(begun, after, made.request, one) for one in concerned]


def member_term(begun: Begun, case: Case, request: Request, member: Member) -> MemberTerm:
    """A member as a notice of the accepted request lists it: its organ, what is promised, from when that is counted,
    and its last day where it has begun.
    """
    situation, organs = request.situation, Organs(begun.platform, begun.case.division)
    node = situation.scheme.node(member.node)
    promise = situation.promise(node)
    return MemberTerm(
        item=node.title,
        organ=organs.full_name(node.department),
        limit=f"{promise.value}{UNITS.get(promise.unit, promise.unit)}" if promise.value else "当日",
        begins=_begins_with(request, member),
        due=due_of(begun, case, request, member),
        accepted_on=member.joined_at.date() if member.joined_at else None,
    )


def _begins_with(request: Request, member: Member) -> str:
    """From when the member's own term is counted, as people read it."""
    situation = request.situation
    if member.state == "held":
        return "已取得，不再办理"
    edges = [edge for edge in situation.edges_to(member.node) if edge.blocks == "opening"]
    before = dict.fromkeys(one for edge in edges for one in situation.alternatives(edge))
    if member.state == "waiting" and before:
        return f"“{'”“'.join(situation.scheme.node(one).title for one in before)}”办成之日"
    if member.reinstated_on:
        return f"{chinese_date(member.reinstated_on)}恢复办理"
    return f"{chinese_date(member.joined_at.date())}补充受理" if member.joined_at else "受理之日"
