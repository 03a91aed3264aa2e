"""提交申请: the complete form and every required material, checked and received at one moment (电子签名法11)."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.access.actor import AT_WINDOW
from chalicelib.cases.acts.barred import require_unbarred
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin, checked_at_window
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import SUBMIT
from chalicelib.cases.model.evidence import considered
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.store.bars import own_lists
from chalicelib.cases.store.forms import form_item, with_ward
from chalicelib.cases.store.serials import new_query_code, next_serial
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.documents.store.drafts import Draft
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, put
from chalicelib.intake.acts.admitted import admitted
from chalicelib.intake.acts.ask_shared import ask_shared
from chalicelib.intake.acts.create_application import open_online
from chalicelib.intake.acts.pledge import pledging, require_confirmed
from chalicelib.intake.acts.promise_papers import promising
from chalicelib.intake.acts.renewing import renewal_told, require_unexpired, taking_up, warned_renewal
from chalicelib.intake.acts.results_missing import results_missing, told_missing, warned_missing
from chalicelib.intake.model.application import Form, Numbers, counted_files, listed, received
from chalicelib.intake.model.before_submit import agreed_and_told, notice_faults
from chalicelib.intake.model.open_items import what_changed
from chalicelib.intake.store import open_drafts
from chalicelib.intake.store.application import (
    complete_application,
    left_out_files,
    received_files,
    search_rows,
    voucher_for,
)


def _promising(
    begun: Begun, case: Case, form: Form, have: Collection[str], wanted: Sequence[str]
) -> tuple[Case, Draft | None]:
    """The case with what its applicant has promised, and the 承诺书."""
    if not wanted:
        return case, None
    lacking = {line.no for line in lines_of(begun.item, form) if line.required} - {*have}
    made = promising(begun, case, form, lacking, wanted, None)
    return made.case, made.document


class Words(NamedTuple):
    """The case with what its applicant has committed to in writing, the documents of that, and what the event says."""

    case: Case
    drafts: Sequence[Draft]
    data: Mapping[str, JsonValue]


def _in_writing(
    begun: Begun,
    case: Case,
    form: Form,
    have: Collection[str],
    wanted: Sequence[str],
    chosen: Commitment | None,
) -> Words:
    """Papers that follow (容缺受理), and the word in place of a proof (告知承诺)."""
    case, promise = _promising(begun, case, form, have, wanted)
    lines: dict[str, JsonValue] = {"promised": [*case.deferral.lines]} if promise and case.deferral else {}
    made = pledging(begun, case, chosen, None) if chosen else None
    drafts = [*([promise] if promise else []), *([made.document] if made else [])]
    digests_of: dict[str, JsonValue] = {draft.no: draft.digest for draft in drafts}
    told = {**lines, **({"document_digests": digests_of} if drafts else {}), **(made.told if made else {})}
    return Words(made.case if made else case, drafts, told)


class ItemChanged(problems.Conflict):
    """The item was published anew since the draft was filled in. `errors` tell what is new in it, which answers are
    kept and which are to be given anew.
    """

    code = "item_changed"
    title = "事项内容已更新（如材料清单、办理时限），请核对新的内容，重新保存表单后再提交"


def require_current(begun: Begun) -> None:
    """One applies for the item as it is published today. 409 where the draft is one of an older version: its applicant
    has not seen the new list, and its lines may have other numbers. 422 where nobody can apply for the item any more.
    """
    caller, case = begun.caller, begun.case
    if begun.identity is None:
        raise problems.Forbidden
    today = open_online(begun.platform, case.item, begun.identity, caller.at)
    if today.version != case.item_version:
        raise ItemChanged(errors=what_changed(begun.item, today, begun.found.form))


def level_at_window(begun: Begun) -> dict[str, JsonValue]:
    """For the event, where a clerk has seen the person for this submission: the level that this gives, and when."""
    check = begun.case.identity_check
    if check is None or not checked_at_window(begun.caller, begun.case):
        return {}
    return {"identity_level": AT_WINDOW, "identity_checked_at": check.at.isoformat()}


@admitted
@act
def submit(
    platform: Platform,
    caller: Caller,
    case_id: str,
    promised: Sequence[str] = (),
    commitment: str | None = None,
    noticed: Sequence[str] = (),
) -> Receipt:
    """Receipt, not acceptance: the case gets its number and query code, the five workdays begin, the decision clock
    does not (R24). `promised`: lines that the applicant commits to hand in later (容缺受理). `commitment`: the digest
    of the published text that the applicant commits to (告知承诺). `noticed`: the digests of the texts that were told
    separately (个人信息保护法30).
    """
    # Neither the serial nor the caller's own list depends on the case, so they are read while it is.
    with (
        meanwhile(lambda: next_serial(platform, caller.at.date())) as serial,
        meanwhile(lambda: own_lists(platform, caller.actor.identity)) as own,
    ):
        begun = begin(platform, caller, SUBMIT, case_id, whole=True)
        require_unexpired(begun.case, caller.at.date())
        form = _completed(begun, promised, noticed)
    require_unbarred(platform, begun.case, begun.item, form, caller.at.date(), own.result())
    chosen = require_confirmed(begun, form, commitment)
    item, numbers = begun.item, Numbers(serial.result(), new_query_code(), platform.trial)
    case = received(caller, begun.case, item, form, numbers, platform.calendar).without_identity_check()
    case = with_ward(platform, case, item, form).model_copy(update={"precheck_until": None})
    files = counted_files(item, form, considered(begun.case, begun.found.files))
    said = _in_writing(begun, case, form, {file.line for file in files}, promised, chosen)
    case = said.case
    asked = ask_shared(platform, case, item, form, (), caller.at)
    missing = results_missing(begun, asked.case, form, {file.line for file in files})
    return begun.commit(
        asked.case,
        data={**_told(begun, case, files), **asked.data, **said.data, **told_missing(missing)},
        warnings=[*warned_missing(missing), *warned_renewal(platform, case, item, caller.at.date())],
        answer={"number": case.number, "query_code": case.query_code},
        document=voucher_for(begun, case, item, listed(item, form, files)),
        effects=[*asked.effects, *(draft.effect for draft in said.drafts)],
        ops=[*(op for draft in said.drafts for op in draft.ops), *_rows(begun, case, form, files)],
    )


def _completed(begun: Begun, promised: Sequence[str], noticed: Sequence[str]) -> Form:
    """The form, complete and right, for the item as it is published today."""
    require_current(begun)
    item, on, by_agent = begun.item, begun.caller.at.date(), begun.under is not None
    also = notice_faults(item, noticed)
    return complete_application(
        begun.platform, item, begun.found, begun.identity, on, by_agent=by_agent, promised=promised, also=also
    )


def _told(begun: Begun, case: Case, files: Sequence[MaterialFile]) -> dict[str, JsonValue]:
    item = begun.item
    return {
        **agreed_and_told(item, begun.caller.at),
        "item": item.id,
        "item_version": item.version,
        "item_hash": item.content_hash,
        "channel": case.channel,
        "files": digests(files),
        **renewal_told(case),
        **level_at_window(begun),
    }


def _rows(begun: Begun, case: Case, form: Form, files: Sequence[MaterialFile]) -> list[Op]:
    return [
        put(form_item(case.id, form)),
        *search_rows(begun.platform, case, form),
        open_drafts.one_less(case),
        *taking_up(begun.platform, case),
        *received_files(begun.case, files),
        *left_out_files(begun.case, begun.found.files),
    ]
