"""What no record of staff may say, for all who tell of staff: over HTTP, in a JSON file, in a workbook."""

from typing import Any, NamedTuple


class Fault(NamedTuple):
    """What is wrong, in the words of a file, and where it is told."""

    changes: dict[str, Any]
    pointer: str
    code: str


AT_WINDOW = {"unit": {"kind": "centre", "id": "centre"}, "post": "窗口人员", "roles": ["counter_clerk"]}
CHIEF = {"roles": ["chief_representative"], "chief": True, "unit": {"kind": "department", "id": "cad"}}
EVERYTHING = ["administrator", "auditor", "supervisor", "counter_clerk"]
FAULTS: dict[str, Fault] = {
    "a window that is not there": Fault({**AT_WINDOW, "windows": ["W-999"]}, "/windows/0", "id_unknown"),
    "a window of another region": Fault({**AT_WINDOW, "windows": ["W-441704-01"]}, "/windows/0", "id_unknown"),
    "a window that was given up": Fault({**AT_WINDOW, "windows": ["W-21"]}, "/windows/0", "window_ended"),
    "a window twice": Fault({**AT_WINDOW, "windows": ["W-07", "W-07"]}, "/windows/1", "window_repeated"),
    "contradicting roles": Fault({**AT_WINDOW, "roles": EVERYTHING}, "/roles", "separation_of_duties"),
    "watching over the own work": Fault({"roles": ["officer", "auditor"]}, "/roles", "separation_of_duties"),
    "rights for the own account": Fault(
        {**AT_WINDOW, "roles": ["administrator", "counter_clerk"]}, "/roles", "separation_of_duties"
    ),
    "consent to the own draft": Fault({"roles": ["item_editor", "item_approver"]}, "/roles", "separation_of_duties"),
    "a role twice": Fault({"roles": ["officer", "officer"]}, "/roles/1", "role_repeated"),
    "an account without a role": Fault({"roles": [], "subject": "staff:none"}, "/roles", "role_missing"),
    "a day before there were halls": Fault({"from": "1950-01-01"}, "/from", "day_out_of_range"),
    "a day after the calendar": Fault({"to": "2110-01-01"}, "/to", "day_out_of_range"),
    "an end before the beginning": Fault({"to": "2026-11-22"}, "/to", "term_reversed"),
    "a bell in the name": Fault({"name": "新\x07演示"}, "/name", "hidden_characters"),
    "turned writing in the name": Fault({"name": "新\u202e演示"}, "/name", "hidden_characters"),
    "a chief of low rank": Fault({**CHIEF, "rank": "副科级"}, "/rank", "rank_below_limit"),
}


def record_of(number: int, fault: Fault) -> dict[str, Any]:
    """A record of an officer, with what is wrong in it."""
    return {
        "id": f"S99{number:02}",
        "region": "441700",
        "name": "新演示",
        "unit": {"kind": "department", "id": "food"},
        "post": "审查员",
        "rank": "科员级",
        "staff_type": "公务员",
        "roles": ["officer"],
        "from": "2026-11-23",
        **fault.changes,
    }


RECORDS = {name: record_of(number, fault) for number, (name, fault) in enumerate(FAULTS.items())}
