"""The paths of the registers: who works at the hall, which letters a department gives, who comes weekly."""

from collections.abc import Sequence

from local.directories import demonstration, import_demonstration
from proofs.faults.steps import Path, Step
from proofs.kit.register import letters_on_record

MEMBER = {
    "id": "S990",
    "name": "新演示",
    "unit_kind": "department",
    "unit": "food",
    "post": "审查员",
    "rank": "科员级",
    "staff_type": "公务员",
    "roles": ["officer"],
    "starts_on": "2026-11-01",
}
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
    return lambda world: world.ask("administrator", "POST", f"/directory/staff/{MEMBER['id']}/leave", body)


def files_letter(letter: str) -> Step:
    body = {"number": "示政数备〔2026〕1号"}
    return lambda world: world.ask("supervisor", "POST", f"/directory/letters/{letter}/filing", body)


def revokes_letter(letter: str) -> Step:
    body = {"reason": "部门收回委托"}
    return lambda world: world.ask("leader-food", "POST", f"/directory/letters/{letter}/revoke", body)


def records_attendance() -> Step:
    body = {"department": "road", "day": "2026-11-24", "people": 2}
    return lambda world: world.ask("centre-manager", "POST", "/directory/attendance", body)


def imports_windows() -> Step:
    body = {"sections": {"windows": [WINDOW]}}
    return lambda world: world.ask("administrator", "POST", "/admin/directory/imports", body)


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
    Path("the hall", [keeps_the_directory(), records_attendance(), imports_windows()], registers=True),
)
