"""How the members of a joint request are called, and where the case of each is found. Pure."""

import base64
import hashlib
from collections.abc import Mapping

from chalicelib.cases.model.result_end import END_LABELS, EndState
from chalicelib.cases.model.unified_ref import RECTIFY_OVER, TO_RECTIFY
from chalicelib.catalogue.model.member_state import MemberState

MEMBER_LABELS: Mapping[MemberState, str] = {
    "not_applicable": "本次不涉及",
    "held": "已持有",
    "waiting": "待前置",
    "awaiting_materials": "待补材料",
    "open": "办理中",
    "ready_to_decide": "待前置决定",
    "granted": "准予",
    "refused": "不予",
    "cut": "前置未通过，终止",
    "withdrawn": "撤回",
    "left": "情形变化退出",
    "external_pending": "专窗办理中",
    "external_done": "专窗办理完成",
    "external_failed": "专窗办理未成",
}


# While a member is in one of these, what its departments have found may be to be put right.
MAY_RECTIFY: frozenset[MemberState] = frozenset({"open", "ready_to_decide"})


def member_label(
    state: MemberState, *, rectifying: bool = False, over: bool = False, ended: EndState | None = None
) -> str:
    """What people read of a member's state. `over`: the time to put something right has passed. `ended`: what has
    become of its result.
    """
    if rectifying and state in MAY_RECTIFY:
        return RECTIFY_OVER if over else TO_RECTIFY
    return f"{MEMBER_LABELS[state]}，{END_LABELS[ended]}" if ended else MEMBER_LABELS[state]


def member_case_id(request: str, node: str, again: int = 0) -> str:
    """The id of the member's case, which follows from its request: who opens it twice makes one case. `again`: how
    often the member was reinstated before; each time it has a further case.
    """
    turn = f"\n{again}" if again else ""
    digest = hashlib.sha256(f"member\n{request}\n{node}{turn}".encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
