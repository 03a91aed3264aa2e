"""What the window does, and the department in its place. R1, R24, R33, R57, R59; 行政许可法32, 34."""

from collections.abc import Mapping
from typing import Any

from proofs.examples.authority_stories import DEFECTS
from proofs.kit.applications import PERMIT, announced, another_writing, paper
from proofs.kit.joint_acts import HELD
from proofs.matrix.letters import EXPIRED, NONE, TAKEN_BACK
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined
from proofs.matrix.scene import Scene

CLERKS = "clerk clerk_other"
# Who is to be identified for a draft of one's own shows the document at any window.
ANY_WINDOW = {DONE: CLERKS, "册": "clerk_left", HIDDEN: "clerk_county"}
# Who acts on a case may see it: R22 leads each theme to its window (ADR 0103).
RECEIVES = {DONE: "clerk", "窗": "clerk_other", "册": "clerk_left", HIDDEN: "clerk_county"}
LATE = {**RECEIVES, DONE: "", "序": "clerk"}
TO_NO_WINDOW = {HIDDEN: "clerk clerk_other clerk_county", "册": "clerk_left"}
PRECHECK = "/cases/{case_id}/precheck"
PRECHECKED = {"summary": "没有发现问题。"}
GROUND = {"ground": "not_this_organ", "reason": "不属于本机关职权", "competent_organ": "阳江市公安局"}
CORRECTED = {"fields": {PERMIT.phone: "13900139000"}, "presented_by": PERMIT.recipient}
LEAVING = {"presented_by": PERMIT.recipient, "reason": "改变经营计划"}
PRESENTED = {"presented_by": PERMIT.presented_by}
ABSENT = {NONE: "缺", EXPIRED: "期", TAKEN_BACK: "撤"}

PROMISING = {"promised": ["04"], "presented_by": PERMIT.recipient}
BROUGHT = {"papers": [paper("01")], "presented_by": PERMIT.presented_by}


def brought(scene: Scene, ids: Any) -> Any:
    return BROUGHT | {"fields": scene.hall.people.new_fields(ids["case_id"])}


def shown(scene: Scene, ids: Any) -> Any:
    files = scene.hall.people.awaiting_original(ids["case_id"])
    return {"files": files or ["none"], "matches_original": True}


def rewritten(scene: Scene, _: Any) -> Any:
    return another_writing(str(scene.world.clock.at.date()))


def by_letter(path: str, body: Mapping[str, Any]) -> tuple[Row, ...]:
    """What the window does in the department's name: only while the department's letter holds."""
    route = f"POST /cases/{{case_id}}/{path}"

    def row(words: str, thing: str, told: Mapping[str, str], at: str = "") -> Row:
        return Row(route, told, state=words, at=at, ids=about(thing), body=body)

    return (
        row("待受理", "submitted", RECEIVES),
        *(
            row(f"待受理，{letter}", "submitted", {**RECEIVES, DONE: "", sign: "clerk"}, letter)
            for letter, sign in ABSENT.items()
        ),
        row("已移送", "transferred", {**RECEIVES, DONE: "", "移": "clerk"}),
        row("已办结", "closed", LATE),
        row("草稿", "draft", TO_NO_WINDOW),
    )


def by_department(path: str, body: Mapping[str, Any], *, chief: str) -> tuple[Row, ...]:
    """What a window has handed over, the department answers with its own right; `chief` is what the chief is told."""
    route = f"POST /cases/{{case_id}}/transferred/{path}"
    others = {"册": "officer_left chief_left", HIDDEN: "officer_other officer_county chief_other chief_county"}
    done = {DONE: joined("officer", "chief" if chief == DONE else ""), **({} if chief == DONE else {chief: "chief"})}
    return (
        Row(route, {**done, **others}, state="已移送", ids=about("transferred"), body=body),
        Row(route, {**done, **others}, state=f"已移送，{NONE}", at=NONE, ids=about("transferred"), body=body),
        Row(route, {"未": "officer chief", **others}, state="没有移送", ids=about("submitted"), body=body),
    )


def transferring() -> tuple[Row, ...]:
    route = "POST /cases/{case_id}/transfer"
    return (
        Row(route, {**RECEIVES, DONE: "", "有": "clerk"}, state="待受理", ids=about("submitted"), body={}),
        *(
            Row(route, RECEIVES, state=f"待受理，{letter}", at=letter, ids=about("submitted"), body={})
            for letter in ABSENT
        ),
        Row(route, {**RECEIVES, DONE: "", "移": "clerk"}, state="已移送", ids=about("transferred"), body={}),
    )


def receiving(path: str, thing: str, words: str, body: Any) -> tuple[Row, Row]:
    route = f"POST /cases/{{case_id}}/{path}"
    return (
        Row(route, RECEIVES, state=words, ids=about(thing), body=body),
        Row(route, LATE, state="已办结", ids=about("closed"), body=body),
    )


QUESTION = {"reason": "completeness", "text": "清单没有写明这种情形是否需要提交，请部门确认。"}


def asking() -> tuple[Row, ...]:
    """Before acceptance the window asks the department (R30); nothing is decided by that."""
    route = "POST /cases/{case_id}/ask-department"
    return (
        Row(route, RECEIVES, state="待受理", ids=about("submitted"), body=QUESTION),
        Row(route, {**RECEIVES, DONE: "", "问": "clerk"}, state="已征询", ids=about("asked"), body=QUESTION),
        Row(route, {**RECEIVES, DONE: "", "移": "clerk"}, state="已移送", ids=about("transferred"), body=QUESTION),
        Row(route, LATE, state="已办结", ids=about("closed"), body=QUESTION),
    )


ROWS = (
    Row(
        "POST /sheets",
        {DONE: f"{CLERKS} clerk_county", "册": "clerk_left"},
        body={"item": PERMIT.item, "form": PERMIT.form},
    ),
    Row("POST /cases", {DONE: CLERKS, "册": "clerk_left", "区": "clerk_county"}, body=PERMIT.walk_in),
    *receiving("materials", "submitted", "待受理", announced("01")),
    Row("POST /cases/{case_id}/identity", ANY_WINDOW, state="草稿", ids=about("draft"), body=PRESENTED),
    Row(
        "POST /cases/{case_id}/identity",
        {**ANY_WINDOW, DONE: "", "序": CLERKS},
        state="待受理",
        ids=about("submitted"),
        body=PRESENTED,
    ),
    Row(f"POST {PRECHECK}", RECEIVES, state="已请求预审的草稿", ids=about("precheck_asked"), body=PRECHECKED),
    Row(f"POST {PRECHECK}", {**RECEIVES, DONE: "", "审": "clerk"}, state="草稿", ids=about("draft"), body=PRECHECKED),
    Row(f"POST {PRECHECK}", LATE, state="待受理", ids=about("submitted"), body=PRECHECKED),
    Row(f"GET {PRECHECK}", ANY_WINDOW, state="已请求预审的草稿", ids=about("precheck_asked")),
    Row(
        f"GET {PRECHECK}",
        {**ANY_WINDOW, DONE: "clerk", "途": "clerk_other"},
        state="已请求预审的草稿，目的 acceptance",
        ids=about("precheck_asked"),
        query={"purpose": "acceptance"},
    ),
    Row(f"GET {PRECHECK}", TO_NO_WINDOW, state="草稿", ids=about("draft")),
    Row(
        "GET /prechecks",
        {"①": "clerk", "空": "clerk_other clerk_county", "册": "clerk_left"},
        query={"limit": 100},
        plants={"①": "precheck_asked", "②": "draft"},
    ),
    *asking(),
    *transferring(),
    *by_letter("accept", {}),
    *by_letter("correct", {"defects": DEFECTS}),
    *by_letter("reject", GROUND),
    *receiving("form/correct", "submitted", "待受理", CORRECTED),
    Row(
        "POST /cases/{case_id}/answers",
        {**RECEIVES, DONE: "", "序": "clerk"},
        state="不是已受理的联办申请",
        ids=about("submitted"),
        body={"answers": {"drainage": False}, "presented_by": PERMIT.recipient},
    ),
    Row(
        "POST /cases/{case_id}/members/{node}/held",
        {**RECEIVES, DONE: "", "序": "clerk"},
        state="不是已受理的联办申请",
        ids={**about("submitted"), "node": "YM-R05"},
        body={"result": HELD, "presented_by": PERMIT.recipient},
    ),
    *receiving("supplement", "correcting", "待补正", brought),
    *receiving("sharing", "unshared", "待受理，有未取得的共享材料", {}),
    *receiving("originals", "uncompared", "待受理，有未核对原件的复印件", shown),
    *receiving("withdraw", "submitted", "待受理", LEAVING),
    *receiving("papers/promise", "lacking", "待受理，缺少可以容缺的材料", PROMISING),
    *receiving("papers", "deferred", "容缺受理", {"papers": [paper("04")]}),
    *receiving("commitment", "unsigned", "告知承诺的申请，承诺书没有签署", {"presented_by": PERMIT.recipient}),
    Row(
        "POST /cases/{case_id}/commitment",
        {**RECEIVES, DONE: "", "诺": "clerk"},
        state="待受理，没有告知承诺",
        ids=about("submitted"),
        body={"presented_by": PERMIT.recipient},
    ),
    *receiving("form/writing", "unprintable", "文书有不能印制的字", rewritten),
    # R1: of a 承诺件 the post that decides does not accept.
    *by_department("accept", {}, chief="员"),
    *by_department("correct", {"defects": DEFECTS}, chief=DONE),
    *by_department("reject", GROUND, chief=DONE),
)
