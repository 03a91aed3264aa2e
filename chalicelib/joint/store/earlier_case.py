"""The case that a reinstated member had before: what it got itself is not asked for again."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.request_of import RequestMember
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.member import Member


class EarlierCase(NamedTuple):
    """None of a member that begins for the first time, or whose earlier case is gone."""

    found: CaseFile | None

    def files(self, known: Sequence[MaterialFile]) -> list[MaterialFile]:
        """Those that came to it alone, after the request had begun; the same bytes."""
        if self.found is None or self.found.case.erased_at or self.found.case.erasing_at:
            return []
        have, case = {file.id for file in known}, self.found.case
        own = [file for file in evidence(case, self.found.files) if file.id not in have]
        return [
            file.model_copy(update={"stored_as": file.stored_as or f"{case.id}/{file.id}", "event": 1}) for file in own
        ]

    def asked(self, part: RequestMember) -> set[str]:
        """The lines of the request that these files and papers answer."""
        case = self.found.case if self.found else None
        lines = {*case.papers, *(file.line for file in self.files(()))} if case else set[str]()
        return {part.lines[line] for line in lines if line in part.lines}

    def kept(self, case: Case) -> dict[str, object]:
        """What the further case takes over: papers that were brought, and what other organs have given."""
        if self.found is None:
            return {}
        before = self.found.case
        given = {line: one for line, one in before.sharing.items() if one.state == "obtained"}
        papers = tuple(dict.fromkeys((*case.papers, *before.papers)))
        return {"papers": papers, "sharing": {**case.sharing, **given}}


def earlier_case(platform: Platform, request: str, member: Member) -> EarlierCase:
    if not member.again:
        return EarlierCase(None)
    return EarlierCase(load_file(platform.table, member_case_id(request, member.node, member.again - 1)))
