"""Acts on the registers of staff, letters and seals, each in a hall where it is lawful. SYNTHETIC."""

from collections.abc import Callable
from typing import Any

from chalicelib.directory.acts.move_staff import move_staff
from chalicelib.directory.acts.register_seal import change_seal, register_seal
from chalicelib.directory.acts.sign_letter import sign_letter
from chalicelib.directory.acts.train_staff import Training, train_staff
from chalicelib.directory.model.letters import AcceptLetter
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.staff import Competence
from chalicelib.documents.acts.announce_scan import announce_scan
from chalicelib.documents.model.scans import NewScan
from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.applications import PERMIT
from proofs.kit.catalogue import CITY_DIVISION, keep_departments
from proofs.kit.register import accept_letter
from proofs.soak.checked_hall import CheckedHall

HEAD, CHIEF, OFFICER, CLERK = "K-leader-food", "K-chief-food", "K-officer-food", "K-clerk-production"
TODAY = "2026-11-24"
FIRST_SEAL = {
    "id": "SEAL-food",
    "region": CITY_DIVISION,
    "department": "food",
    "inscription": "示例印章",
    "from": "2018-01-01",
    "custodian": CHIEF,
}
TRAINING = Competence.model_validate({"item": PERMIT.item, "trained_on": TODAY, "until": "2027-11-23"})
SCAN = NewScan(content_type="application/pdf", size=48, sha256="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
END = {"state": "withdrawn", "until": TODAY, "custodian": None}


def ready(hall: CheckedHall, name: str) -> None:
    """The head has the rank to sign; the department has a seal, unless the act registers it."""
    platform, caller = hall.world.platform, hall.people.caller("administrator")
    keep_departments(platform)
    move_staff(platform, caller, HEAD, {"rank": "正处级"}, "任职")
    if name != "register_seal":
        register_seal(platform, hall.people.caller("administrator"), Seal.model_validate(FIRST_SEAL))

    if name == "announce_scan":
        signed = letter("示市监委〔2026〕8号", "LA-X8")
        sign_letter(platform, hall.people.caller("leader-food"), signed, {PERMIT.item: "food"})


def letter(number: str = "示市监委〔2026〕9号", letter_id: str = "LA-X9") -> AcceptLetter:
    signed: dict[str, Any] = {"id": letter_id, "number": number, "signed_by": HEAD, "signed_on": TODAY, "since": TODAY}
    return accept_letter(CITY_DIVISION, "food", [PERMIT.item], **signed)


ROUTES = {
    "move_staff": "POST /directory/staff/{staff_id}/move",
    "train_staff": "POST /directory/staff/{staff_id}/competences",
    "sign_letter": "POST /directory/letters",
    "announce_scan": "POST /directory/letters/{letter_id}/scan",
    "register_seal": "POST /directory/seals",
    "withdraw_seal": "POST /directory/seals/{seal_id}/withdraw",
    "hand_over_seal": "POST /directory/seals/{seal_id}/custody",
}
ACTS: dict[str, Callable[[CheckedHall, Caller], Receipt]] = {
    "move_staff": lambda hall, caller: move_staff(hall.world.platform, caller, OFFICER, {"post": "科员"}, "调岗"),
    "train_staff": lambda hall, caller: train_staff(
        hall.world.platform, caller, CLERK, Training([TRAINING], [], "培训"), {PERMIT.item: "food"}
    ),
    "sign_letter": lambda hall, caller: sign_letter(hall.world.platform, caller, letter(), {PERMIT.item: "food"}),
    "announce_scan": lambda hall, caller: announce_scan(hall.world.platform, caller, "LA-X8", SCAN),
    "register_seal": lambda hall, caller: register_seal(hall.world.platform, caller, Seal.model_validate(FIRST_SEAL)),
    "withdraw_seal": lambda hall, caller: change_seal(
        hall.world.platform, caller, "SEAL-food", END, "磨损", name="withdraw"
    ),
    "hand_over_seal": lambda hall, caller: change_seal(
        hall.world.platform, caller, "SEAL-food", {"custodian": HEAD}, "移交", name="hand_over"
    ),
}
ASKS = {"sign_letter": "leader-food", "announce_scan": "leader-food"}
# What somebody else asks of the same record or department at the same moment.
OTHERS: dict[str, Callable[[CheckedHall, Caller], Receipt]] = {
    "move_staff": lambda hall, caller: move_staff(hall.world.platform, caller, OFFICER, {"post": "股长"}, "调岗"),
    "train_staff": lambda hall, caller: train_staff(
        hall.world.platform, caller, CLERK, Training([], [PERMIT.item], "不再办理")
    ),
    "sign_letter": lambda hall, caller: sign_letter(
        hall.world.platform, caller, letter("示市监委〔2026〕10号", "LA-X10"), {PERMIT.item: "food"}
    ),
    "register_seal": lambda hall, caller: register_seal(
        hall.world.platform, caller, Seal.model_validate({**FIRST_SEAL, "id": "SEAL-other"})
    ),
    "withdraw_seal": ACTS["hand_over_seal"],
    "hand_over_seal": ACTS["withdraw_seal"],
}
