"""再次查询共享材料: the applicant or the window asks anew for what was not obtained (国务院令第716号第七条)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import QUERY_SHARING
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.sharing import to_ask_again
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.ask_shared import ask_lines


class NothingToQuery(problems.Conflict):
    """Every shared line was obtained, was handed in or is being asked for, or none was ever asked for."""

    code = "sharing_complete"
    title = "没有需要再次查询的共享材料：已经取得、已经提交、正在查询、申请表没有写明持有人，或者本件没有共享材料"


@act
def query_sharing(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """Each line without a result is asked again, unless it is being asked for. Nothing else of the case changes, and no
    clock stops.
    """
    begun = begin(platform, caller, QUERY_SHARING, case_id, whole=True)
    have = {*begun.case.papers, *(file.line for file in evidence(begun.case, begun.found.files))}
    lines = to_ask_again(begun.case.sharing, have, caller.at)
    if not lines:
        raise NothingToQuery
    asked = ask_lines(begun.case, lines, caller.at)
    return begun.commit(asked.case, data=asked.data, answer={"number": begun.case.number}, effects=asked.effects)
