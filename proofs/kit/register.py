"""The directory of a world: its cast is in the register of staff, and each department has given its letters."""

from functools import cache

from pydantic import JsonValue

from chalicelib.access.actor import Actor
from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.store.scheme_leads import leads_of
from chalicelib.directory.model.letters import Letter, Revocation
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store.authority import load_standing, write_standing
from chalicelib.directory.store.letters import write_letter
from chalicelib.directory.store.seals import write_seal
from chalicelib.directory.store.staff import write_member
from chalicelib.directory.store.version import moved
from chalicelib.foundation.platform import Platform
from local import simple_register as register
from local.catalogues import catalogue_of, schemes_of
from local.identity_provider.personas import personas
from local.simple_register import accept_letter, power_letter
from proofs.kit.catalogue import item_document, keep_departments

__all__ = ["REGISTERED", "accept_letter", "change_letters", "enrol", "join", "power_letter"]

# The partitions of the directory.
REGISTERED = ("DIRECTORY#", "STAFF#", "SUBJECT#", "PERSON#", "AUTHORITY#")


def enrol(platform: Platform) -> None:
    """The register of the world's division."""
    division = platform.settings.division
    people = [persona.actor for persona in personas(division).values()]
    register.enrol(platform.table, division, people, items_of(division))


@cache
def items_of(division: str) -> dict[str, list[str]]:
    """The items of each department, and the schemes that it leads."""
    found: dict[str, list[str]] = {}
    for item in catalogue_of(division)["items"]:
        found.setdefault(item_document(item["id"], division).department, []).append(item["id"])
    for scheme in read_alone(schemes_of(division)).schemes.values():
        for lead in leads_of(scheme):
            found.setdefault(lead, []).append(scheme.code)
    return found


def join(platform: Platform, actor: Actor, **facts: JsonValue) -> None:
    """Somebody whom the cast does not have enters the register of where the account is from."""
    codes = [code for items in items_of(platform.settings.division).values() for code in items]
    entering = write_member(None, register.member(actor, codes, **facts))
    platform.table.write(*entering, moved(actor.region[:6], roles=[actor.role]))


def revoke_accept_letter(platform: Platform, department: str) -> None:
    """From now on the windows may not accept for this department."""
    revoked = Revocation.model_validate({"at": platform.now(), "by": f"H-{department}", "reason": "部门收回委托"})
    _with_accept_letter(platform, department, {"revoked": revoked})


def renew_accept_letter(platform: Platform, department: str) -> None:
    _with_accept_letter(platform, department, {"revoked": None})


def letters_on_record(platform: Platform) -> None:
    """Letters and a seal of departments that the register itself has, so that they can be listed, filed and revoked."""
    division, code = platform.settings.division, ["YM-P01"]
    keep_departments(platform)
    on_record = [
        accept_letter(division, "food", code, id="LA-food-2", number="演示委〔2018〕food2号"),
        accept_letter(division, "ocean", code, id="LA-ocean-2", number="演示委〔2018〕ocean2号"),
        power_letter(division, "food", code, id="LP-food-2", number="演示授〔2018〕food2号"),
    ]
    seal = Seal.model_validate(
        {"id": "SEAL-food", "region": division, "department": "food", "inscription": "示例市示例局行政审批专用章"}
    )
    ops = [op for letter in on_record for op in write_letter(None, letter)]
    platform.table.write(*ops, *write_seal(None, seal), moved(division))


def change_letters(platform: Platform, department: str, **letters: tuple[Letter, ...]) -> None:
    """The department has these letters now, and no others of their kind."""
    division = platform.settings.division
    before = load_standing(platform.table, division, department)
    after = before.record.model_copy(update=letters)
    platform.table.write(write_standing(division, department, before, after), moved(division))


def _with_accept_letter(platform: Platform, department: str, changes: dict[str, Revocation | None]) -> None:
    known = load_standing(platform.table, platform.settings.division, department).record.accept_letters
    own = f"LA-{department}"
    changed = tuple(letter.model_copy(update=changes) if letter.id == own else letter for letter in known)
    change_letters(platform, department, accept_letters=changed)
