"""成员事项开始办理: a member of an accepted joint request becomes a case of its own (行政许可法26(2)).

It begins accepted: the request was accepted for all. Its department's task, its clocks and its result are those of any
case of its item.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_made
from chalicelib.cases.model import Case, Status, Task
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.joint_acts import OPEN_MEMBER
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.joint_ref import JointRef
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.numbers import case_number
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.unified_ref import CONVENE
from chalicelib.cases.store import search
from chalicelib.cases.store.files import new_file_item
from chalicelib.cases.store.forms import form_item
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.serials import new_salt, next_serial
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.promises import ON_THE_SPOT
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.model.upward import superior_of
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, check, equals, put
from chalicelib.joint.acts.commitment_paper import commitment_paper
from chalicelib.joint.acts.member_dues import Terms, terms_of
from chalicelib.joint.acts.member_forms import form_of_member, item_of_member
from chalicelib.joint.model.asking import asking, concerning, inner_term, unified_in
from chalicelib.joint.model.committed import committed_of
from chalicelib.joint.model.issue_together import may_wait
from chalicelib.joint.model.member import Member
from chalicelib.joint.model.opening import (
    awaited,
    brought_lines,
    newest,
    of_request,
    own_files,
    own_lines,
    own_sharing,
)
from chalicelib.joint.model.request import Members, Request
from chalicelib.joint.model.session import Session, opened
from chalicelib.joint.store.results import faces_of, numbers_in
from chalicelib.joint.store.sessions import write_session


def open_member(platform: Platform, found: CaseFile, request: Request, members: Members, node: str) -> None:
    """Make the case of this member, in one transaction, while the request lets it begin. Raises Refused when it does
    not any more, or when somebody has made the case already: then the request is looked at again.
    """
    member, part = members[node], request.made_of.member(node)
    if part is None:
        raise LookupError(f"the request has no item for {node}")
    item, received = item_of_member(platform, found.case, part), evidence(found.case, found.files)
    faces = faces_of(platform, found.case.id, request, members, node)
    form = form_of_member(platform, found, request, part, faces)
    files = own_files(found.case.id, received, part)
    case = _case(platform, found.case, form, item, part)
    ref = _ref(found.case, request, members, node, numbers_in(faces))
    ref = ref.model_copy(update={"told_files": newest(received)})
    case = case.model_copy(update={"joint": ref, **_own_acceptance(member)})
    begun = begin_made(platform, OPEN_MEMBER, case)
    terms = terms_of(begun, begun.case, item, request, member)
    after = _begun(begun, item, form, terms)
    after, session, asked = _asked(begun, after, request, member, files)
    begun.commit(
        after,
        data={**_recorded(after, item, files), **terms.told},
        asked=asked,
        start=names.REVIEW,
        document=commitment_paper(begun, after, request.scheme),
        ops=[
            *([write_session(case.id, None, session)] if session else []),
            check(keys.member(found.case.id, node), equals(state=member.state)),
            put(form_item(case.id, form)),
            *search.rows(platform, case),
            *(put(new_file_item(case.id, file), when=ABSENT) for file in files),
        ],
    )


def _own_acceptance(member: Member) -> dict[str, object]:
    """Of a member that has joined later: it was accepted for itself, when its papers were complete, and not by
    silence.
    """
    return {"accepted_at": member.joined_at, "deemed": False} if member.joined_at else {}


def _case(platform: Platform, case: Case, form: Mapping[str, Any], item: ServiceItem, part: RequestMember) -> Case:
    now = platform.now()
    return Case(
        id=member_case_id(case.id, part.node),
        item=item.id,
        item_version=item.version,
        item_name=item.name,
        theme=item.theme,
        department=item.department,
        handling=item.handling_type,
        salt=new_salt(),
        applicant_name=form["applicant"]["name"],
        number=case_number(item, now.date(), next_serial(platform, now.date()), trial=platform.trial),
        created_at=now,
        papers=own_lines(case.papers, part),
        sharing=own_sharing(case.sharing, part),
        visits=(),
        **of_request(case),  # pyright: ignore[reportArgumentType] - each is that of another case
    )


def _ref(case: Case, request: Request, members: Members, node: str, numbers: Mapping[str, str]) -> JointRef:
    situation = request.situation
    return JointRef(
        case=case.id,
        node=node,
        scheme=request.made_of.scheme,
        waits_for=awaited(situation, members, node, request.signed),
        brought=brought_lines(situation.scheme, node, members, numbers),
        told_form=case.form_version,
        held_back=may_wait(situation, node),
        committed=committed_of(situation, members, node, request.signed),
    )


def _begun(begun: Begun, item: ServiceItem, form: dict[str, Any], terms: Terms) -> Case:
    """In its department's hands."""
    clocks = terms.clocks(begun, item, form)
    status = Status.DECIDING if item.handling_type == ON_THE_SPOT else Status.IN_REVIEW
    return begun.case.moved_to(status, clocks=clocks, upward=superior_of(item))


def _asked(
    begun: Begun, case: Case, request: Request, member: Member, files: list[MaterialFile]
) -> tuple[Case, Session | None, Sequence[Task]]:
    """Of a unified item: which departments take part, by what the request answers, and what those are asked at once
    whose term begins with the acceptance (行政许可法26(2)). Where it begins with the session, the lead is asked to
    convene it.
    """
    unified = unified_in(request.scheme, case.item)
    if unified is None:
        return case, None, ()
    version, licence = request.made_of.version, begun.item.is_licence
    ref = concerning(request.scheme, version, unified, request.answers, licence=licence)
    case = case.model_copy(update={"unified": ref})
    if unified.inner_starts == "session_convened":
        to_convene = new_task(case, TASK_KINDS[CONVENE], begun.caller.at)
        return case.with_task(to_convene), None, (to_convene,)
    at, session = begun.caller.at, opened(unified, ref.departments, [file.id for file in files])
    term = inner_term(unified, member.opened_on or at.date())
    made = asking(case, session, ref.departments, term, at, begun.platform.calendar)
    return made.case, made.session, made.tasks


def _recorded(after: Case, item: ServiceItem, files: list[MaterialFile]) -> dict[str, JsonValue]:
    ref = after.joint
    return {
        "item": item.id,
        "item_version": item.version,
        "item_hash": item.content_hash,
        "department": after.department,
        "clocks": {kind: clock.model_dump(mode="json") for kind, clock in after.clocks.items()},
        "request": ref.case if ref else None,
        "node": ref.node if ref else None,
        "waits_for": [*ref.waits_for] if ref else [],
        **({"committed": ref.committed.edge} if ref and ref.committed else {}),
        "brought": {line: one.member for line, one in ref.brought.items()} if ref else {},
        "files": digests(files),
    }
