"""The life of an item: drafted, approved, consented to and published by different people of the place. R9, R41, R42."""

from datetime import timedelta
from typing import Any

from proofs.examples.item_stories import LISTS
from proofs.matrix import items as play
from proofs.matrix.outcomes import DONE
from proofs.matrix.people import PEOPLE, all_but
from proofs.matrix.row import Row, joined, without
from proofs.matrix.scene import Scene

OTHERS_ITEM = "外"
LEFT = tuple(person.name for person in PEOPLE if person.left)
CODE = {"code": play.CODE}
EDITORS = {DONE: "editor", OTHERS_ITEM: "editor_other editor_county"}
LEADERS = {DONE: "leader", "同": "leader_twin", OTHERS_ITEM: "leader_other leader_county"}
BUREAU = {DONE: "supervisor", OTHERS_ITEM: "supervisor_county supervisor_far"}
READ = "editor leader leader_twin approver lawyer supervisor admin"
READ_ELSEWHERE = joined(
    "editor_other editor_county leader_other leader_county approver_county lawyer_county",
    "supervisor_county supervisor_far admin_county",
)
SEEN = {DONE: READ, OTHERS_ITEM: READ_ELSEWHERE}
ADMINISTRATORS = {DONE: "admin", OTHERS_ITEM: "admin_county"}
TRYING = {
    DONE: "editor leader leader_twin",
    OTHERS_ITEM: "editor_other editor_county leader_other leader_county",
}
STAFF = without(
    all_but("nobody"),
    "owner second low unchecked agent agent_low ended operator stranger superior superior_other",
    "superior_leader superior_leader_other",
    *LEFT,
)
MANUAL = {DONE: STAFF}
OTHERS = ["YM-P01", "YM-P02"]


def receipt(scene: Scene, _: Any) -> Any:
    return {"seq": scene.filing(), "receipt_number": "阳政数备〔2026〕31号"}


def applied(scene: Scene, _: Any) -> Any:
    return play.application(scene.door)


def sampled(scene: Scene, _: Any) -> Any:
    return {"case_id": play.case_tried(scene.door)}


def later(scene: Scene, _: Any) -> Any:
    return {"to": (scene.world.clock.at + timedelta(days=1)).isoformat()}


def step(way: str, told: dict[str, str], body: object, at: str) -> Row:
    method, _, path = way.partition(" ")
    return Row(f"{method} /admin/items/{{code}}/{path}", told, state=at, at=at, ids=CODE, body=body)


def proposed(path: str, body: object, at: str = "") -> Row:
    return Row(f"POST /admin/items/{{code}}/{path}", EDITORS, state=at, at=at, ids=CODE, body=body)


ROWS = (
    Row("PUT /admin/item-lists", {DONE: "admin", "区": "admin_county"}, body=LISTS),
    Row("GET /admin/items/{code}", SEEN, ids=CODE),
    Row("POST /admin/items/{code}/end", ADMINISTRATORS, ids=CODE, body={}),
    proposed("drafts", {}),
    step("GET drafts", SEEN, None, play.DRAFTED),
    step("PUT drafts", EDITORS, {"document": play.changed()}, play.DRAFTED),
    step("POST proposal/rebase", EDITORS, {}, play.OUTDATED),
    step("DELETE drafts", EDITORS, None, play.DRAFTED),
    # R9, R13, R58: who drafts and who approves try the draft of the own department, in a sandbox.
    step("POST trial", TRYING, {}, play.DRAFTED),
    step("GET trial", TRYING, None, play.TRYING),
    step("POST trial/steps", TRYING, applied, play.TRYING),
    step("POST trial/samples", TRYING, sampled, play.TRYING),
    step("POST trial/clock", TRYING, later, play.TRYING),
    step("POST trial/finish", TRYING, {"passed": False}, play.TRYING),
    step("POST approve", LEADERS, {}, play.TRIED),
    step("POST return", {**LEADERS, DONE: "leader leader_twin", "同": ""}, {"reason": "请说明依据"}, play.DRAFTED),
    step("POST legal-review", {DONE: "lawyer", OTHERS_ITEM: "lawyer_county"}, play.REVIEW, play.PAUSING),
    step("POST consent", {DONE: "approver", OTHERS_ITEM: "approver_county"}, play.CONSENT, play.APPROVED),
    step("POST publish", EDITORS, {}, play.CONSENTED),
    proposed("withdraw", {"reason": "依据尚未施行"}, play.AHEAD),
    proposed("suspend", play.PAUSE),
    proposed("resume", {"reason": "系统升级提前完成"}, play.SUSPENDED),
    proposed("cancel", {"reason": "上位法已经修改", "successors": OTHERS[:1]}),
    proposed("devolve", {"reason": "下放县级实施", "to_divisions": ["441781"]}),
    proposed("split", {"reason": "分为两项", "successors": OTHERS}),
    proposed("merge", {"reason": "并入另一事项", "successors": OTHERS[:1]}),
    proposed("corrections", play.correction()),
    step("GET corrections", SEEN, None, play.CORRECTING),
    step("POST corrections/confirm", LEADERS, {"confirmed": True}, play.CORRECTING),
    Row(
        "POST /admin/items/{code}/filing",
        BUREAU,
        state=play.PUBLISHED,
        at=play.PUBLISHED,
        ids=CODE,
        body=receipt,
    ),
    Row("GET /admin/items/{code}/versions", SEEN, ids=CODE),
    Row("GET /admin/items/{code}/versions/{number}", SEEN, ids={**CODE, "number": "1"}),
    Row("GET /admin/items/{code}/history", SEEN, ids=CODE),
    Row(
        "GET /admin/item-filings",
        {"①": "supervisor", "空": "supervisor_county supervisor_far"},
        state=play.PUBLISHED,
        at=play.PUBLISHED,
        plants={"①": "item"},
    ),
    # R47, R56: the handbook is for the staff of the hall and of the departments.
    Row("GET /items/{code}/manual", MANUAL, ids=CODE),
    step("GET impact", SEEN, None, play.DRAFTED),
)
