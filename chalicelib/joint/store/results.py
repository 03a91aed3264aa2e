"""What the results of earlier members say, for those that come after them (R77)."""

from collections.abc import Mapping

from chalicelib.cases.store.projects import code_in
from chalicelib.cases.store.records import CaseFile
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.member import Members
from chalicelib.joint.model.opening import makers
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.faces import NUMBER, face_of
from chalicelib.joint.store.members import case_of, members_of
from chalicelib.joint.store.projects import earlier

Faces = Mapping[str, Mapping[str, object]]


def faces_of(platform: Platform, found: CaseFile, request: Request, members: Members, node: str) -> Faces:
    """By member, the lines of the face of its result by their keys, and its number. Only of members whose results tell
    this one something, or are lines of its list, and that are granted, in this request or an earlier one of the same
    project.
    """
    tellers = {name for edge in request.scheme.edges if edge.to == node for name in edge.brings}
    wanted = tellers | makers(request.scheme, node, members)
    granted = [name for name in sorted(wanted) if name in members and members[name].state == "granted"]
    own = {name: face_of(platform, case_of(found.case.id, members[name])) for name in granted}
    return {**_of_project(platform, found, request, members, node), **own}


def _of_project(platform: Platform, found: CaseFile, request: Request, members: Members, node: str) -> Faces:
    """What members of earlier stages have brought, which are none of this request."""
    before = {name for edge in request.scheme.edges if edge.to == node for name in edge.from_} - members.keys()
    if not before:
        return {}
    known = earlier(platform, found, code_in(found.form))
    return {name: face_of(platform, known[name].case_id) for name in sorted(before) if name in known}


def numbers_in(faces: Faces) -> dict[str, str]:
    """The numbers of these results; none of what bears no number."""
    return {name: str(face[NUMBER]) for name, face in faces.items() if face.get(NUMBER)}


def numbers_before(platform: Platform, found: CaseFile, request: Request, node: str) -> dict[str, str]:
    """The numbers of the results that this member has waited for, by member; outside systems tell theirs."""
    members = members_of(found)
    before = sorted({name for edge in request.scheme.edges if edge.to == node for name in edge.from_} & members.keys())
    numbers = dict[str, str]()
    for name in before:
        one = members[name]
        made = one.reported_number
        if one.state == "granted":
            made = str(face_of(platform, case_of(found.case.id, one)).get(NUMBER) or "")
        if made:
            numbers[name] = made
    return numbers
