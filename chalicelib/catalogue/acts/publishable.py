"""Whether the draft under way may be published: every reason against it at once."""

from chalicelib.catalogue.acts.life_gate import BegunLife
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.publishing import Surroundings, named_codes, refusals
from chalicelib.catalogue.store.lists import open_items_and_lists
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import MOST_ERRORS

TITLE = "事项不能发布，请按提示逐项改正"


def require_publishable(begun: BegunLife) -> None:
    """422 `item_not_publishable`. Nothing is asked of a proposal that changes no version."""
    draft = begun.rows.draft
    if begun.proposal.kind != "revise" or draft is None:
        return
    if errors := refused_for(begun.platform, draft):
        raise Invalid(code="item_not_publishable", title=TITLE, errors=errors[:MOST_ERRORS])


def refused_for(platform: Platform, draft: ItemDocument) -> list[FieldError]:
    """Every reason not to publish the draft, with its pointer into the document."""
    division = platform.settings.division
    open_items, kept = open_items_and_lists(platform.table, division, named_codes(draft))
    surroundings = Surroundings(
        items=open_items,
        lists=kept.lists if kept else None,
        today=platform.now().date(),
        calendar=platform.calendar,
    )
    return [finding._replace(pointer=f"/document{finding.pointer}") for finding in refusals(draft, surroundings)]
