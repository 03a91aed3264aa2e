"""The routes of an ordinary case, from the guide to the certificate. The API has them ready when it starts.

A process of the API loads the others, those of `apis`, with the first request for one of them: registers, the editing
of items, trials, exports. All routes of one path are in the same of the two groups, because the answer to a preflight
request names every method of its path. Paths of an area without any of these routes share one resource of the gateway
(`http/areas.py`), so a first one in `/admin` would cost some 50 resources.
"""

from chalicelib.cases.api import records
from chalicelib.catalogue.api import public as catalogue
from chalicelib.documents.api import applicant as own_documents
from chalicelib.documents.api import counter as documents
from chalicelib.hall.api import deadlines, progress
from chalicelib.http.api import Api
from chalicelib.intake.api import applicant, counter
from chalicelib.issuance.api import counter as issuing
from chalicelib.issuance.api import public as certificates
from chalicelib.review.api import department

EVERYDAY: tuple[Api, ...] = (
    catalogue.api,
    deadlines.api,
    progress.api,
    applicant.api,
    own_documents.api,
    counter.api,
    records.api,
    department.api,
    issuing.api,
    documents.api,
    certificates.api,
)
