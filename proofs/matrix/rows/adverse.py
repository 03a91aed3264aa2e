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
from proofs.kit.interested import CONCERNED, SERVED, WAIVES
from proofs.kit.joint_acts import REFUSAL_ANNULLED
from proofs.matrix.letters import NONE
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined
from proofs.matrix.rows.department import DECIDERS, LEADERS, SUPERIORS

# The organ above ends what it has granted: of another case it hears nothing.
ENDERS = {**DECIDERS, HIDDEN: joined(DECIDERS[HIDDEN], SUPERIORS)}
FALSE_ROUTES = ("POST /cases/{case_id}/forewarn", "POST /cases/{case_id}/reject-false")
PARTIES = "POST /cases/{case_id}/parties"
LIFT = "POST /cases/{case_id}/falsehood/lift"
ANNUL = "POST /cases/{case_id}/refusal/annul"
REVOKE, WITHDRAW = "POST /cases/{case_id}/result/revoke", "POST /cases/{case_id}/result/withdraw"
RESTORE = "POST /cases/{case_id}/result/restore"
CANCEL, ENDED_ELSEWHERE = "POST /cases/{case_id}/result/cancel", "POST /cases/{case_id}/result/ended"
OF_DECIDERS = joined("chief", LEADERS)
NO_LETTER = {DONE: LEADERS, "缺": "chief"}


def row(route: str, thing: str, state: str, body: Any, told: Any = None, at: str = "") -> Row:
    others = DECIDERS if route in (FALSE_ROUTES[1], ANNUL) or route.startswith(PARTIES) else ENDERS
    ids = {**about(thing), **({"party_no": "1"} if "{party_no}" in route else {})}
    return Row(route, {**(told or {DONE: OF_DECIDERS}), **others}, state=state, at=at, ids=ids, body=body)


def above(route: str, thing: str, state: str, body: Any, sign: str = "上") -> Row:
    """Of what the organ above decides or has decided."""
    told = {DONE: "superior", sign: OF_DECIDERS, "册": DECIDERS["册"]}
    told |= {HIDDEN: joined(DECIDERS[HIDDEN], "superior_other")}
    return Row(route, told, state=state, ids=about(thing), body=body)


def against() -> tuple[Row, ...]:
    """行政许可法36, 47, 78: what is told before, and found."""
    warn, false = FALSE_ROUTES
    return (
        row(warn, "submitted", "已收件", INTENDED),
        row(warn, "withdrawn", "已撤回", INTENDED, {"序": OF_DECIDERS}),
        row(false, "suspected", "已事前告知", FALSE),
        row(false, "suspected", f"已事前告知，{NONE}", FALSE, NO_LETTER, NONE),
        row(false, "deciding", "待决定", FALSE, {"序": OF_DECIDERS}),
        row(PARTIES, "in_review", "审查中", CONCERNED),
        row(PARTIES, "withdrawn", "已撤回", CONCERNED, {"序": OF_DECIDERS}),
        row(f"{PARTIES}/{{party_no}}/service", "party_told", "已告知利害关系人", SERVED | {"served_on": "2026-11-24"}),
        row(f"{PARTIES}/{{party_no}}/answer", "party_told", "已告知利害关系人", WAIVES),
        above(warn, "reported", "已上报", INTENDED, "先"),
    )


def ends() -> tuple[Row, ...]:
    """行政许可法8, 69, 70, 79: the ends of a result, and what is lifted."""
    warn, _ = FALSE_ROUTES
    restored = ANNULLED | {"annulled": "withdrawn", "decided_on": "2026-11-24"}
    penalty, annulled = PENALTY | {"decided_on": "2026-11-24"}, REFUSAL_ANNULLED | {"served_on": "2026-11-24"}
    return (
        row(LIFT, "found_false", "认定虚假", LIFTED),
        row(LIFT, "closed", "已办结", LIFTED, {"解": OF_DECIDERS}),
        row(ANNUL, "refused_member", "成员事项已不予", annulled),
        row(ANNUL, "deciding", "待决定", annulled, {"序": OF_DECIDERS}),
        row(REVOKE, "to_be_revoked", "已办结，已告知拟撤销", REVOKED),
        row(REVOKE, "to_be_revoked", f"已办结，已告知拟撤销，{NONE}", REVOKED, NO_LETTER, NONE),
        row(REVOKE, "deciding", "待决定", REVOKED, {"序": OF_DECIDERS}),
        row(WITHDRAW, "to_be_withdrawn", "已办结，已告知拟撤回", WITHDRAWN),
        row(WITHDRAW, "to_be_withdrawn", f"已办结，已告知拟撤回，{NONE}", WITHDRAWN, NO_LETTER, NONE),
        *(
            above(route, "granted_above", "上级机关准予，待领取", body, sign)
            for route, body, sign in (
                (warn, TO_WITHDRAW, "先"),
                (CANCEL, CANCELLED, "上"),
                (ENDED_ELSEWHERE, penalty, "上"),
            )
        ),
        row(RESTORE, "result_withdrawn", "已办结，许可已撤回", restored),
        row(RESTORE, "closed", "已办结", restored, {"复": OF_DECIDERS}),
        row(CANCEL, "closed", "已办结", CANCELLED),
        row(CANCEL, "closed", f"已办结，{NONE}", CANCELLED, NO_LETTER, NONE),
        row(ENDED_ELSEWHERE, "closed", "已办结", penalty),
        row(ENDED_ELSEWHERE, "closed", f"已办结，{NONE}", penalty, NO_LETTER, NONE),
    )


ROWS = (*against(), *ends())
