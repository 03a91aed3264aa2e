"""What can be played in a trial: routes of the API, and what the hall calls by itself, for `chalicelib/trials`.

It is put together when the first trial is played: an API that plays none imports nothing of it.
"""

from chalicelib.cases.api import records
from chalicelib.documents.api import applicant as own_documents
from chalicelib.documents.api import counter as documents
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.intake.api import applicant, counter
from chalicelib.issuance.api import counter as issuing
from chalicelib.issuance.api import department as corrections
from chalicelib.review.api import department
from chalicelib.trials.model.playbook import Playbook

# The routes of these are played, but for lists, which a sandbox does not have.
PLAYED: tuple[Api, ...] = (
    applicant.api,
    own_documents.api,
    counter.api,
    records.api,
    department.api,
    issuing.api,
    corrections.api,
    documents.api,
)
# Lists stand in indexes, in which nothing of a sandbox is; a file is attached as a sample; no organ is asked anything.
NOT_PLAYED = frozenset(
    {
        *("list_applications", "list_cases", "search_cases", "list_tasks", "add_material", "add_scan", "transfer_case"),
        *("query_sharing", "query_sharing_at_window"),
        *("promise_papers", "fill_papers", "fill_papers_at_window", "pledge_commitment"),
    }
)


def make_playbook() -> Playbook:
    from chalicelib.cases.acts.open_step import open_step
    from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
    from chalicelib.foundation import names
    from chalicelib.issuance.acts.archive import archive
    from chalicelib.issuance.acts.make_result import make_result
    from chalicelib.wiring.alarms import FIRES

    def number(inside: Platform, body: str) -> None:
        issue_document(inside, DocumentMessage.model_validate_json(body))

    waits = dict.fromkeys(("review", "decide", "compare", "deliver"), open_step)
    return Playbook(
        routes={route.name: route for api in PLAYED for route in api.declared if route.name not in NOT_PLAYED},
        steps={**waits, "make_result": make_result, "archive": archive},
        fires=FIRES,
        consumers={names.DOCUMENTS_QUEUE: number},
    )
