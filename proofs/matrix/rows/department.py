"""Tasks and decisions of the department, and what the issuing window does. R1, R38, R39, R44, R54, R65-R67, R72."""

from typing import Any

from proofs.kit.applications import PERMIT
from proofs.kit.hearings import TOLD
from proofs.matrix.letters import EXPIRED, NONE, TAKEN_BACK
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined
from proofs.matrix.rows.window import rewritten
from proofs.matrix.scene import Scene

HANDOVER = {"reason": "经办人因病请假"}
OPINION = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
CONFIRMATION = {"advice": "conforms", "opinion": "材料齐全，符合法定形式。"}
OFFICERS = {"册": "officer_left", HIDDEN: "officer_other officer_county"}
REVIEWERS = {"册": "officer_left", HIDDEN: "officer_other officer_county system_other system_county"}
CHIEFS = {"册": "chief_left", HIDDEN: "chief_other chief_county"}
DECIDERS = {
    "册": "chief_left leader_left",
    HIDDEN: "chief_other chief_county leader_other leader_county",
}
DECIDE = "POST /cases/{case_id}/decide"
GRANT = {"outcome": "grant"}
LEADERS = "leader leader_twin"
TASKS = {"①": "in_review", "②": "deciding", "③": "other_department", "④": "county", "⑤": "reported"}
READS_TASKS = "officer chief leader leader_twin system"
SUPERIORS = "superior superior_other"
SUPERIOR_LEADERS = "superior_leader superior_leader_other"
NOT_HERE = joined(
    "officer_other officer_county chief_other chief_county leader_other leader_county",
    "system_other system_county",
    SUPERIORS,
    SUPERIOR_LEADERS,
)


def assigned(_: Scene, __: Any) -> Any:
    return {"officer": "persona:officer-food", **HANDOVER}


def compared(scene: Scene, ids: Any) -> Any:
    return {"face": scene.hall.face(ids["case_id"])}


def deciding() -> tuple[Row, ...]:
    def row(words: str, thing: str, told: Any, at: str = "") -> Row:
        return Row(DECIDE, {**DECIDERS, **told}, state=words, at=at, ids=about(thing), body=GRANT)

    return (
        row("待决定", "deciding", {DONE: joined("chief", LEADERS)}),
        *(
            row(f"待决定，{letter}", "deciding", {DONE: LEADERS, sign: "chief"}, letter)
            for letter, sign in ((NONE, "缺"), (EXPIRED, "期"), (TAKEN_BACK, "撤"))
        ),
        row("待决定，复杂事项", "complex", {DONE: LEADERS, "繁": "chief"}),
        row("待决定，由审查员受理", "accepted_by_officer", {DONE: "chief leader", "受": "leader_twin"}),
        row("审查中", "in_review", {"序": joined("chief", LEADERS)}),
        row("已办结", "closed", {"序": joined("chief", LEADERS)}),
    )


REVIEW = about("in_review")
CLAIMED = about("claimed")
ON_TASKS = (
    Row(
        "GET /tasks",
        {
            "①": "officer system",
            "②": "chief leader leader_twin",
            "③": "officer_other system_other",
            "⑤": "superior superior_leader",
            "空": joined(
                "chief_other leader_other officer_county chief_county leader_county system_county",
                "superior_other superior_leader_other",
            ),
        },
        query={"limit": 100},
        plants=TASKS,
    ),
    Row("GET /tasks/{task_id}", {DONE: READS_TASKS, HIDDEN: NOT_HERE}, ids=REVIEW),
    Row("POST /tasks/{task_id}/claim", {DONE: "officer system", **REVIEWERS}, state="待认领", ids=REVIEW, body={}),
    Row(
        "POST /tasks/{task_id}/claim",
        {DONE: "officer system", **REVIEWERS},
        state="本人（本部门）已认领",
        ids=CLAIMED,
        body={},
    ),
    Row(
        "POST /tasks/{task_id}/release",
        {DONE: "officer", "领": "system", **REVIEWERS},
        state="已认领",
        ids=CLAIMED,
        body={},
    ),
    Row(
        "POST /tasks/{task_id}/takeover",
        {DONE: "", "己": "officer", **OFFICERS},
        state="本人已认领",
        ids=CLAIMED,
        body=HANDOVER,
    ),
    Row(
        "POST /tasks/{task_id}/takeover",
        {DONE: "officer", **OFFICERS},
        state="他人已认领",
        ids=about("claimed_by_second"),
        body=HANDOVER,
    ),
    Row("POST /tasks/{task_id}/assign", {DONE: "chief", **CHIEFS}, ids=REVIEW, body=assigned),
    Row("POST /tasks/{task_id}/answer", {DONE: "officer system", **REVIEWERS}, ids=REVIEW, body=OPINION),
    Row(
        "POST /tasks/{task_id}/answer",
        {"答": "officer system", **REVIEWERS},
        state="已答复",
        ids=about("deciding"),
        body=OPINION,
    ),
)
ASKED = {"case_id": "{asked}", "task_id": "{asked}.confirm"}
ANSWERED = {"case_id": "{confirmed}", "task_id": "{confirmed}.confirm"}
CONFIRM = "POST /tasks/{task_id}/confirm"
CONFIRMING = (
    Row(CONFIRM, {DONE: "officer system", **REVIEWERS}, state="已征询", ids=ASKED, body=CONFIRMATION),
    Row(CONFIRM, {"答": "officer system", **REVIEWERS}, state="已答复", ids=ANSWERED, body=CONFIRMATION),
)
# 行政许可法35: the department here reports, the organ above decides, and nobody else of either.
REPORT, RETURN, ABOVE = (f"POST /cases/{{case_id}}/{verb}" for verb in ("report", "return-report", "decide-reported"))
REPORTED = {"case_id": "{reported}", "task_id": "{reported}.superior"}
NOT_ABOVE = joined(
    READS_TASKS, NOT_HERE.removesuffix(f" {SUPERIORS} {SUPERIOR_LEADERS}"), "superior_other superior_leader_other"
)
READS_ABOVE = {DONE: "superior superior_leader", HIDDEN: NOT_ABOVE}
UNUSABLE = {"reason": "opinion_incomplete", "text": "初审意见没有说明核查情况。"}
ADVICE = {"recommendation": "grant", "opinion": "材料齐全，符合法定条件，同意上报。"}
REFUSAL = {"outcome": "refuse", "reasons": ["不符合法定条件"]}
ONLY_ABOVE = {DONE: "superior", HIDDEN: "superior_other"}


# 行政许可法42, 45: the chief representative or the leader tells how long a procedure takes; the leader alone extends.
SUSPEND, RESUME, EXTEND = (f"POST /cases/{{case_id}}/{act}" for act in ("suspend", "resume", "extend"))
HEARING = {
    "kind": "hearing",
    "planned_days": 7,
    "basis": "《中华人民共和国行政许可法》第四十六条",
    "reason": "涉及公共利益，应当听证",
    **TOLD,
}
ENDED = {"kind": "inspection_test"}
LONGER = {"reason": "情况复杂"}


def upward() -> tuple[Row, ...]:
    def reporting(words: str, thing: str, told: Any, at: str = "") -> Row:
        return Row(REPORT, {**DECIDERS, **told}, state=words, at=at, ids=about(thing), body=ADVICE)

    return (
        reporting("待上报", "reporting", {DONE: joined("chief", LEADERS)}),
        *(
            reporting(f"待上报，{letter}", "reporting", {DONE: LEADERS, sign: "chief"}, letter)
            for letter, sign in ((NONE, "缺"), (EXPIRED, "期"), (TAKEN_BACK, "撤"))
        ),
        reporting("已上报", "reported", {"序": joined("chief", LEADERS)}),
        Row("GET /tasks/{task_id}", READS_ABOVE, state="已上报", ids=REPORTED),
        Row(
            "GET /tasks/{task_id}/package",
            READS_ABOVE,
            ids=REPORTED,
            query={"purpose": "review"},
        ),
        Row(
            "GET /tasks/{task_id}/package",
            READS_ABOVE,
            state="已由该机关决定",
            ids={"task_id": "{mismatched_above}.superior"},
            query={"purpose": "review"},
        ),
        Row(RETURN, ONLY_ABOVE, state="已上报", ids=REPORTED, body=UNUSABLE),
        Row(RETURN, {HIDDEN: SUPERIORS}, state="待上报", ids=about("reporting"), body=UNUSABLE),
        Row(ABOVE, ONLY_ABOVE, state="已上报", ids=REPORTED, body=REFUSAL),
        Row(ABOVE, {HIDDEN: SUPERIORS}, state="待上报", ids=about("reporting"), body=REFUSAL),
        Row(f"{SUSPEND}-reported", ONLY_ABOVE, state="已上报", ids=about("reported"), body=HEARING),
        Row(f"{RESUME}-reported", {"听": "superior", HIDDEN: "superior_other"}, ids=about("reported"), body=ENDED),
        Row(
            f"{EXTEND}-reported",
            {"延": "superior_leader", HIDDEN: "superior_leader_other"},
            ids=about("reported"),
            body=LONGER,
        ),
    )


def correcting(words: str, thing: str, told: Any, by: str = "") -> Row:
    """行政许可法35: what the organ above has decided, nobody else corrects."""
    fields = {"/applicant/legal_representative/name": "陈改正"}
    body: dict[str, Any] = {"reason": "证照信息有误，重新制作", "fields": fields}
    return Row(f"POST /cases/{{case_id}}/result/correct{by}", told, state=words, ids=about(thing), body=body)


ISSUERS = {"册": "issuer_left", HIDDEN: "issuer_county"}
ISSUING = "issuer issuer_twin"
ISSUED = (
    Row("GET /cases/{case_id}/certificate", {DONE: ISSUING, **ISSUERS}, state="核对中", ids=about("comparing")),
    Row(
        "GET /cases/{case_id}/certificate",
        {HIDDEN: "issuer issuer_twin issuer_county"},
        state="草稿",
        ids=about("draft"),
    ),
    Row(
        "POST /cases/{case_id}/compare",
        {DONE: "issuer", "决": "issuer_twin", **ISSUERS},
        state="核对中",
        ids=about("comparing"),
        body=compared,
    ),
    Row(
        "POST /cases/{case_id}/compare",
        {"序": "issuer", "决": "issuer_twin", **ISSUERS},
        state="待送达",
        ids=about("delivering"),
        body=compared,
    ),
    Row(
        "POST /cases/{case_id}/deliver",
        {DONE: ISSUING, **ISSUERS},
        state="待送达",
        ids=about("delivering"),
        body={"recipient": PERMIT.recipient},
    ),
    Row(
        "POST /cases/{case_id}/deliver",
        {"序": ISSUING, **ISSUERS},
        state="核对中",
        ids=about("comparing"),
        body={"recipient": PERMIT.recipient},
    ),
    correcting("核对不一致", "mismatched", {DONE: joined("chief", LEADERS), **DECIDERS}),
    correcting("核对不一致，上级机关决定", "mismatched_above", {"上": joined("chief", LEADERS), **DECIDERS}),
    correcting("核对不一致，上级机关决定", "mismatched_above", ONLY_ABOVE, "-reported"),
    correcting("核对不一致", "mismatched", {HIDDEN: SUPERIORS}, "-reported"),
    correcting("待送达", "delivering", {"序": joined("chief", LEADERS), **DECIDERS}),
    Row(
        "POST /cases/{case_id}/writing/correct",
        {DONE: joined("chief", LEADERS), **DECIDERS},
        state="文书有不能印制的字",
        ids=about("unprintable_later"),
        body=rewritten,
    ),
)
OF_LEADERS = {"册": "leader_left", "门": "government", HIDDEN: "leader_other leader_county government_county"}
OF_GOVERNMENT = {"册": "leader_left", "府": LEADERS, HIDDEN: "leader_other leader_county government_county"}
BY_GOVERNMENT = {**LONGER, "approval": "阳府批〔2026〕7号"}
ON_CLOCKS = (
    Row(SUSPEND, {DONE: joined("chief", LEADERS), **DECIDERS}, state="审查中", ids=REVIEW, body=HEARING),
    Row(SUSPEND, {"序": joined("chief", LEADERS), **DECIDERS}, state="已办结", ids=about("closed"), body=HEARING),
    Row(RESUME, {DONE: joined("chief", LEADERS), **DECIDERS}, state="检测期间", ids=about("suspended"), body=ENDED),
    Row(RESUME, {"序": joined("chief", LEADERS), **DECIDERS}, state="已办结", ids=about("closed"), body=ENDED),
    Row(EXTEND, {DONE: LEADERS, **OF_LEADERS}, state="审查中", ids=REVIEW, body=LONGER),
    Row(EXTEND, {"序": LEADERS, **OF_LEADERS}, state="已办结", ids=about("closed"), body=LONGER),
    Row(
        EXTEND,
        {DONE: "government", **OF_GOVERNMENT},
        state="联办申请，各部门办理中",
        ids=about("joint_request"),
        body=BY_GOVERNMENT,
    ),
)
# 国办发〔2020〕42号: the department verifies what it has granted on a commitment, and repairs a default.
VERIFY, REPAIR = "POST /cases/{case_id}/verify", "POST /cases/{case_id}/credit/repair"
KEPT = {"outcome": "kept", "findings": "与承诺相符。"}
PAPER = {"reference": "信修〔2026〕1号"}
VERIFIERS = {
    "册": joined(OFFICERS["册"], DECIDERS["册"]),
    HIDDEN: joined(OFFICERS[HIDDEN], DECIDERS[HIDDEN]),
}
OF_VERIFIERS = joined("officer chief", LEADERS)
ON_PLEDGES = (
    Row(VERIFY, {DONE: OF_VERIFIERS, **VERIFIERS}, state="依照承诺准予", ids=about("on_pledge"), body=KEPT),
    Row(VERIFY, {"核": OF_VERIFIERS, **VERIFIERS}, state="已办结，没有告知承诺", ids=about("closed"), body=KEPT),
    Row(VERIFY, {"序": OF_VERIFIERS, **VERIFIERS}, state="审查中", ids=REVIEW, body=KEPT),
    Row(REPAIR, {DONE: joined("chief", LEADERS), **DECIDERS}, state="承诺不实", ids=about("broken"), body=PAPER),
    Row(REPAIR, {"修": joined("chief", LEADERS), **DECIDERS}, state="已办结", ids=about("closed"), body=PAPER),
)
REFUND = {"payment": "SIM1", "why": "paid_twice"}
FEES = (
    Row(
        "POST /cases/{case_id}/fee",
        {"费": LEADERS, "权": "chief", **DECIDERS},
        state="不收费的事项",
        ids=REVIEW,
        body={},
    ),
    Row(
        "POST /cases/{case_id}/fee/annul",
        {"单": LEADERS, "权": "chief", **DECIDERS},
        state="没有缴费通知书",
        ids=REVIEW,
        body={"why": "wrong_quantity"},
    ),
    Row(
        "POST /cases/{case_id}/fee/refund",
        {"款": LEADERS, "权": "chief", **DECIDERS},
        state="没有缴费",
        ids=REVIEW,
        body=REFUND,
    ),
)
ROWS = (
    *ON_TASKS,
    *CONFIRMING,
    *upward(),
    *deciding(),
    *ON_CLOCKS,
    *ON_PLEDGES,
    *ISSUED,
    *FEES,
)
