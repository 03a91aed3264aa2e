"""The record of a case, as people of the hall read it. R1, R91: the hall sees its division, a department its own cases;
a draft, or one that was thrown away, is nobody's business. 个人信息保护法6: personal data only for a purpose that fits.
"""

from typing import Any

from proofs.kit.applications import PERMIT
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about, joined, without
from proofs.matrix.rows.groups import ELSEWHERE, OF_OTHER_DEPARTMENT, OF_THE_DEPARTMENT, READERS, SEES
from proofs.matrix.scene import Scene

# Who sees received cases sees them; to others of the same permission they do not exist.
SEEN = {DONE: SEES, HIDDEN: ELSEWHERE}
HIDDEN_FROM_ALL = {HIDDEN: joined(SEES, ELSEWHERE)}
OF_THE_COUNTY = {
    DONE: "clerk_county issuer_county officer_county chief_county leader_county system_county government_county "
    "manager_county supervisor supervisor_county",
}
COUNTY = {**OF_THE_COUNTY, HIDDEN: without(READERS, OF_THE_COUNTY[DONE])}
PLANTS = {
    "①": "submitted",
    "②": "other_window",
    "③": "county",
    "④": "draft",
    "⑤": "abandoned",
    "⑥": "withdrawn",
    "⑦": "transferred",
    "⑧": "delivering",
}


def reading(route: str, purpose: str, fits: str, *, part: str, **ids: str) -> Row:
    """For this purpose only those in `fits` see it; the others who see the case are told that it does not fit."""
    told = {DONE: fits, "途": without(SEES, fits), HIDDEN: ELSEWHERE}
    return Row(route, told, state=f"{part}，目的 {purpose}", ids=ids, query={"purpose": purpose})


def numbered(scene: Scene, _: Any) -> Any:
    return {"number": scene.things["number"]}


def at_the_desk(path: str) -> tuple[Row, ...]:
    """One view of a case in each state that decides who sees it."""
    route = f"GET /cases/{{case_id}}{path}"
    states = (
        ("待受理", "submitted", SEEN),
        ("草稿", "draft", HIDDEN_FROM_ALL),
        ("草稿时撤回", "abandoned", HIDDEN_FROM_ALL),
        ("收件后撤回", "withdrawn", SEEN),
        ("县的办件", "county", COUNTY),
    )
    return tuple(Row(route, told, state=words, ids=about(thing)) for words, thing, told in states)


NAME = PERMIT.form["applicant"]["name"]
# By name the hall finds the company's cases of its own windows, ended ones too; of drafts nothing is known.
FOUND = {"①": "submitted", "②": "other_window", "③": "county", "④": "draft", "⑤": "abandoned", "⑥": "withdrawn"}
QUESTIONS = "GET /cases/{case_id}/ask-department"
CASE = "GET /cases/{case_id}"
RENDITION = "GET /cases/{case_id}/materials/{file_id}/rendition"
NOTICE = "GET /cases/{case_id}/notice"
ROWS = (
    *at_the_desk("/duplicates"),
    Row(NOTICE, SEEN, state="待补正", ids=about("correcting")),
    Row(NOTICE, {"告": SEES, HIDDEN: ELSEWHERE}, state="没有一次性告知", ids=about("submitted")),
    reading(NOTICE, "acceptance", "clerk", part="待补正", **about("correcting")),
    Row(
        "GET /cases",
        {
            "①②": "clerk clerk_other",
            "⑧": "issuer issuer_twin",
            "①⑦⑧": OF_THE_DEPARTMENT,
            "②": OF_OTHER_DEPARTMENT,
            "①②⑦⑧": "supervisor government manager",
            "空": without(ELSEWHERE, OF_OTHER_DEPARTMENT),
        },
        query={"limit": 100},
        plants=PLANTS,
    ),
    Row(
        "POST /cases/search",
        {
            "①⑥": "clerk",
            "②": "clerk_other",
            "①②⑥": "issuer issuer_twin",
            "空": "clerk_county issuer_county",
            "途": without(READERS, "clerk clerk_other clerk_county issuer issuer_twin issuer_county"),
        },
        state="按名称查找，目的 identity",
        body={"name": NAME, "purpose": "identity", "limit": 100},
        plants=FOUND,
    ),
    Row(
        "POST /cases/search",
        {"①": joined(SEES), "空": ELSEWHERE},
        state="按编号查找",
        body=numbered,
        plants=FOUND,
    ),
    *at_the_desk(""),
    Row("GET /cases/{case_id}/timeline", SEEN, ids=about("submitted")),
    Row("GET /cases/{case_id}/timeline", HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
    Row("GET /cases/{case_id}/clock", SEEN, ids=about("submitted")),
    Row("GET /cases/{case_id}/sessions", SEEN, ids=about("examined")),
    Row("GET /cases/{case_id}/clock", HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
    *(
        row
        for path in ("graph", "graph.svg", "bill")
        for row in (
            Row(
                f"GET /cases/{{case_id}}/{path}",
                {"联": SEES, HIDDEN: ELSEWHERE},
                state="不是联办",
                ids=about("submitted"),
            ),
            Row(f"GET /cases/{{case_id}}/{path}", HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
        )
    ),
    Row(
        "GET /cases/projects/{code}",
        {"项": joined(SEES, ELSEWHERE)},
        state="没有这个项目",
        ids={"code": "2609-441702-04-01-999999"},
    ),
    Row("GET /cases/{case_id}/events", SEEN, ids=about("submitted")),
    Row("GET /cases/{case_id}/events", HIDDEN_FROM_ALL, state="草稿时撤回", ids=about("abandoned")),
    Row("GET /cases/{case_id}/materials", SEEN, ids=about("submitted")),
    Row("GET /cases/{case_id}/materials", HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
    Row("GET /cases/{case_id}/events/{seq}/why", SEEN, ids={**about("submitted"), "seq": "1"}),
    Row(QUESTIONS, SEEN, ids=about("asked")),
    Row(QUESTIONS, HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
    Row("GET /cases/{case_id}/fee", {"单": SEES, HIDDEN: ELSEWHERE}, state="没有缴费通知书", ids=about("submitted")),
    Row("GET /cases/{case_id}/fee", HIDDEN_FROM_ALL, state="草稿", ids=about("draft")),
    Row("GET /cases/{case_id}/documents", SEEN, ids=about("closed")),
    reading(CASE, "acceptance", "clerk", part="待受理", **about("submitted")),
    reading(CASE, "review", "officer chief leader leader_twin system", part="审查中", **about("in_review")),
    reading(CASE, "issue", "issuer issuer_twin", part="待送达", **about("delivering")),
    reading("GET /cases/{case_id}/materials", "acceptance", "clerk", part="待受理", **about("submitted")),
    reading(RENDITION, "acceptance", "clerk", part="待受理", **about("submitted"), file_id="{submitted_file}"),
    reading("GET /cases/{case_id}/events", "acceptance", "clerk", part="待受理", **about("submitted")),
    reading(QUESTIONS, "acceptance", "clerk officer system", part="已征询", **about("asked")),
    reading("GET /cases/{case_id}/timeline", "acceptance", "clerk", part="待受理", **about("submitted")),
    reading(
        "GET /cases/{case_id}/events/{seq}/why", "acceptance", "clerk", part="待受理", **about("submitted"), seq="1"
    ),
    reading(
        "GET /cases/{case_id}/documents/{no}",
        "papers",
        "clerk issuer issuer_twin officer chief leader leader_twin system",
        part="已办结",
        **about("closed"),
        no="certificate",
    ),
    reading(
        "GET /cases/{case_id}/export", "audit", "supervisor chief leader leader_twin", part="已办结", **about("closed")
    ),
)
