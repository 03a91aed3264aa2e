"""The consultation desk and the knowledge base. R17, R18, R45, R74."""

from collections.abc import Mapping
from typing import Any

from proofs.matrix.consultations import ENTRY, TEXT
from proofs.matrix.outcomes import DONE, EMPTY, HIDDEN
from proofs.matrix.row import NOTHING, Row, joined
from proofs.matrix.rows.groups import ELSEWHERE, SEES
from proofs.matrix.scene import Scene

# An account sees what it has asked itself, however well it was checked.
ACCOUNTS = "owner second low unchecked agent agent_low ended operator stranger"
OWN = {DONE: "owner low", HIDDEN: "second unchecked agent agent_low ended operator stranger"}
DEPARTMENT = "officer chief"
OTHERS = "officer_other officer_county chief_other chief_county"
NOT_HERE = joined(OTHERS, "supervisor_county supervisor_far guide_county")
AT_DESK = {DONE: "guide", HIDDEN: "guide_county"}
OF_DEPARTMENT = {DONE: DEPARTMENT, HIDDEN: OTHERS}
OF_EDITOR = {DONE: "editor", HIDDEN: "editor_other", "区": "editor_county"}
LISTS: Mapping[str, str] = {"①": "at_desk", "②": "at_food"}


def _about(thing: str) -> Mapping[str, str]:
    return {"consultation_id": f"{{{thing}}}"}


def _on(route: str, told: Mapping[str, str], thing: str, body: Any = None) -> Row:
    return Row(f"{route}", told, ids=_about(thing), body=body)


def _closed_case(scene: Scene, _: Any) -> Any:
    return {"case": scene.things["closed"]}


def _cited(scene: Scene, _: Any) -> Any:
    return {"entry": scene.things["entry"]}


OF_ASKERS = tuple(
    row._replace(bare=True)
    for row in (
        Row("POST /consultations", {DONE: ACCOUNTS}, body={"text": TEXT}),
        Row(
            "GET /consultations",
            {"①": "owner low", EMPTY: "second unchecked agent agent_low ended operator stranger"},
            plants={"①": "online"},
        ),
        _on("GET /consultations/{consultation_id}", OWN, "answered"),
        _on("POST /consultations/{consultation_id}/withdraw", OWN, "online", {}),
        Row(
            "POST /consultations/{consultation_id}/case",
            OWN,
            ids=_about("answered"),
            body=_closed_case,
        ),
    )
)
OF_STAFF = (
    Row("POST /desk/consultations", {DONE: "guide", "区": "guide_county"}, body={"text": TEXT}),
    Row(
        "GET /desk/consultations",
        {"①": "guide", "②": joined(DEPARTMENT, "supervisor"), EMPTY: NOT_HERE},
        plants=LISTS,
    ),
    _on(
        "GET /desk/consultations/{consultation_id}",
        {DONE: joined(DEPARTMENT, "supervisor guide"), HIDDEN: NOT_HERE},
        "at_food",
    ),
    Row(
        "POST /desk/consultations/{consultation_id}/answer",
        AT_DESK,
        ids=_about("at_desk"),
        body=_cited,
    ),
    _on("POST /desk/consultations/{consultation_id}/forward", AT_DESK, "at_desk", {"department": "food"}),
    _on("POST /desk/consultations/{consultation_id}/tell", AT_DESK, "to_tell", {"by": "in_person"}),
    _on(
        "POST /desk/consultations/{consultation_id}/reply",
        OF_DEPARTMENT,
        "at_food",
        {"text": "届满三十日前。", "basis": "行政许可法第五十条"},
    ),
    _on(
        "POST /desk/consultations/{consultation_id}/appoint",
        OF_DEPARTMENT,
        "at_food",
        {"at": "2026-11-26T15:00:00+08:00", "place": "三楼咨询室"},
    ),
    _on("POST /desk/consultations/{consultation_id}/send-back", OF_DEPARTMENT, "at_food", {"reason": "不属本部门。"}),
    Row("GET /cases/{case_id}/consultations", {DONE: SEES, HIDDEN: ELSEWHERE}, ids={"case_id": "{closed}"}),
)
OF_KNOWLEDGE = (
    Row("GET /knowledge", NOTHING, public=DONE),
    Row("GET /knowledge/{entry_id}", NOTHING, ids={"entry_id": "{entry}"}, public=DONE),
    Row(
        "GET /admin/knowledge",
        {"①": "editor", EMPTY: "editor_other", "区": "editor_county"},
        plants={"①": "entry"},
    ),
    Row("POST /admin/knowledge", {DONE: "editor editor_other", "区": "editor_county"}, body=ENTRY),
    Row("PUT /admin/knowledge/{entry_id}", OF_EDITOR, ids={"entry_id": "{entry}"}, body=ENTRY),
    Row(
        "POST /admin/knowledge/{entry_id}/withdraw",
        OF_EDITOR,
        ids={"entry_id": "{entry}"},
        body={"reason": "政策已调整"},
    ),
)
ROWS = (*OF_ASKERS, *OF_STAFF, *OF_KNOWLEDGE)
