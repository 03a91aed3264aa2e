"""What of the applicant's commitments in a request is a member's: papers that follow (容缺受理), and the word in
place of a proof (告知承诺). Pure.
"""

from collections.abc import Collection, Mapping
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.deferral import Deferral, promised
from chalicelib.cases.model.pledge import Pledge, chosen, pledge_of, stands
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.request_of import RequestMember


def own_deferral(request: Case, item: ItemDocument, part: RequestMember, have: Collection[str]) -> Deferral | None:
    """The member's own lines that were promised and have not come. Its item says by when, and what follows if they do
    not. `have` are the lines of the request of which something is there; the 承诺书 is a document of the request.
    """
    made, rule = request.deferral, item.tolerance
    if made is None or rule is None:
        return None
    lacking = [own for own, asked in part.lines.items() if asked in made.open and asked not in have]
    laws = [basis.law for basis in item.legal_basis]
    return promised(rule, laws, lacking, made.promised_at, made.document) if lacking else None


def own_pledge(request: Case, item: ItemDocument, form: Mapping[str, Any]) -> Pledge | None:
    """The word that the applicant has given for this member, by the text that its own item publishes."""
    word, made = chosen(item, form), request.pledge
    if word is None or made is None or not stands(made, word):
        return None
    return pledge_of(word, [basis.law for basis in item.legal_basis], made.made_at, made.document)
