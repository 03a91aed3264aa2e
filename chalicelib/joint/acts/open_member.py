"""成员事项开始办理: a member of an accepted joint request becomes a case of its own (行政许可法26(2)).

It begins accepted: the request was accepted for all. Its department's task, its clocks and its result are those of any
case of its item.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_made
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import on_deferral
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.joint_acts import OPEN_MEMBER
from chalicelib.cases.model.joint_ref import JointRef
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.numbers import case_number
from chalicelib.cases.store import search
from chalicelib.cases.store.files import new_file_item
from chalicelib.cases.store.forms import form_item
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.serials import new_salt, next_serial
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.promises import ON_THE_SPOT
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.catalogue.model.upward import superior_of
from chalicelib.catalogue.store.unified_items import Examination
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, check, equals, put
from chalicelib.joint.acts.commitment_paper import commitment_paper
from chalicelib.joint.acts.examined import Examined, examined
from chalicelib.joint.acts.member_dues import Terms, terms_of
from chalicelib.joint.acts.member_forms import form_of_member, item_of_member
from chalicelib.joint.model.asking import unified_in
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
from chalicelib.joint.model.own_words import own_deferral, own_pledge
from chalicelib.joint.model.request import Members, Request
from chalicelib.joint.store.earlier_case import earlier_case
from chalicelib.joint.store.members import case_of
from chalicelib.joint.store.results import faces_of, numbers_in


def open_member(platform: Platform, found: CaseFile, request: Request, members: Members, node: str) -> None:
    """Make the case of this member, in one transaction, while the request lets it begin. Raises Refused when it does
    not any more, or when somebody has made the case already: then the request is looked at again.
    """
    member, part = members[node], request.made_of.member(node)
    if part is None:
        raise LookupError(f"the request has no item for {node}")
    item, received = item_of_member(platform, found.case, part), evidence(found.case, found.files)
    faces = faces_of(platform, found, request, members, node)
    form = form_of_member(platform, found, request, part, faces)
    files = own_files(found.case.id, received, part)
    earlier = earlier_case(platform, found.case.id, member)
    files = [*files, *earlier.files(files)]
    case = _case(platform, found.case, form, item, part, member)
    ref = _ref(found.case, request, members, node, numbers_in(faces))
    ref = ref.model_copy(update={"told_files": newest(received)})
    words = _words(
        found, item, part, form, {*found.case.papers, *(file.line for file in received), *earlier.asked(part)}
    )
    case = case.model_copy(update={"joint": ref, **words, **earlier.kept(case), **_own_acceptance(member)})
    begun = begin_made(platform, OPEN_MEMBER, case)
    terms = terms_of(begun, begun.case, item, request, member)
    after = _begun(begun, item, form, terms)
    made = _examined(begun, after, request, member, files)
    after = made.case
    begun.commit(
        after,
        data={**_recorded(after, item, files), **terms.told},
        asked=made.tasks,
        start=names.REVIEW,
        document=commitment_paper(begun, after, request.scheme),
        ops=[
            *made.ops,
            check(keys.member(found.case.id, node), equals(state=member.state)),
            put(form_item(case.id, form)),
            *search.rows(platform, case),
            *(put(new_file_item(case.id, file), when=ABSENT) for file in files),
        ],
    )


def _words(
    found: CaseFile, item: ServiceItem, part: RequestMember, form: Mapping[str, Any], have: Collection[str]
) -> dict[str, object]:
    """What the applicant has committed to in the request and this member rests on. `have` are the lines of the request
    of which something is there.
    """
    return {
        "deferral": own_deferral(found.case, item, part, have),
        "pledge": own_pledge(found.case, item, form),
    }


def _own_acceptance(member: Member) -> dict[str, object]:
    """Of a member that has joined later: it was accepted for itself, when its papers were complete, and not by
    silence.
    """
    return {"accepted_at": member.joined_at, "deemed": False} if member.joined_at else {}


def _case(
    platform: Platform, case: Case, form: Mapping[str, Any], item: ServiceItem, part: RequestMember, member: Member
) -> Case:
    now = platform.now()
    return Case(
        id=case_of(case.id, member),
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
        again=members[node].again,
        scheme=request.made_of.scheme,
        waits_for=awaited(situation, members, node, request.signed),
        brought=brought_lines(request.scheme, node, members, numbers),
        told_form=case.form_version,
        held_back=may_wait(situation, node),
        committed=committed_of(situation, members, node, request.signed),
    )


def _begun(begun: Begun, item: ServiceItem, form: dict[str, Any], terms: Terms) -> Case:
    """In its department's hands."""
    clocks = on_deferral(terms.clocks(begun, item, form), begun.case.deferral, terms.opened, begun.platform.calendar)
    status = Status.DECIDING if item.handling_type == ON_THE_SPOT else Status.IN_REVIEW
    return begun.case.moved_to(status, clocks=clocks, upward=superior_of(item))


def _examined(begun: Begun, case: Case, request: Request, member: Member, files: list[MaterialFile]) -> Examined:
    """Of a unified item: which departments take part, by what the request answers (行政许可法26(2))."""
    unified = unified_in(request.scheme, case.item)
    if unified is None:
        return Examined(case)
    by, started = Examination(request.scheme, request.made_of.version, unified), begun.caller.at.date()
    pinned = [file.id for file in files]
    return examined(begun, case, by, request.answers, pinned, member.opened_on or started)


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
        **({"committed": [one.edge for one in ref.committed]} if ref and ref.committed else {}),
        "brought": {line: one.member for line, one in ref.brought.items()} if ref else {},
        "files": digests(files),
        **({"deferred": [*after.deferral.open]} if after.deferral else {}),
        **({"commitment": {"item_version": item.version, "text": after.pledge.text}} if after.pledge else {}),
    }
