"""延续申请: the application names the case whose result it renews (行政许可法50). The result is the applicant's own."""

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.cases.model import Case
from chalicelib.cases.model.renewed_result import RenewedResult
from chalicelib.cases.model.renews import early_for_item, expired_fault, late_for_silence, renewed_fault
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.records import load_case
from chalicelib.cases.store.renewals import renewed_by, renewing_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op

RenewedCase = Annotated[
    str,
    StringConstraints(min_length=1, max_length=40),
    Field(
        description="申请延续的，填写作出原许可的办件标识（case_id）；结果已经送达、尚未届满的才能延续（行政许可法第五十条）"
    ),
]


class RenewalOpen(problems.Conflict):
    """Two applications for the renewal of one licence could be decided on differently."""

    code = "renewal_open"
    title = "该许可的延续申请正在办理，不能再次申请延续；请查询已有的办件，需要重新申请的，先撤回该办件"


def renewing(platform: Platform, case: Case, item: ItemDocument, named: str | None, today: date) -> Case:
    """The new case with the result that it renews; 422 where that cannot be."""
    if named is None:
        return case
    old = load_case(platform.table, named)
    if fault := renewed_fault(item, old, case, today):
        raise problems.Invalid(errors=[FieldError("/renews", *fault)])
    made = vault.load(platform, named, CERTIFICATE)
    term = term_of(old) if old else None
    if made is None or term is None or term.until is None:
        raise problems.Invalid(errors=[FieldError("/renews", "renewed_unfit", "该办件没有可以延续的证照")])
    renews = RenewedResult(
        case=named,
        title=made.title,
        number=made.number or "",
        identifier=made.identifier or "",
        begins=term.begins,
        until=term.until,
    )
    return case.model_copy(update={"renews": renews})


def require_alone(platform: Platform, case: Case) -> str | None:
    """409 while another renewal of the same licence is under way, 422 where it was granted. The case that the row names
    so far.
    """
    if case.renews is None:
        return None
    named, other = renewing_of(platform.table, case.renews.case)
    if other is None or other.id == case.id:
        return named
    if other.outcome == "grant":
        words = f"该办件的结果已经由办件{other.number}准予延续，请对延续后的结果申请延续"
        raise problems.Invalid(errors=[FieldError("/renews", "renewed_already", words)])
    raise RenewalOpen


def taking_up(platform: Platform, case: Case) -> list[Op]:
    """For the transaction of the receipt: this case is the one that renews. Of two at once one is refused."""
    if case.renews is None:
        return []
    return [renewed_by(case.renews.case, case.id, require_alone(platform, case))]


def require_unexpired(case: Case, today: date) -> None:
    """422 for the draft of a renewal that is handed in after the last day."""
    fault = expired_fault(case.renews.until, today) if case.renews else None
    if fault:
        raise problems.Invalid(errors=[FieldError("/renews", *fault)])


def renewal_told(case: Case) -> dict[str, JsonValue]:
    """For the event of the receipt."""
    if case.renews is None:
        return {}
    return {"renews": case.renews.case, "renews_until": str(case.renews.until)}


def warned_renewal(platform: Platform, case: Case, item: ItemDocument, today: date) -> list[tuple[str, str]]:
    """What whoever asks so late or so early has to know: silence does not renew then, or the rule has a later day."""
    renews = case.renews
    if renews is None:
        return []
    if last := late_for_silence(case, item, today, platform.calendar):
        says = f"提出延续申请的最后一日为{last}，已经超过；到{renews.until}有效期届满时没有作出决定的，不视为准予延续"
        return [("renewal_late", says)]
    if first := early_for_item(case, item, today, platform.calendar):
        says = f"有效期至{renews.until}，按照本事项自身的规定，{first}起才可以提出延续申请，现在申请的可能不予延续"
        return [("renewal_early", says)]
    return []


def renewal_warnings(platform: Platform, case: Case, item: ItemDocument, today: date) -> list[JsonValue]:
    """The same, as a finding of the draft or of the window."""
    found = warned_renewal(platform, case, item, today)
    return [{"pointer": "/renews", "code": code, "message": says} for code, says in found]
