"""A certificate that has ended is read: it is drawn once more, with the mark of its end."""

from contextlib import suppress

from chalicelib.documents.api.document_answers import document_link
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import names
from chalicelib.foundation.problems import Problem
from proofs.kit.callers import calling
from proofs.kit.cases_so_far import result_withdrawn
from proofs.kit.hall import Hall


def ended_certificate_is_read(hall: Hall) -> None:
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    made = vault.load(hall.platform, case_id, CERTIFICATE)
    with calling(names.API), suppress(Problem):
        document_link(hall.platform, hall.case(case_id), made)
    hall.carry_out_everything()
