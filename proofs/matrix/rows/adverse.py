"""What a department decides against a person, and the ends of results: 行政许可法8, 69, 70, 78."""

from typing import Any

from proofs.kit.adverse_acts import (
    ANNULLED,
    CANCELLED,
    FALSE,
    INTENDED,
    LIFTED,
    PENALTY,
    REVOKED,
    TO_WITHDRAW,
    WITHDRAWN,
)
from proofs.matrix.letters import NONE
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined
from proofs.matrix.rows.department import DECIDERS, LEADERS, SUPERIORS

# The organ above ends what it has granted: of another case it hears nothing.
ENDERS = {**DECIDERS, HIDDEN: joined(DECIDERS[HIDDEN], SUPERIORS)}
FALSE_ROUTES = ("POST /cases/{case_id}/forewarn", "POST /cases/{case_id}/reject-false")
LIFT = "POST /cases/{case_id}/falsehood/lift"
REVOKE, WITHDRAW = "POST /cases/{case_id}/result/revoke", "POST /cases/{case_id}/result/withdraw"
RESTORE = "POST /cases/{case_id}/result/restore"
CANCEL, ENDED_ELSEWHERE = "POST /cases/{case_id}/result/cancel", "POST /cases/{case_id}/result/ended"
OF_DECIDERS = joined("chief", LEADERS)


def against() -> tuple[Row, ...]:
    """行政许可法8, 69, 70, 78: what is told before, found, lifted; and the ends of a result."""

    def row(route: str, thing: str, state: str, body: Any, told: Any = None, at: str = "") -> Row:
        others = DECIDERS if route == FALSE_ROUTES[1] else ENDERS
        return Row(route, {**(told or {DONE: OF_DECIDERS}), **others}, state=state, at=at, ids=about(thing), body=body)

    no_letter = {DONE: LEADERS, "缺": "chief"}
    restored = ANNULLED | {"annulled": "withdrawn", "decided_on": "2026-11-24"}
    penalty = PENALTY | {"decided_on": "2026-11-24"}
    return (
        row(warn, "submitted", "已收件", INTENDED),
        row(warn, "withdrawn", "已撤回", INTENDED, {"序": OF_DECIDERS}),
        row(false, "suspected", "已事前告知", FALSE),
        row(false, "suspected", f"已事前告知，{NONE}", FALSE, no_letter, NONE),
        row(false, "deciding", "待决定", FALSE, {"序": OF_DECIDERS}),
        row(LIFT, "found_false", "认定虚假", LIFTED),
        row(LIFT, "closed", "已办结", LIFTED, {"解": OF_DECIDERS}),
        row(REVOKE, "to_be_revoked", "已办结，已告知拟撤销", REVOKED),
        row(REVOKE, "to_be_revoked", f"已办结，已告知拟撤销，{NONE}", REVOKED, no_letter, NONE),
        row(REVOKE, "deciding", "待决定", REVOKED, {"序": OF_DECIDERS}),
        row(WITHDRAW, "to_be_withdrawn", "已办结，已告知拟撤回", WITHDRAWN),
        row(WITHDRAW, "to_be_withdrawn", f"已办结，已告知拟撤回，{NONE}", WITHDRAWN, no_letter, NONE),
        row(RESTORE, "result_withdrawn", "已办结，许可已撤回", restored),
        row(RESTORE, "closed", "已办结", restored, {"复": OF_DECIDERS}),
        row(CANCEL, "closed", "已办结", CANCELLED),
        row(CANCEL, "closed", f"已办结，{NONE}", CANCELLED, no_letter, NONE),
        row(ENDED_ELSEWHERE, "closed", "已办结", penalty),
        row(ENDED_ELSEWHERE, "closed", f"已办结，{NONE}", penalty, no_letter, NONE),
    )


def _above(route: str, thing: str, state: str, body: Any, sign: str = "上") -> Row:
    """Of what the organ above decides or has decided."""
    told = {DONE: "superior", sign: OF_DECIDERS, "册": DECIDERS["册"]}
    told |= {HIDDEN: joined(DECIDERS[HIDDEN], "superior_other")}
    return Row(route, told, state=state, ids=about(thing), body=body)


warn, false = FALSE_ROUTES


def by_organs_above() -> tuple[Row, ...]:
    warn, penalty = FALSE_ROUTES[0], PENALTY | {"decided_on": "2026-11-24"}
    made = "上级机关准予，待领取"
    return (
        _above(warn, "reported", "已上报", INTENDED, "先"),
        _above(warn, "granted_above", made, TO_WITHDRAW, "先"),
        _above(CANCEL, "granted_above", made, CANCELLED),
        _above(ENDED_ELSEWHERE, "granted_above", made, penalty),
    )


ROWS = (*against(), *by_organs_above())
