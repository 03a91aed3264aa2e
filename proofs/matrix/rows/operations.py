"""Callbacks of departments' systems, dead letters, supervision and audit. R54, R55, R88, R91, R92."""

from datetime import date

from chalicelib.clock import WorkCalendar
from proofs.kit.calendar import notices_with_days_off
from proofs.kit.departments import SECRET, address
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about

SUPERIORS = "superior superior_other"
SYSTEMS = "system system_other system_county"
ENDPOINT = {"url": address("food"), "secret": SECRET}
DELIVERY = {"message_id": "{delivery}"}
OWN_DELIVERY = {DONE: "system", HIDDEN: f"system_other system_county {SUPERIORS}"}
UNREGISTERED = {DONE: "system system_other", HIDDEN: f"system_county {SUPERIORS}"}
ADMINISTRATORS = {DONE: "admin", "区": "admin_county"}
LOOKS = {DONE: "admin supervisor", "区": "admin_county supervisor_county supervisor_far"}
TYPHOON = {"days": [{"date": "2027-08-02", "workday": False, "name": "台风停工"}], "paper": "演示"}
(_NOTICE,) = notices_with_days_off(WorkCalendar(), date(2027, 2, 5))
NOTICE = _NOTICE.model_dump(mode="json")
ROWS = (
    Row("PUT /callbacks", {DONE: f"{SYSTEMS} {SUPERIORS}"}, body=ENDPOINT),
    Row("GET /callbacks", UNREGISTERED),
    Row(
        "GET /callbacks/deliveries",
        {"①": "system", "空": f"system_other system_county {SUPERIORS}"},
        query={"limit": 100},
        plants={"①": "delivery"},
    ),
    Row("GET /callbacks/deliveries/{message_id}", OWN_DELIVERY, ids=DELIVERY),
    Row("POST /callbacks/test", UNREGISTERED, body={}),
    Row("POST /callbacks/deliveries/{message_id}/replay", OWN_DELIVERY, ids=DELIVERY, body={}),
    Row("GET /admin/calendar", ADMINISTRATORS),
    Row("POST /admin/calendar/preview", ADMINISTRATORS, body={"amendment": TYPHOON}),
    Row("POST /admin/calendar/notices", ADMINISTRATORS, body={"notice": NOTICE, "reason": "演示"}),
    Row("POST /admin/calendar/amendments", ADMINISTRATORS, body={"amendment": TYPHOON, "reason": "演示"}),
    Row("GET /admin/dead-letters", ADMINISTRATORS),
    Row("POST /admin/dead-letters/replay", ADMINISTRATORS, body={"queue": "callbacks"}),
    Row("GET /admin/payments", ADMINISTRATORS),
    Row("GET /admin/payments/days", LOOKS),
    Row("GET /admin/payments/days/{day}", LOOKS, ids={"day": "2026-11-01"}),
    Row(
        "POST /admin/payments/{parked_id}/settle",
        {"停": "admin", "区": "admin_county"},
        ids={"parked_id": "SIM9"},
        body={"how": "not_ours"},
    ),
    Row(
        "GET /supervision",
        {"①": "supervisor", "空": "supervisor_county supervisor_far"},
        query={"limit": 100},
        plants={"①": "noticed_twice"},
    ),
    Row(
        "GET /supervision/cases/{case_id}/access",
        {DONE: "supervisor", HIDDEN: "supervisor_county supervisor_far"},
        ids=about("closed"),
        query={"purpose": "supervision"},
    ),
    Row(
        "GET /supervision/cases/{case_id}/access",
        {HIDDEN: "supervisor supervisor_county supervisor_far"},
        state="草稿",
        ids=about("draft"),
        query={"purpose": "supervision"},
    ),
    Row(
        "GET /audit/cases/{case_id}/export",
        {DONE: "auditor", HIDDEN: "auditor_county"},
        state="已办结",
        ids=about("closed"),
        query={"purpose": "audit"},
    ),
    Row(
        "GET /audit/cases/{case_id}/export",
        {HIDDEN: "auditor auditor_county"},
        state="草稿",
        ids=about("draft"),
        query={"purpose": "audit"},
    ),
)
