"""Where the joint session of a unified item's case is kept: one row, read with the case in one query."""

from chalicelib.cases.model import Case
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, equals, put
from chalicelib.joint.model.asking import unified_in
from chalicelib.joint.model.session import Session


def session_of(found: CaseFile) -> Session | None:
    return Session.model_validate(found.session) if found.session else None


def write_session(case_id: str, before: Session | None, after: Session) -> Op:
    """Write the session, unless somebody else has changed it since it was read: no opinion is lost."""
    edition = before.edition + 1 if before else 1
    facts = after.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    row = {**keys.session(case_id)._asdict(), **facts, "edition": edition}
    return put(row, when=equals(edition=before.edition) if before else ABSENT, label=keys.SESSION)


def unified_of(platform: Platform, case: Case) -> UnifiedItem:
    """Who takes part in the examination of this case, by the scheme in its own version, which a process keeps."""
    found = unified_in(_scheme(platform, case), case.item)
    if found is None:
        raise LookupError(f"the scheme says nobody who takes part in {case.item}")
    return found


def title_of(platform: Platform, case: Case, node: str) -> str:
    """What people call another member of the same scheme."""
    return _scheme(platform, case).node(node).title


def _scheme(platform: Platform, case: Case) -> SchemeDocument:
    ref = case.unified
    if ref is None:
        raise ValueError("one department alone examines this case")
    day, wall = platform.now().date(), platform.wall()
    return load_scheme(platform.table, case.division, ref.scheme, ref.version, day=day, wall=wall).scheme
