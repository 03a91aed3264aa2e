"""Where `issue_document` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.issue_document import issue_documents

handler = ready(issue_documents)
