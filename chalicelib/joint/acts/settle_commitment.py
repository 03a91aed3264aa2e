"""承诺的前置结果有结论: a member that went ahead on a commitment hears that the promised result is there, or never will
be. What was granted stays; its department does what the law asks of it.
"""

from collections.abc import Mapping

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_acts import SETTLE_COMMITMENT
from chalicelib.cases.model.joint_ref import Brought
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import check, equals
from chalicelib.joint.model.committed import Settled


def settle_commitment(
    platform: Platform, request: Case, case_id: str, edge: str, how: Settled, brought: Mapping[str, Brought]
) -> None:
    """The promise of this edge alone, as the members of `request` stand; `brought` as of `meet_prerequisite`. Raises
    Refused when either case has moved meanwhile: then it is looked at again.
    """
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in SETTLE_COMMITMENT.lawful_from:
        return
    begun = begin_platform(platform, SETTLE_COMMITMENT, found)
    ref = begun.case.joint
    made = next((one for one in ref.committed if one.edge == edge), None) if ref else None
    if ref is None or made is None:
        return
    clock = begun.case.clocks.get(made.term)
    clocks = {kind: one for kind, one in begun.case.clocks.items() if kind != made.term}
    left = tuple(one for one in ref.committed if one is not made)
    after = ref.model_copy(update={"committed": left, "brought": {**ref.brought, **brought}})
    begun.commit(
        begun.case.model_copy(update={"joint": after, "clocks": clocks}),
        event=how,
        data={
            "edge": made.edge,
            "term": made.term,
            "members": [*made.members],
            **({"due": str(clock.due)} if clock else {}),
        },
        ops=[check(keys.meta(request.id), equals(seq=request.seq), label="request")],
    )
