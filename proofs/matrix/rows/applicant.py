"""Routes of applicants: their own cases and the authorisations they give. R14, R91; 行政许可法29, 民法典161-165."""

from typing import Any

from proofs.kit.applications import PERMIT, announced
from proofs.matrix import agents
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined
from proofs.matrix.scene import Scene

# The account that has made the case, whatever its level of this log-in, another one of the same person, and the agent.
OWN = "owner second low agent"
# Name and number alone prove nobody (实名等级 2): the other account finds nothing of the person's, and no agent acts.
NOT_THERE = "stranger unchecked"
LOW = "low unchecked"
UNCHECKED = "2 级的另一账号填写的草稿"
UNDER = {"级": "agent_low", "委": "ended", "经": "operator"}
# Everybody sees the own cases, an agent those of the authorisation; others' do not exist.
OF_THE_OWNER = {DONE: OWN, HIDDEN: NOT_THERE, **UNDER}
# What has effect in law asks for a level of this log-in too.
WITH_EFFECT = {**OF_THE_OWNER, DONE: "owner second agent", "级": "low agent_low"}
# A draft under the name and number of the company, by an account that nobody has checked: the person sees it too.
OF_UNCHECKED = {**OF_THE_OWNER, DONE: "owner second agent unchecked", HIDDEN: "stranger low"}
# An agent may not do it at all: it concerns the principal as a person.
ALONE = {DONE: "owner second low", HIDDEN: "stranger unchecked operator", "代": "agent agent_low ended"}
OUT_OF_ORDER = {"序": OWN, HIDDEN: NOT_THERE, **UNDER}
# Not what was printed.
UNREAD = {"line": "01", "digest": "0" * 64}
WITHOUT_FEE = {"单": OWN, HIDDEN: NOT_THERE, **UNDER}
LISTED = {
    **{"①": "submitted", "②": "draft", "③": "withdrawn", "④": "stranger", "⑤": "other_window"},
    "⑥": "unchecked_draft",
}


def filled(scene: Scene, _: Any) -> Any:
    return scene.hall.form()


def supplement(scene: Scene, ids: Any) -> Any:
    return {"fields": scene.hall.people.new_fields(ids["case_id"])}


ON_CASES = (
    Row(
        "POST /applications",
        {DONE: f"{OWN} {NOT_THERE}", **UNDER},
        body={"item": PERMIT.item, "form": {}},
    ),
    Row(
        "GET /applications",
        {
            **{"①②③⑤⑥": "owner second", "①②③⑤": "low", "①②③⑥": "agent", "④": "stranger", "⑥": "unchecked"},
            **UNDER,
        },
        query={"limit": 100},
        plants=LISTED,
    ),
    *(
        Row("GET /applications/{case_id}", told, state=words, ids=about(thing))
        for words, thing, told in (
            ("待受理", "submitted", OF_THE_OWNER),
            ("草稿", "draft", OF_THE_OWNER),
            (UNCHECKED, "unchecked_draft", OF_UNCHECKED),
            ("已办结", "closed", OF_THE_OWNER),
            (
                "委托范围以外的事项",
                "other_window",
                {**OF_THE_OWNER, DONE: "owner second low", HIDDEN: f"agent {NOT_THERE}"},
            ),
        )
    ),
    Row("PUT /applications/{case_id}/form", OF_THE_OWNER, state="草稿", ids=about("draft"), body=filled),
    Row(
        "PUT /applications/{case_id}/form",
        OF_UNCHECKED,
        state=UNCHECKED,
        ids=about("unchecked_draft"),
        body=filled,
    ),
    Row("PUT /applications/{case_id}/form", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body=filled),
    Row("POST /applications/{case_id}/materials", OF_THE_OWNER, state="草稿", ids=about("draft"), body=announced("01")),
    Row(
        "POST /applications/{case_id}/materials",
        OUT_OF_ORDER,
        state="已办结",
        ids=about("closed"),
        body=announced("01"),
    ),
    Row(
        "DELETE /applications/{case_id}/materials/{file_id}",
        OF_THE_OWNER,
        state="草稿",
        ids={**about("draft"), "file_id": "{draft_file}"},
    ),
    Row("GET /applications/{case_id}/sheets", OF_THE_OWNER, ids=about("submitted")),
    Row("POST /applications/{case_id}/sheets", {**OF_THE_OWNER, DONE: "", "改": OWN}, ids=about("draft"), body=UNREAD),
    Row("POST /applications/{case_id}/sheets", OUT_OF_ORDER, state="已办结", ids=about("closed"), body=UNREAD),
    Row("GET /applications/{case_id}/materials", OF_THE_OWNER, ids=about("submitted")),
    Row(
        "GET /applications/{case_id}/materials/{file_id}/rendition",
        OF_THE_OWNER,
        ids={**about("submitted"), "file_id": "{submitted_file}"},
    ),
    Row("POST /applications/{case_id}/precheck", OF_THE_OWNER, state="草稿", ids=about("draft"), body={}),
    Row("POST /applications/{case_id}/precheck", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body={}),
    Row(
        "POST /applications/{case_id}/precheck/withdraw",
        OF_THE_OWNER,
        state="已请求预审的草稿",
        ids=about("precheck_asked"),
        body={},
    ),
    Row("GET /applications/{case_id}/precheck", OF_THE_OWNER, ids=about("precheck_asked")),
    Row("POST /applications/{case_id}/submit", WITH_EFFECT, state="草稿", ids=about("draft"), body={}),
    Row(
        "POST /applications/{case_id}/submit",
        {**OF_UNCHECKED, DONE: "owner second agent", "级": "unchecked agent_low"},
        state=UNCHECKED,
        ids=about("unchecked_draft"),
        body={},
    ),
    Row("POST /applications/{case_id}/submit", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body={}),
    Row(
        "POST /applications/{case_id}/supplement",
        WITH_EFFECT,
        state="待补正",
        ids=about("correcting"),
        body=supplement,
    ),
    Row("GET /applications/{case_id}/notice", OF_THE_OWNER, state="待补正", ids=about("correcting")),
    Row(
        "GET /applications/{case_id}/notice",
        {**OF_THE_OWNER, DONE: "", "告": OWN},
        state="没有一次性告知",
        ids=about("submitted"),
    ),
    Row("POST /applications/{case_id}/supplement", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body={}),
    Row(
        "POST /applications/{case_id}/answers",
        OUT_OF_ORDER,
        state="不是已受理的联办申请",
        ids=about("submitted"),
        body={"answers": {"drainage": False}},
    ),
    Row(
        "POST /applications/{case_id}/sharing",
        OF_THE_OWNER,
        state="待受理，有未取得的共享材料",
        ids=about("unshared"),
        body={},
    ),
    Row("POST /applications/{case_id}/sharing", OUT_OF_ORDER, state="已办结", ids=about("closed"), body={}),
    Row(
        "POST /applications/{case_id}/papers",
        {**UNDER, DONE: "owner second agent", HIDDEN: f"low {NOT_THERE}"},
        state="容缺受理，材料已上传",
        ids=about("brought"),
        body={},
    ),
    Row("POST /applications/{case_id}/papers", OUT_OF_ORDER, state="已办结", ids=about("closed"), body={}),
    Row("POST /applications/{case_id}/withdraw", OF_THE_OWNER, state="草稿", ids=about("draft"), body={}),
    Row("POST /applications/{case_id}/withdraw", OF_UNCHECKED, state=UNCHECKED, ids=about("unchecked_draft"), body={}),
    Row("POST /applications/{case_id}/withdraw", WITH_EFFECT, state="待受理", ids=about("submitted"), body={}),
    Row("POST /applications/{case_id}/withdraw", OUT_OF_ORDER, state="已办结", ids=about("closed"), body={}),
    Row("GET /applications/{case_id}/fee", WITHOUT_FEE, state="没有缴费通知书", ids=about("submitted")),
    Row("POST /applications/{case_id}/fee/pay", WITHOUT_FEE, state="没有缴费通知书", ids=about("submitted"), body={}),
    Row("GET /applications/{case_id}/documents", OF_THE_OWNER, ids=about("closed")),
    Row("GET /applications/{case_id}/documents/{no}", OF_THE_OWNER, ids={**about("closed"), "no": "certificate"}),
    Row("GET /applications/{case_id}/access", {**ALONE, HIDDEN: NOT_THERE, "主": "operator"}, ids=about("closed")),
    Row("GET /applications/{case_id}/clock", OF_THE_OWNER, ids=about("closed")),
    *(
        Row(
            f"GET /applications/{{case_id}}/{path}",
            {**OF_THE_OWNER, DONE: "", "联": OWN},
            state="不是联办",
            ids=about("closed"),
        )
        for path in ("graph", "graph.svg", "bill")
    ),
    Row(
        "POST /applications/{case_id}/bill/pay",
        {**OF_THE_OWNER, DONE: "", "联": OWN},
        state="不是联办",
        ids=about("closed"),
        body={},
    ),
    Row(
        "GET /projects/{code}",
        {**UNDER, "项": joined(OWN, NOT_THERE)},
        state="没有这个项目",
        ids={"code": "2609-441702-04-01-999999"},
    ),
    Row("GET /applications/{case_id}/events/{seq}/why", OF_THE_OWNER, ids={**about("closed"), "seq": "2"}),
    Row("GET /applications/{case_id}/export", ALONE, ids=about("closed")),
    Row(
        "GET /me/export",
        {DONE: "owner second stranger", "级": LOW, "代": "agent agent_low ended", "主": "operator"},
    ),
)

# Who asks here asks in the own name: an operator is the person, and the company is its legal representative.
AUTHORISATION = {"authorisation_id": "{offered}"}
AUTHORISES = {**agents.WANTED, "from": "2026-11-25"}  # the day on which the rows are played
SIDES = {DONE: "owner second agent ended", HIDDEN: "operator stranger", "级": f"{LOW} agent_low"}
NO_PRINCIPAL = {"级": LOW, "主": "agent agent_low ended operator"}
OF_THE_AGENT = {DONE: "agent ended", "方": "owner second", HIDDEN: "operator stranger", "级": f"{LOW} agent_low"}
ON_AUTHORISATIONS = tuple(
    row._replace(bare=True)
    for row in (
        Row(
            "POST /authorisations",
            {DONE: "owner second", "个": "stranger", **NO_PRINCIPAL},
            state="委托经办人",
            body=AUTHORISES,
        ),
        Row(
            "POST /authorisations",
            {DONE: "stranger", "个": "owner second", **NO_PRINCIPAL},
            state="委托代理人",
            body={**AUTHORISES, "kind": "agent"},
        ),
        Row(
            "GET /authorisations/given",
            {"①②": "owner second", "空": "stranger", **NO_PRINCIPAL},
            plants={"①": "active", "②": "offered"},
        ),
        Row(
            "GET /authorisations/received",
            {"①②": "agent ended", "空": "owner second operator stranger", "级": f"{LOW} agent_low"},
            plants={"①": "active", "②": "offered"},
        ),
        Row("GET /authorisations/{authorisation_id}", SIDES, ids=AUTHORISATION),
        Row(
            "POST /authorisations/{authorisation_id}/accept",
            OF_THE_AGENT,
            ids=AUTHORISATION,
            body={"notice_version": 1},
        ),
        Row(
            "POST /authorisations/{authorisation_id}/decline",
            OF_THE_AGENT,
            ids=AUTHORISATION,
            body={},
        ),
        Row("POST /authorisations/{authorisation_id}/revoke", SIDES, ids={"authorisation_id": "{active}"}, body={}),
        Row("GET /me/consents", {"①": "owner second", "空": "stranger", **NO_PRINCIPAL}, plants={"①": "active"}),
        Row(
            "POST /me/consents/{consent_id}/withdraw",
            {DONE: "owner second", HIDDEN: "stranger", **NO_PRINCIPAL},
            ids={"consent_id": "authorisation-{active}"},
            body={},
        ),
    )
)
ROWS = (*ON_CASES, *ON_AUTHORISATIONS)
