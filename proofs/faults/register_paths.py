"""The paths of the registers: who works at the hall, which letters a department gives, who comes weekly."""

from collections.abc import Mapping, Sequence
from typing import Any

from local.directories import demonstration, import_demonstration
from proofs.faults.steps import Path, Step
from proofs.kit.catalogue import keep_departments
from proofs.kit.new_records import MEMBER_ID, new_member
from proofs.kit.register import letters_on_record

MEMBER = new_member("2026-11-01")
WINDOW = {**demonstration()["windows"][1], "accessible": True}
LETTER, POWERS = "LA-food-2", "LP-food-2"


def keeps_letters() -> Step:
    """The register of a world that has letters to be filed and revoked."""
    return lambda world: letters_on_record(world.platform)


def keeps_the_directory() -> Step:
    return lambda world: import_demonstration(world.platform.table, world.platform.settings.division)


def registers_member() -> Step:
    return lambda world: world.ask("administrator", "POST", "/directory/staff", MEMBER)


def lets_member_leave() -> Step:
    body = {"reason": "调离"}
    return lambda world: world.ask("administrator", "POST", f"/directory/staff/{MEMBER_ID}/leave", body)


def files_letter(letter: str) -> Step:
    body = {"number": "示政数备〔2026〕1号"}
    return lambda world: world.ask("supervisor", "POST", f"/directory/letters/{letter}/filing", body)


def revokes_letter(letter: str) -> Step:
    body = {"reason": "部门收回委托"}
    return lambda world: world.ask("leader-food", "POST", f"/directory/letters/{letter}/revoke", body)


def records_attendance() -> Step:
    body = {"department": "road", "day": "2026-11-24", "people": 2}
    return lambda world: world.ask("centre-manager", "POST", "/directory/attendance", body)


def reports_window() -> Step:
    body = {"day": "2026-11-24", "received": 41, "finished": 38}
    return lambda world: world.ask("centre-manager", "POST", "/directory/windows/W-14/counts", body)


def imports_windows() -> Step:
    body = {"sections": {"windows": [WINDOW]}}
    return lambda world: world.ask("administrator", "POST", "/admin/directory/imports", body)


def asks_about(who: str, path: str, body: Mapping[str, Any]) -> Step:
    return lambda world: world.ask(who, "POST", f"/directory/{path}", body)


def departments_are_known() -> Step:
    return lambda world: keep_departments(world.platform)


TRAINING = {"item": "YM-P01", "trained_on": "2026-11-20", "until": "2027-11-19"}
SEAL = {
    "id": "SEAL-food-1",
    "department": "food",
    "inscription": "示例印章",
    "starts_on": "2026-11-01",
    "custodian": "K-chief-food",
}
SIGNED = {
    "kind": "power",
    "id": "LP-food-9",
    "number": "示市监授〔2026〕9号",
    "starts_on": "2026-11-24",
    "ends_on": "2027-11-23",
    "sealed_with": SEAL["id"],
    "grantee": "K-chief-food",
    "powers": [2, 6],
    "items": [{"item": "YM-P01", "complexity": "general", "power": 2, "decides": "chief_representative"}],
    "limits": ["不得转授权"],
}
SCAN = {"content_type": "application/pdf", "size": 48, "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}
SEALS_AND_POSTS: Sequence[Step] = (
    departments_are_known(),
    asks_about("administrator", "staff/K-leader-food/move", {"rank": "正处级", "reason": "任职"}),
    asks_about("administrator", "staff/K-clerk-social/competences", {"trained": [TRAINING], "reason": "岗前培训"}),
    asks_about("administrator", "seals", SEAL),
    asks_about("administrator", "seals/SEAL-food-1/custody", {"custodian": "K-leader-food", "reason": "保管人出差"}),
    asks_about("leader-food", "letters", SIGNED),
    asks_about("leader-food", "letters/LP-food-9/scan", SCAN),
    asks_about("administrator", "seals/SEAL-food-1/withdraw", {"reason": "磨损"}),
)

REGISTER_PATHS: Sequence[Path] = (
    Path(
        "staff and letters",
        [
            keeps_letters(),
            registers_member(),
            files_letter(POWERS),
            revokes_letter(LETTER),
            lets_member_leave(),
        ],
        registers=True,
    ),
    Path("seals and posts", SEALS_AND_POSTS, registers=True),
    Path(
        "the hall", [keeps_the_directory(), records_attendance(), reports_window(), imports_windows()], registers=True
    ),
)
