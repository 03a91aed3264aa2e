"""The documents that the acts of a joint session give out, from what the session's row and the case say.

The lead's own bear its seal and number, an opinion those of the department that gives it (R68).
"""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.documents.model.session_papers import (
    Appointed,
    Called,
    Coordinated,
    Disputed,
    Photo,
    Pinned,
    Present,
    Said,
    Visited,
    department_opinion,
    session_minutes,
    session_notice,
    session_record,
)
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.joint.model.session import (
    OPINIONS,
    Attending,
    Given,
    Held,
    Invited,
    Minutes,
    Session,
    asked_in_round,
    since_coordinated,
)
from chalicelib.joint.store.organs import Organs


def convened_notice(begun: Begun, after: Case, before: Session | None, session: Session) -> Draft:
    """To those who are asked in this round. A visit is told to the applicant, too."""
    head, organs = _head(begun, after), Organs(begun.platform, after.division)
    asked = [one for one in session.invited if one.department in asked_in_round(session)]
    moved = before.appointed if before and before.round == session.round else None
    appointed = Appointed(
        kind=session.kind,
        round=session.round,
        at=_local(session.appointed or begun.caller.at),
        place=session.place or "",
        on_site=_on_site(asked),
        due=after.due("opinion"),
        provisional=after.provisional,
        instead_of=_local(moved) if moved and moved != session.appointed else None,
        silence_counts=bool(after.unified and after.unified.silence_counts),
    )
    called = [Called(organs.full_name(one.department), one.matter, one.officers) for one in asked]
    notice = session_notice(head.facts, head.formalities, appointed, called, _pinned(begun, session))
    readers = [one.department for one in asked]
    return head.draft(notice, readers, to_applicant=appointed.on_site)


def opinion_paper(begun: Begun, before: Session, after: Session, invited: Invited, given: Given) -> Draft:
    """Under the seal of the department that speaks, to the one that leads. Both read it."""
    organs = Organs(begun.platform, begun.case.division)
    head = _own_head(begun, organs, invited.department)
    earlier = before.given.get(invited.department)
    coordinated = since_coordinated(after, invited.department)
    instead = f"本部门此前的意见为“{OPINIONS[earlier.opinion]}”，以本意见书为准" if earlier else None
    said = Said(
        matter=invited.matter,
        round=after.round,
        word=OPINIONS[given.opinion],
        standard=given.standard,
        reason=given.reason,
        findings=given.findings,
        conditions=given.opinion == "pass_with_conditions",
        instead=f"{coordinated}。{instead}" if coordinated and instead else instead,
    )
    paper = department_opinion(head.facts, head.formalities, said, lead=organs.full_name(begun.case.department))
    return head.draft(paper, [invited.department], to_applicant=False)


def record_paper(begun: Begun, before: Session, session: Session, held: Held) -> Draft:
    """Whoever was invited reads it: who was absent gives its opinion by it."""
    head, organs = _head(begun, begun.case), Organs(begun.platform, begun.case.division)
    asked = [one for one in session.invited if one.department in asked_in_round(session)]
    here = {one.department: one.officers for one in held.attending}
    order = dict.fromkeys([*(one.department for one in asked), *here])
    visited = Visited(
        kind=session.kind,
        round=session.round,
        at=_local(held.at),
        place=held.place,
        on_site=_on_site(asked),
        present=[Present(organs.full_name(name), here.get(name, ())) for name in order],
        ruled=[(organs.full_name(one.department), one.no_visit) for one in session.invited if one.no_visit],
        findings=held.findings,
        photos=[Photo(one.shows, one.sha256) for one in held.photos],
        corrects=before.record is not None,
    )
    return head.draft(session_record(head.facts, head.formalities, visited), [*order], to_applicant=False)


def minutes_paper(begun: Begun, after: Case, session: Session, minutes: Minutes) -> Draft:
    """Read by those who were there and by those who speak again."""
    head, organs = _head(begun, after), Organs(begun.platform, after.division)
    met = Coordinated(
        kind=session.kind,
        round=minutes.round,
        at=_local(minutes.met_at or minutes.at),
        present=_present(organs, minutes.attending),
        disputed=_disputed(organs, session.given, minutes),
        minutes=minutes.text,
        due=after.due("opinion"),
        provisional=after.provisional,
    )
    readers = dict.fromkeys([*minutes.said, *(one.department for one in minutes.attending)])
    return head.draft(session_minutes(head.facts, head.formalities, met), [*readers], to_applicant=False)


def _head(begun: Begun, case: Case) -> Letterhead:
    return letterhead(begun.platform, case, begun.item, begun.caller.at, begun.directory)


def _own_head(begun: Begun, organs: Organs, department: str) -> Letterhead:
    """That of a department which takes part and does not decide."""
    item = begun.item.model_copy(update={"department": department, "department_name": organs.name(department)})
    case = begun.case.model_copy(update={"department": department})
    return letterhead(begun.platform, case, item, begun.caller.at, begun.directory)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def _on_site(asked: Sequence[Invited]) -> bool:
    return any(one.visits for one in asked)


def _pinned(begun: Begun, session: Session) -> list[Pinned]:
    """The papers that all examine, in the order of the case's list."""
    titles = {line.no: line.name for line in lines_of(begun.item, begun.found.form)}
    files = sorted(
        (one for one in begun.found.files if one.id in session.files), key=lambda one: (one.line, _came(one))
    )
    newest = {one.line: one.event or 0 for one in sorted(files, key=lambda one: one.event or 0)}
    return [
        Pinned(
            titles.get(one.line, one.line),
            b64decode(one.sha256).hex(),
            _came(one).astimezone(SHANGHAI).date(),
            older=(one.event or 0) < newest[one.line],
        )
        for one in files
    ]


def _came(file: MaterialFile) -> datetime:
    return file.checked_at or file.requested_at


def _present(organs: Organs, attending: Sequence[Attending]) -> list[Present]:
    return [Present(organs.full_name(one.department), one.officers) for one in attending]


def _disputed(organs: Organs, given: Mapping[str, Given], minutes: Minutes) -> list[Disputed]:
    return [Disputed(organs.full_name(name), OPINIONS[said], given[name].reason) for name, said in minutes.said.items()]
