"""Where the machines of a case stand. Whoever starts or resumes a machine, or opens a wait, asks here first."""

from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.cases.store.records import load_case
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform


def where(platform: Platform, owner: Owner, machine: str) -> str | None:
    """The step at which this machine belongs, by the status of the case; None when it has nothing to do."""
    case = load_case(platform.table, keys.case_id(owner))
    return stands_at(case, machine) if case else None
