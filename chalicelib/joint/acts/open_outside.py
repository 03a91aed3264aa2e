"""转外部系统办理: a step of a request that the system of another organ or body handles has become due (joint.md 5).

That system gets a task of the request, by the callbacks by which departments' systems get theirs. No term runs for it.
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.joint_acts import OPEN_OUTSIDE
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.outside import KIND, Outside
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.parts import Node
from chalicelib.catalogue.store.schemes import organ_names
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.outside import told_to
from chalicelib.joint.store.members import member_writes, members_of, request_of
from chalicelib.joint.store.results import numbers_before


def open_outside(platform: Platform, case_id: str, name: str) -> None:
    """Ask the provider of this member, once. Raises Refused when the request has moved meanwhile."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in OPEN_OUTSIDE.lawful_from:
        return
    begun, members = begin_platform(platform, OPEN_OUTSIDE, found), members_of(found)
    member = members[name]
    if member.state != "external_pending" or member.task is not None:
        return
    node = request_of(platform, found, item_of(platform, found.case)).scheme.node(name)
    case = begun.case
    task = new_task(case, TASK_KINDS[KIND], begun.caller.at, node.provider or node.department)
    task = task.model_copy(update={"outside": _told(begun, node, task.department)})
    asked = {**members, name: member.model_copy(update={"task": task.no})}
    begun.commit(case.with_task(task), asked=task, data={"node": name}, ops=member_writes(case_id, members, asked))


def _told(begun: Begun, node: Node, provider: str) -> Outside:
    platform, case = begun.platform, begun.case
    request = request_of(platform, begun.found, begun.item)
    members = members_of(begun.found)
    organ = provider in organ_names(platform.table, case.division, wall=platform.wall())
    return told_to(request.scheme, node, members, numbers_before(platform, begun.found, request, node.id), organ=organ)
