"""前置结果作出: a member that was examined beforehand may be decided now (joint.md 0.3)."""

from collections.abc import Mapping, Sequence

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_acts import MEET_PREREQUISITE
from chalicelib.cases.model.joint_ref import Brought
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import check, equals


def meet_prerequisite(
    platform: Platform, request: Case, case_id: str, waits_for: Sequence[str], brought: Mapping[str, Brought]
) -> None:
    """`waits_for`: the members for whose results it still waits, as the members of `request` stand. `brought`: the
    lines of its list that results of the request are by now. Raises Refused when either case has moved meanwhile: who
    has looked earlier must not say again that it waits.
    """
    found = load_file(platform.table, case_id)
    if found is None or found.case.joint is None or found.case.status not in MEET_PREREQUISITE.lawful_from:
        return
    begun = begin_platform(platform, MEET_PREREQUISITE, found)
    ref = found.case.joint
    now = ref.model_copy(update={"waits_for": tuple(waits_for), "brought": {**ref.brought, **brought}})
    after = begun.case.model_copy(update={"joint": now})
    there = [name for name in ref.waits_for if name not in waits_for]
    as_read = check(keys.meta(request.id), equals(seq=request.seq), label="request")
    begun.commit(after, data={"members": [*there], "waits_for": [*waits_for]}, ops=[as_read])
