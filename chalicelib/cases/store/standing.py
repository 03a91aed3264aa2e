"""Where a machine belongs, read from the case: what the dispatcher asks before it starts or resumes anything."""

from chalicelib.cases.model.machines import stands_at
from chalicelib.cases.store.records import load_case
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform


def where(platform: Platform, owner: Owner, machine: str) -> str | None:
    case = load_case(platform.table, keys.case_id(owner))
    return stands_at(case, machine) if case else None
