"""The registers of the directory: regions are tenants (R91), whoever leaves has no right any more (R59)."""

from local.directories import demonstration
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, joined
from proofs.matrix.rows.groups import READERS

READ = "supervisor manager admin"
READ_ELSEWHERE = "supervisor_county supervisor_far manager_county admin_county"
COUNTY_READERS = "supervisor_county manager_county admin_county"
QUESTION = {"department": "food", "item": "YM-P01", "act": "accept"}
MEMBER = {
    "id": "S990",
    "name": "新演示",
    "unit_kind": "department",
    "unit": "food",
    "post": "审查员",
    "rank": "科员级",
    "staff_type": "公务员",
    "roles": ["officer"],
    "starts_on": "2026-11-23",
}
ATTENDANCE = {"department": "road", "day": "2026-11-23", "people": 2}
FILING = {"number": "示政数备〔2026〕1号"}
END = {"reason": "收回委托"}
OF_HALL = {"windows": [{**demonstration()["windows"][1], "accessible": True}]}
MEMBERS = {"①": "own_member", "②": "other_member", "③": "county_member"}
LETTERS = {"①": "own_letter", "②": "other_letter"}
SEES_OWN = {DONE: READ, HIDDEN: READ_ELSEWHERE}


def of_the_place(sees: str) -> dict[str, str]:
    """A list of the own region: the county has its own, a city elsewhere has nothing here."""
    return {sees: READ, "空": READ_ELSEWHERE}


ROWS = (
    Row("GET /directory/authority", {DONE: READERS}, query=QUESTION),
    Row(
        "GET /directory/staff",
        {**of_the_place("①"), "③": COUNTY_READERS, "空": "supervisor_far"},
        query={"limit": 100, "unit": "food"},
        plants=MEMBERS,
    ),
    Row("GET /directory/staff/{staff_id}", SEES_OWN, ids={"staff_id": "{own_member}"}),
    Row(
        "GET /directory/staff/{staff_id}",
        {DONE: COUNTY_READERS, HIDDEN: joined(READ, "supervisor_far")},
        state="县的人员",
        ids={"staff_id": "{county_member}"},
    ),
    Row("POST /directory/staff", {DONE: "admin admin_county"}, body=MEMBER),
    Row(
        "POST /directory/staff/{staff_id}/leave",
        {DONE: "admin", HIDDEN: "admin_county"},
        ids={"staff_id": "{own_member}"},
        body={"reason": "调离"},
    ),
    Row("GET /directory/seals", of_the_place("①"), query={"limit": 100}, plants={"①": "own_seal"}),
    Row("GET /directory/letters", of_the_place("①②"), query={"limit": 100}, plants=LETTERS),
    Row("GET /directory/letters/{letter_id}", SEES_OWN, ids={"letter_id": "{own_letter}"}),
    Row(
        "GET /directory/filings",
        {"①②": "supervisor", "空": "supervisor_county supervisor_far"},
        query={"limit": 100},
        plants=LETTERS,
    ),
    # R57, R72: only the own department takes its letter back, only the bureau of the place files it.
    Row(
        "POST /directory/letters/{letter_id}/revoke",
        {DONE: "leader leader_twin", HIDDEN: "leader_other leader_county"},
        ids={"letter_id": "{own_letter}"},
        body=END,
    ),
    Row(
        "POST /directory/letters/{letter_id}/filing",
        {DONE: "supervisor", HIDDEN: "supervisor_county supervisor_far"},
        ids={"letter_id": "{own_letter}"},
        body=FILING,
    ),
    Row("GET /directory/gaps", {DONE: joined(READ, COUNTY_READERS), HIDDEN: "supervisor_far"}),
    Row(
        "GET /directory/departments/{id}/contacts",
        {DONE: READ, HIDDEN: joined("supervisor_far", COUNTY_READERS)},
        ids={"id": "food"},
        query={"region": "441700"},
    ),
    Row("POST /directory/attendance", {DONE: "manager", HIDDEN: "manager_county"}, body=ATTENDANCE),
    Row(
        "GET /directory/attendance",
        {DONE: READ, HIDDEN: joined("supervisor_far", COUNTY_READERS)},
        query={"region": "441700"},
    ),
    Row("POST /admin/directory/imports", {DONE: "admin", "域": "admin_county"}, body=OF_HALL),
)
