"""What the results of earlier members say, for those that come after them (R77)."""

import json
from collections.abc import Mapping

from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.store.records import CaseFile
from chalicelib.documents.store.vault import CERTIFICATE, load_whole
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.member import Members
from chalicelib.joint.model.opening import makers
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import members_of

NUMBER = "number"
Faces = Mapping[str, Mapping[str, object]]


def faces_of(platform: Platform, case_id: str, request: Request, members: Members, node: str) -> Faces:
    """By member, the lines of the face of its result by their keys, and its number. Only of members whose results tell
    this one something, or are lines of its list, and that are granted.
    """
    tellers = {name for edge in request.scheme.edges if edge.to == node for name in edge.brings}
    wanted = tellers | makers(request.scheme, node, members)
    granted = [name for name in sorted(wanted) if name in members and members[name].state == "granted"]
    return {name: _face(platform, member_case_id(case_id, name)) for name in granted}


def numbers_in(faces: Faces) -> dict[str, str]:
    """The numbers of these results; none of what bears no number."""
    return {name: str(face[NUMBER]) for name, face in faces.items() if face.get(NUMBER)}


def _face(platform: Platform, case_id: str) -> dict[str, object]:
    """As it was printed. A result that was corrected tells what its last version says."""
    made = load_whole(platform, case_id, CERTIFICATE)
    if made is None:
        return {}
    told = json.loads(made.data)
    return {line["key"]: line["value"] for line in told.get("face", ())} | {NUMBER: told["number"]}


def numbers_before(platform: Platform, found: CaseFile, request: Request, node: str) -> dict[str, str]:
    """The numbers of the results that this member has waited for, by member; outside systems tell theirs."""
    members = members_of(found)
    before = sorted({name for edge in request.scheme.edges if edge.to == node for name in edge.from_} & members.keys())
    numbers = dict[str, str]()
    for name in before:
        one = members[name]
        made = one.reported_number
        if one.state == "granted":
            made = str(_face(platform, member_case_id(found.case.id, name)).get(NUMBER) or "")
        if made:
            numbers[name] = made
    return numbers
