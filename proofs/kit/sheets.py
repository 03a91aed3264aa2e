"""What an applicant reads before confirming what was printed from the form."""

from collections.abc import Mapping

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.sheets import sheets_of
from chalicelib.cases.store.records import load_file
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.confirm_sheet import Confirmed, sent_form
from chalicelib.intake.store.sheets import code_of
from local.identity_provider.personas import Persona
from proofs.kit.applications import APPLICATIONS, PERMIT


def printed_sheet(platform: Platform, personas: Mapping[str, Persona], case_id: str, line: str) -> Confirmed:
    """The sheet with its digest; of a line that has none one that fits nothing."""
    found = load_file(platform.table, case_id)
    if found is None:
        raise LookupError(f"no case {case_id}")
    case, item = found.case, item_of(platform, found.case)
    identity = personas[APPLICATIONS.get(case.item, PERMIT).who].actor.identity
    form = sent_form(item, case, found.form, identity, platform.now().date())
    digests = {one.line: one.digest(code_of(case)) for one in sheets_of(item, form)}
    return Confirmed(line=line, digest=digests.get(line, "0" * 64))
