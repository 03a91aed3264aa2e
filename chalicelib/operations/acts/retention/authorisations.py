"""到期销毁委托: an authorisation loses the names of both sides once its term is over, and both lists lose it.

Its number, its days and its events stay: events of cases name the number, and nobody finds a person by it any more.
"""

from chalicelib.access.actor import applicant_key
from chalicelib.cases.model.agents import agent_of
from chalicelib.cases.store.records import load_cases, own_cases
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.consents.model.retention import is_over
from chalicelib.consents.store import authorisations
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused

A_PAGE = 50


def due_authorisation(platform: Platform, authorisation_id: str) -> Authorisation | None:
    """The authorisation, if it need not be kept any more. One read for what is still in its term."""
    found = authorisations.load(platform.table, authorisation_id)
    if found is None or not is_over(found, platform.now().date()) or _used_on_kept_cases(platform, found):
        return None
    return found


def erase_authorisation(platform: Platform, found: Authorisation) -> bool:
    """Whether it was erased now; False where it has moved meanwhile. It may be repeated."""
    try:
        platform.table.write(*authorisations.erased(found, platform.now()))
    except Refused:
        return False
    return True


def _used_on_kept_cases(platform: Platform, found: Authorisation) -> bool:
    """Whether a case of the principal names an agent under it. What a case says of people goes with the case, so one
    that is erased names nobody.
    """
    lists = [applicant_key(found.principal, key) for key in platform.index_keys.reads]
    after = None
    while True:
        page, after = own_cases(platform.table, lists, limit=A_PAGE, after=after)
        cases = load_cases(platform.table, [case.id for case in page])
        if any(agent_of(case.agents, found.id) for case in cases):
            return True
        if after is None:
            return False
