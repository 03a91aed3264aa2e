"""Routes for anybody: a token changes nothing of what they answer."""

from typing import Any

from proofs.kit.applications import PERMIT
from proofs.kit.fees import connect
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import NOTHING, Row
from proofs.matrix.scene import Scene

PLANNED = {"answers": {"pre_approval_scope": False, "agent": False}}
NAMED = {"item": PERMIT.item, "kind": "renewal", "start": "2027-03-01"}
PAUSED = {"start": "2026-11-24", "unit": "workday", "length": 3}
SLIP = {"query_code": "0000000000", "factor": "0000"}


def slip(scene: Scene, _: Any) -> Any:
    return scene.slip()


def unsigned(scene: Scene, _: Any) -> Any:
    connect(scene.hall.platform)
    return {"order": "YM-nobody", "kind": "paid", "payment": "SIM1", "fen": 1, "at": "2026-11-24T09:00:00+08:00"}


def asked_unsigned(scene: Scene, _: Any) -> Any:
    connect(scene.hall.platform)
    return {"order": "YM-nobody", "fen": 1}


def _open(route: str, **more: object) -> Row:
    return Row(route, NOTHING, public=DONE)._replace(**more)


ROWS = (
    _open("GET /items/changes"),
    _open("GET /items/changes.atom"),
    Row("GET /item-lists", NOTHING, state="没有公布", public=HIDDEN),
    _open("GET /items"),
    _open("GET /items/{code}", ids={"code": PERMIT.item}),
    _open("POST /items/{code}/checklist", ids={"code": PERMIT.item}, body={"answers": {}}),
    _open("GET /items/{code}/guide", ids={"code": PERMIT.item}),
    _open("GET /items/{code}/checklist", ids={"code": PERMIT.item}),
    _open("GET /items/{code}/form", ids={"code": PERMIT.item}),
    _open("GET /schemes"),
    _open("GET /schemes/{code}", ids={"code": "YM-J04"}),
    _open("GET /schemes/{code}/graph", ids={"code": "YM-J04"}),
    _open("GET /schemes/{code}/graph.svg", ids={"code": "YM-J04"}),
    _open("POST /schemes/{code}/plan", ids={"code": "YM-J04"}, body=PLANNED),
    _open("GET /directory/regions"),
    _open("GET /directory/regions/{code}", ids={"code": "441781"}),
    _open("GET /directory/departments"),
    _open("GET /directory/departments/{id}", ids={"id": "food"}),
    _open("GET /directory/duty"),
    _open("GET /directory/documents"),
    _open("GET /directory/documents/{id}", ids={"id": "DOC-YJ-2018-251"}),
    _open("GET /directory/halls"),
    _open("GET /directory/halls/{id}", ids={"id": "HALL-441781"}, query={"region": "441781"}),
    _open("GET /directory/items/{code}/window", ids={"code": PERMIT.item}),
    _open("GET /directory/statistics"),
    _open("GET /directory/windows/counts"),
    _open("GET /calendar", query={"year": 2026}),
    _open("POST /deadlines", body=PAUSED),
    _open("POST /deadlines", state="事项的期限", body=NAMED),
    _open("GET /openapi.json"),
    _open("GET /docs"),
    _open("GET /docs/callbacks"),
    _open("GET /docs/errors"),
    Row("POST /progress", NOTHING, state="查询码不对", body=SLIP, public=HIDDEN),
    _open("POST /progress", state="查询码相符", body=slip),
    _open("GET /notices"),
    _open("GET /certificates/verify", query={"id": "none", "sha": "0" * 64, "issued": "2026-11-24"}),
    _open("GET /audit/heads", query={"division": "441700"}),
    Row(
        "GET /audit/heads/{division}/{day}",
        NOTHING,
        state="没有存证",
        ids={"division": "441700", "day": "2004-01-01"},
        absent="day",
        public=HIDDEN,
    ),
    _open("GET /audit/heads/{division}/{day}", state="有存证", ids={"division": "441700", "day": "2026-11-24"}),
    _open("GET /audit/keys"),
    Row("POST /payments/notifications", NOTHING, state="没有支付机构的签名", body=unsigned, public="签"),
    Row("POST /payments/payable", NOTHING, state="没有支付机构的签名", body=asked_unsigned, public="签"),
)
