"""Whom a grant concerns, as the officer states it where the item asks for it: told today, and all have waived."""

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.interested import Interested, owed
from chalicelib.cases.store.records import load_file
from chalicelib.foundation.platform import Platform
from chalicelib.review.acts.decide import Proofs

REFERENCE = "卷宗第3页"
CONCERNED = {"name": "海岸花园业主委员会", "address": "海滨路8号", "matter": "油烟排放口与住宅相邻。"}
SERVED = {"mode": "direct", "received_by": "林志远"}
WAIVES = {"response": "waived", "reference": "放弃书，卷宗第5页"}


def told(platform: Platform, case_id: str) -> Proofs:
    found = load_file(platform.table, case_id)
    if (
        found is None
        or found.case.parties
        or owed(item_of(platform, found.case), found.form.get("answers", {})) is None
    ):
        return Proofs()
    waived = Interested(told_on=platform.now().date(), response="waived", reference=REFERENCE)
    return Proofs(interested=waived)
