"""Routes of applicants: their own cases and the authorisations they give. R14, R91; 行政许可法29, 民法典161-165."""

from typing import Any

from proofs.kit.applications import PERMIT, announced
from proofs.matrix import agents
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about
from proofs.matrix.scene import Scene

OWN = "owner agent"
# Everybody sees the own cases, an agent those of the authorisation; others' do not exist.
OF_THE_OWNER = {DONE: OWN, HIDDEN: "stranger", "委": "ended", "经": "operator"}
# An agent may not do it at all: it concerns the principal as a person.
ALONE = {DONE: "owner", HIDDEN: "stranger operator", "代": "agent ended"}
OUT_OF_ORDER = {"序": OWN, HIDDEN: "stranger", "委": "ended", "经": "operator"}
LISTED = {"①": "submitted", "②": "draft", "③": "withdrawn", "④": "stranger", "⑤": "other_window"}


def filled(scene: Scene, _: Any) -> Any:
    return scene.hall.form()


def supplement(scene: Scene, ids: Any) -> Any:
    return {"fields": scene.hall.people.new_fields(ids["case_id"])}


ON_CASES = (
    Row(
        "POST /applications",
        {DONE: "owner agent stranger", "委": "ended", "经": "operator"},
        body={"item": PERMIT.item, "form": {}},
    ),
    Row(
        "GET /applications",
        {"①②③⑤": "owner", "①②③": "agent", "④": "stranger", "委": "ended", "经": "operator"},
        query={"limit": 100},
        plants=LISTED,
    ),
    *(
        Row("GET /applications/{case_id}", told, state=words, ids=about(thing))
        for words, thing, told in (
            ("待受理", "submitted", OF_THE_OWNER),
            ("草稿", "draft", OF_THE_OWNER),
            ("已办结", "closed", OF_THE_OWNER),
            ("委托范围以外的事项", "other_window", {**OF_THE_OWNER, DONE: "owner", HIDDEN: "agent stranger"}),
        )
    ),
    Row("PUT /applications/{case_id}/form", OF_THE_OWNER, state="草稿", ids=about("draft"), body=filled),
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
    Row("GET /applications/{case_id}/materials", OF_THE_OWNER, ids=about("submitted")),
    Row("POST /applications/{case_id}/submit", OF_THE_OWNER, state="草稿", ids=about("draft"), body={}),
    Row("POST /applications/{case_id}/submit", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body={}),
    Row(
        "POST /applications/{case_id}/supplement",
        OF_THE_OWNER,
        state="待补正",
        ids=about("correcting"),
        body=supplement,
    ),
    Row("POST /applications/{case_id}/supplement", OUT_OF_ORDER, state="待受理", ids=about("submitted"), body={}),
    Row("POST /applications/{case_id}/withdraw", OF_THE_OWNER, state="待受理", ids=about("submitted"), body={}),
    Row("POST /applications/{case_id}/withdraw", OUT_OF_ORDER, state="已办结", ids=about("closed"), body={}),
    Row("GET /applications/{case_id}/documents", OF_THE_OWNER, ids=about("closed")),
    Row("GET /applications/{case_id}/documents/{no}", OF_THE_OWNER, ids={**about("closed"), "no": "certificate"}),
    Row("GET /applications/{case_id}/access", {**ALONE, HIDDEN: "stranger", "主": "operator"}, ids=about("closed")),
    Row("GET /applications/{case_id}/events/{seq}/why", OF_THE_OWNER, ids={**about("closed"), "seq": "2"}),
    Row("GET /applications/{case_id}/export", ALONE, ids=about("closed")),
    Row("GET /me/export", {DONE: "owner stranger", "代": "agent ended", "主": "operator"}),
)

# Who asks here asks in the own name: an operator is the person, and the company is its legal representative.
AUTHORISATION = {"authorisation_id": "{offered}"}
SIDES = {DONE: "owner agent ended", HIDDEN: "operator stranger"}
ON_AUTHORISATIONS = tuple(
    row._replace(bare=True)
    for row in (
        Row(
            "POST /authorisations",
            {DONE: "owner", "个": "stranger", "主": "agent ended operator"},
            state="委托经办人",
            body=agents.WANTED,
        ),
        Row(
            "POST /authorisations",
            {DONE: "stranger", "个": "owner", "主": "agent ended operator"},
            state="委托代理人",
            body={**agents.WANTED, "kind": "agent"},
        ),
        Row(
            "GET /authorisations/given",
            {"①②": "owner", "空": "stranger", "主": "agent ended operator"},
            plants={"①": "active", "②": "offered"},
        ),
        Row(
            "GET /authorisations/received",
            {"①②": "agent ended", "空": "owner operator stranger"},
            plants={"①": "active", "②": "offered"},
        ),
        Row("GET /authorisations/{authorisation_id}", SIDES, ids=AUTHORISATION),
        Row(
            "POST /authorisations/{authorisation_id}/accept",
            {DONE: "agent ended", "方": "owner", HIDDEN: "operator stranger"},
            ids=AUTHORISATION,
            body={"notice_version": 1},
        ),
        Row(
            "POST /authorisations/{authorisation_id}/decline",
            {DONE: "agent ended", "方": "owner", HIDDEN: "operator stranger"},
            ids=AUTHORISATION,
            body={},
        ),
        Row("POST /authorisations/{authorisation_id}/revoke", SIDES, ids={"authorisation_id": "{active}"}, body={}),
        Row("GET /me/consents", {"①": "owner", "空": "stranger", "主": "agent ended operator"}, plants={"①": "active"}),
        Row(
            "POST /me/consents/{consent_id}/withdraw",
            {DONE: "owner", HIDDEN: "stranger", "主": "agent ended operator"},
            ids={"consent_id": "authorisation-{active}"},
            body={},
        ),
    )
)
ROWS = (*ON_CASES, *ON_AUTHORISATIONS)
