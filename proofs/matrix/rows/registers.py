"""The registers of the directory: regions are tenants (R91), whoever leaves has no right any more (R59)."""

from local.directories import demonstration
from proofs.kit.new_records import SCAN, new_member, new_power_letter
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.registers import SEAL
from proofs.matrix.row import Row, joined
from proofs.matrix.rows.groups import READERS

READ = "supervisor manager admin"
READ_ELSEWHERE = "supervisor_county supervisor_far manager_county admin_county"
COUNTY_READERS = "supervisor_county manager_county admin_county"
QUESTION = {"department": "food", "item": "YM-P01", "act": "accept"}
MEMBER = new_member("2026-11-23")
WINDOW_COUNT = {"day": "2026-11-24", "received": 41, "finished": 38}
ATTENDANCE = {"department": "road", "day": "2026-11-23", "people": 2}
FILING = {"number": "示政数备〔2026〕1号"}
END = {"reason": "收回委托"}
OF_HALL = {"windows": [{**demonstration()["windows"][1], "accessible": True}]}
MEMBERS = {"①": "own_member", "②": "other_member", "③": "county_member"}
LETTERS = {"①": "own_letter", "②": "other_letter"}


LEADERS = "leader leader_twin"
LEADERS_ELSEWHERE = "leader_other leader_county"
# 规则三(一)3、三(二)2, R57, R72: the leader reads the registers of the own department, and no others.
OWN_RECORD = {DONE: joined(READ, LEADERS), HIDDEN: joined(READ_ELSEWHERE, LEADERS_ELSEWHERE)}
KEEPERS = {DONE: "admin manager", HIDDEN: "admin_county manager_county"}
MANAGED = {DONE: "admin", HIDDEN: "admin_county"}
NEW_SEAL = {**SEAL, "id": "SEAL-hrss-1", "department": "hrss", "custodian": "K-officer-hrss"}
SEAL_ID = {"seal_id": "{own_seal}"}
TRAINING = {
    "trained": [{"item": "YM-P01", "trained_on": "2026-11-20", "until": "2027-11-19"}],
    "reason": "岗前培训",
}
LETTER = new_power_letter("2026-11-25")


OF_COUNTY = {DONE: joined("supervisor admin", COUNTY_READERS), HIDDEN: "manager supervisor_far"}


def of_the_place(sees: str) -> dict[str, str]:
    """A list of the own region: the county has its own, a city elsewhere has nothing here."""
    return {sees: READ, "空": READ_ELSEWHERE}


ROWS = (
    Row(
        "GET /directory/authority", {DONE: joined(READERS, "auditor auditor_county admin admin_county")}, query=QUESTION
    ),
    Row(
        "GET /directory/staff",
        {
            "①": joined(READ, LEADERS),
            "③": joined(COUNTY_READERS, "leader_county"),
            "空": "supervisor_far leader_other",
        },
        query={"limit": 100, "unit": "food"},
        plants=MEMBERS,
    ),
    Row("GET /directory/staff/{staff_id}", OWN_RECORD, ids={"staff_id": "{own_member}"}),
    Row(
        "GET /directory/staff/{staff_id}",
        {
            DONE: joined(COUNTY_READERS, "leader_county"),
            HIDDEN: joined(READ, LEADERS, "supervisor_far leader_other"),
        },
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
    Row(
        "GET /directory/seals",
        {"①": joined(READ, LEADERS), "空": joined(READ_ELSEWHERE, LEADERS_ELSEWHERE)},
        query={"limit": 100},
        plants={"①": "own_seal"},
    ),
    Row(
        "GET /directory/letters",
        {**of_the_place("①②"), "①": LEADERS, "空": joined(READ_ELSEWHERE, LEADERS_ELSEWHERE)},
        query={"limit": 100},
        plants=LETTERS,
    ),
    Row("GET /directory/letters/{letter_id}", OWN_RECORD, ids={"letter_id": "{own_letter}"}),
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
    # R35: the centre speaks for all of its hall, a department's system for the windows of its department.
    Row(
        "POST /directory/windows/{id}/counts",
        {DONE: "manager", HIDDEN: "system system_other system_county manager_county"},
        ids={"id": "W-14"},
        body=WINDOW_COUNT,
    ),
    Row(
        "GET /directory/attendance",
        {DONE: READ, HIDDEN: joined("supervisor_far", COUNTY_READERS)},
        query={"region": "441700"},
    ),
    # 二(四): the bureau supervises the counties' halls, and the administrator imports into them. A centre's manager
    # keeps the own hall (R22, R23).
    *(
        Row(route, OF_COUNTY, state="县的", ids=ids, query={"region": "441781"})
        for route, ids in (
            ("GET /directory/gaps", {}),
            ("GET /directory/departments/{id}/contacts", {"id": "food"}),
            ("GET /directory/attendance", {}),
        )
    ),
    Row(
        "GET /directory/figures",
        {
            DONE: joined("supervisor admin", COUNTY_READERS, "leader_county"),
            HIDDEN: joined("manager supervisor_far", LEADERS, "leader_other"),
        },
        state="县的",
        query={"region": "441781"},
    ),
    Row("POST /admin/directory/imports", {DONE: "admin", "域": "admin_county"}, body=OF_HALL),
    Row("GET /directory/seals/{seal_id}", OWN_RECORD, ids=SEAL_ID),
    Row(
        "GET /registers/numbers",
        {"①": "supervisor admin", "空": "supervisor_county supervisor_far admin_county"},
        query={"organ": "food", "kind": "receipt_voucher", "year": 2026, "limit": 50},
        plants={"①": "closed"},
    ),
    # R71: the department that keeps the seal, the bureau and the auditors see what it was used for.
    Row(
        "GET /directory/seals/{seal_id}/uses",
        {
            DONE: joined("officer chief supervisor auditor", LEADERS),
            HIDDEN: joined(
                "officer_other officer_county chief_other chief_county supervisor_county supervisor_far",
                "auditor_county",
                LEADERS_ELSEWHERE,
            ),
        },
        ids=SEAL_ID,
    ),
    Row("POST /directory/seals", {DONE: "admin", "保": "admin_county"}, body=NEW_SEAL),
    Row(
        "POST /directory/seals/{seal_id}/custody",
        MANAGED,
        ids=SEAL_ID,
        body={"custodian": "K-leader-food", "reason": "保管人出差"},
    ),
    Row("POST /directory/seals/{seal_id}/withdraw", MANAGED, ids=SEAL_ID, body={"reason": "磨损"}),
    # R22, R23: the centre places people at windows; posts of departments are not its business.
    Row(
        "POST /directory/staff/{staff_id}/move",
        KEEPERS,
        state="窗口人员",
        ids={"staff_id": "{clerk_member}"},
        body={"post": "综合窗口", "reason": "轮岗"},
    ),
    Row(
        "POST /directory/staff/{staff_id}/move",
        {**MANAGED, "部": "manager", HIDDEN: "admin_county manager_county", "册": "manager_left"},
        state="部门人员",
        ids={"staff_id": "{own_member}"},
        body={"rank": "副科级", "reason": "任职"},
    ),
    Row(
        "POST /directory/staff/{staff_id}/competences",
        KEEPERS,
        state="窗口人员",
        ids={"staff_id": "{clerk_member}"},
        body=TRAINING,
    ),
    Row(
        "POST /directory/staff/{staff_id}/competences",
        {**MANAGED, "部": "manager", HIDDEN: "admin_county manager_county", "册": "manager_left"},
        state="部门人员",
        ids={"staff_id": "{own_member}"},
        body=TRAINING,
    ),
    # R57, R72: the leader signs for the own department; the letter of another one names its people and its seal.
    Row("POST /directory/letters", {DONE: LEADERS, "印": LEADERS_ELSEWHERE}, body=LETTER),
    Row(
        "GET /directory/figures",
        {DONE: joined(READ, LEADERS, "leader_other leader_county", COUNTY_READERS), HIDDEN: "supervisor_far"},
        state="本人所在地区、部门",
    ),
    Row(
        "GET /directory/figures",
        {DONE: joined(READ, LEADERS), HIDDEN: joined(LEADERS_ELSEWHERE, READ_ELSEWHERE)},
        state="指明本部门",
        query={"region": "441700", "department": "food"},
    ),
    Row("GET /directory/letters/{letter_id}/scan", OWN_RECORD, ids={"letter_id": "{own_letter}"}),
    Row(
        "POST /directory/letters/{letter_id}/scan",
        {DONE: LEADERS, HIDDEN: LEADERS_ELSEWHERE},
        ids={"letter_id": "{own_letter}"},
        body=SCAN,
    ),
)
