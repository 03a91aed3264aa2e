"""Whether the draft under way may be published: every reason against it at once."""

from chalicelib.catalogue.acts.life_gate import BegunLife
from chalicelib.catalogue.acts.own_promises import directories_of, own_promises_above
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.publishing import Surroundings, named_codes, refusals
from chalicelib.catalogue.store.lists import open_items_and_lists
from chalicelib.catalogue.store.prerequisites import prerequisites_before
from chalicelib.catalogue.store.whole import current_items
from chalicelib.directory.store.departments import find_department
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.validation import MOST_ERRORS

TITLE = "事项不能发布，请按提示逐项改正"
MISSING = "这份草稿还没有试运行通过，请先试运行；草稿改动后须重新试运行"
CODE = "implementing_code_SYNTHETIC"
# The handling types of which this hall has cases.
PLAYED = ("承诺件", "即办件")


def require_publishable(begun: BegunLife) -> int | None:
    """The version of the published lists that the draft was held against. 422 `item_not_publishable`. Nothing is asked
    of a proposal that changes no version.
    """
    draft = begun.rows.draft
    if begun.proposal.kind != "revise" or draft is None:
        return None
    errors, lists = looked_at(begun.platform, draft, begun.rows.newest)
    if errors:
        raise Invalid(code="item_not_publishable", title=TITLE, errors=errors[:MOST_ERRORS])
    return lists


def require_trial(begun: BegunLife) -> None:
    """409 `trial_missing`: consent is asked for a new version only once exactly this draft was played through. Nothing
    is asked of a proposal without a draft, or of an item whose cases this hall does not handle.
    """
    proposal, draft = begun.proposal, begun.rows.draft
    if proposal.kind != "revise" or draft is None or draft.handling_type not in PLAYED:
        return
    if proposal.trial is None or not proposal.trial.passed_with(proposal.content_hash):
        raise Conflict(code="trial_missing", title=MISSING)


def looked_at(
    platform: Platform, draft: ItemDocument, newest: ItemDocument | None
) -> tuple[list[FieldError], int | None]:
    """Every reason not to publish the draft beside the newest version, with its pointer into the document, and the
    version of the lists.
    """
    division = platform.settings.division
    open_items, kept = open_items_and_lists(platform.table, division, named_codes(draft))
    surroundings = Surroundings(
        items=open_items,
        lists=kept.lists if kept else None,
        today=platform.now().date(),
        calendar=platform.calendar,
        before=prerequisites_before(platform.table, division, named_codes(draft)),
        in_force=newest,
        organ=find_department(platform.table, division, draft.department),
        same_code=_same_code(platform, draft, newest),
    )
    own = own_promises_above(directories_of(platform.table), draft, platform.now().date(), platform.calendar)
    told = [*refusals(draft, surroundings), *own, *_schemes_above(platform, draft)]
    found = [finding._replace(pointer=f"/document{finding.pointer}") for finding in told]
    return found, kept.version if kept else None


def _schemes_above(platform: Platform, draft: ItemDocument) -> list[FieldError]:
    # The API starts without the models of schemes, which are read by who publishes an item only.
    from chalicelib.catalogue.acts.scheme_promises import published_schemes, schemes_above

    table, division = platform.table, platform.settings.division
    return [*schemes_above(published_schemes(table, division, platform.now().date(), platform.wall()), draft)]


def _same_code(platform: Platform, draft: ItemDocument, newest: ItemDocument | None) -> str | None:
    """Another item with the implementing code of the draft. Looked for where the code is new: it reads every item."""
    if newest and newest.implementing_code == draft.implementing_code:
        return None
    for one in current_items(platform.table, platform.settings.division):
        if one.document["id"] != draft.id and one.document[CODE] == draft.implementing_code:
            return one.document["id"]
    return None
