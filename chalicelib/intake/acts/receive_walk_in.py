"""窗口收件: the clerk applies for the person at the window.

Identity is seen, papers are counted and the 收件凭证 is given at once (R24, R28); scans follow.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.policy import point_of
from chalicelib.cases.acts.authority import division_of
from chalicelib.cases.acts.barred import standing_bars
from chalicelib.cases.acts.gate import begin_new
from chalicelib.cases.acts.letters_on_record import Reading, asked_of_form, having, letter_faults, named_letter
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import RECEIVE_WALK_IN
from chalicelib.cases.model.agents import agent_under
from chalicelib.cases.model.applicant import owner_of
from chalicelib.cases.model.evidence import awaited
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import Form as WrittenForm
from chalicelib.cases.model.guardianship import guardian_of, proof_faults
from chalicelib.cases.model.material import LineNo, MaterialFile, lines_of
from chalicelib.cases.model.presented import Represented, Window, identity_faults, part
from chalicelib.cases.model.sheets import SHEET_DIGEST, sheets_of
from chalicelib.cases.store.files import new_file_item
from chalicelib.cases.store.forms import form_item, with_ward
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.serials import new_query_code, new_salt, next_serial
from chalicelib.catalogue.model import ServiceItem
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.documents.model.receipt import ReceivedMaterial
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed
from chalicelib.foundation.writes import ABSENT, Op, put
from chalicelib.intake.acts.add_material import NewFile, file_id, new_material, wrong_fields
from chalicelib.intake.acts.admitted import admitted
from chalicelib.intake.acts.ask_shared import ask_shared
from chalicelib.intake.acts.create_application import examined_by_several, open_item
from chalicelib.intake.acts.renewing import RenewedCase, renewal_told, renewal_warnings, renewing, taking_up
from chalicelib.intake.model.application import (
    Form,
    Numbers,
    examined,
    identity_seen,
    new_case,
    paper_list,
    received,
    scanned,
    with_agent,
)
from chalicelib.intake.model.barred_told import barred_told
from chalicelib.intake.model.before_submit import Noticed, agreed_and_told, notice_faults
from chalicelib.intake.model.papers import differing_sheets, paper_faults
from chalicelib.intake.model.representing import agent_faults
from chalicelib.intake.store.application import search_rows, voucher_for
from chalicelib.intake.store.own_duplicates import told_to_window

AGENT_ON_RECORD = "代理人的委托已在本平台登记，表单中不填写代理人，也不收取纸质授权委托书"


class Part(BaseModel, defer_build=True):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Paper(Part):
    """Papers of one line of the list. `matches_original`: the clerk has compared the copy with the original (R27).
    `printed`: the window has printed it from the form, and the person has signed it.
    """

    line: LineNo
    form: Literal["原件", "复印件"]
    pages: Annotated[int, Field(ge=1, le=2000, description="每份的页数")]
    copies: Annotated[int, Field(ge=1, le=99, description="份数")] = 1
    matches_original: Annotated[Literal[True], confirmed("original_not_compared", "请先将复印件与原件核对一致")]
    printed: Annotated[
        Annotated[str, SHEET_DIGEST] | None,
        Field(description="由窗口按填写的内容打印、经到场人签名的，填写打印内容的摘要"),
    ] = None

    def recorded(self) -> dict[str, JsonValue]:
        """For the event. A digest of the form alone could be guessed from; the form itself is pinned by its version."""
        return self.model_dump(exclude={"printed"}) | ({"printed": True} if self.printed else {})


class WalkIn(Part):
    item: Annotated[str, StringConstraints(max_length=20)]
    form: WrittenForm
    presented_by: Represented
    papers: Annotated[tuple[Paper, ...], Field(max_length=99)] = ()
    scans: Annotated[tuple[NewFile, ...], Field(max_length=50)] = ()
    noticed: Noticed = ()
    renews: RenewedCase | None = None


@admitted
@act
def receive_walk_in(platform: Platform, caller: Caller, walk_in: WalkIn) -> Receipt:
    """A received case. Scans are announced here and uploaded next; acceptance waits for them.

    A point of a town or village receives for its county, whose case it is. A window of another region receives nothing
    here: it has a hall, letters and numbers of its own.
    """
    _require_own_region(platform, caller)
    with named_letter(platform, walk_in.presented_by) as letter:
        item = open_item(platform, walk_in.item, caller.at, "请按该事项原有渠道线下收件")
    form, presented = _right_form(platform, caller, item, walk_in, letter)
    walk_in = walk_in.model_copy(update={"presented_by": presented})
    person, key = form["applicant"], platform.index_keys.writes
    division = platform.settings.division
    before = new_case(caller, division, item, owner_of(person), key, name=person["name"], salt=new_salt()).model_copy(
        update={"point": point_of(caller.actor), "unified": examined_by_several(platform, item, caller.at)}
    )
    # Each is one call. A serial that a refused clerk has drawn is a gap, which serials may have.
    with (
        meanwhile(lambda: next_serial(platform, caller.at.date())) as serial,
        meanwhile(lambda: standing_bars(platform, before, item, form, caller.at.date())) as bars,
    ):
        begun = begin_new(platform, caller, RECEIVE_WALK_IN, before)
    numbers, files = Numbers(serial.result(), new_query_code(), platform.trial), _announced(caller, walk_in)
    case = received(caller, before, item, form, numbers, platform.calendar).model_copy(
        update=_handed_over(caller, walk_in, letter(), len(files))
    )
    case = renewing(platform, with_ward(platform, case, item, form), item, walk_in.renews, caller.at.date())
    asked = ask_shared(platform, case, item, form, {*case.papers, *(file.line for file in files)}, caller.at)
    return begun.commit(
        asked.case,
        data={**_pinned(item, caller), **_seen(case, walk_in), **_place(case), "scans": digests(files), **asked.data},
        answer={
            **{"number": case.number, "query_code": case.query_code, "files": _shown(files)},
            "warnings": [*barred_told(bars.result()), *_warned(platform, caller, case, item)],
        },
        document=voucher_for(begun, case, item, _taken(item, walk_in), presented),
        effects=asked.effects,
        ops=_rows(platform, case, form, files),
    )


def _rows(platform: Platform, case: Case, form: Form, files: Sequence[MaterialFile]) -> list[Op]:
    return [
        put(form_item(case.id, form)),
        *search_rows(platform, case, form),
        *taking_up(platform, case),
        *(put(new_file_item(case.id, file), when=ABSENT) for file in files),
    ]


def _warned(platform: Platform, caller: Caller, case: Case, item: ServiceItem) -> list[JsonValue]:
    return [*told_to_window(platform, caller, case), *renewal_warnings(platform, case, item, caller.at.date())]


def _handed_over(caller: Caller, walk_in: WalkIn, under: Authorisation | None, files: int) -> dict[str, Any]:
    """What the case keeps of the visit. The agent who has brought it with an authorisation on record sees the case
    online too.
    """
    return {
        "papers": tuple(sorted({paper.line for paper in walk_in.papers})),
        "files": files,
        "announced": files,
        "guardianship": walk_in.presented_by.proof(caller),
        "agents": (agent_under(under, RECEIVE_WALK_IN.name),) if under else (),
        "identity_seen_at": caller.at if walk_in.presented_by.relation != "agent" else None,
    }


def _require_own_region(platform: Platform, caller: Caller) -> None:
    if division_of(caller.actor) != platform.settings.division:
        title = "您所在的地区不由本平台收件，请使用本地区的平台"
        raise problems.Forbidden(code="region_elsewhere", title=title)


def _place(case: Case) -> dict[str, JsonValue]:
    """The point of a town or village at which the case was received, and what it renews, for the event chain."""
    return {**({"point": case.point} if case.point else {}), **renewal_told(case)}


SHOWN = {"id", "line", "size", "content_type", "sha256"}


def _shown(files: Sequence[MaterialFile]) -> list[JsonValue]:
    """The announced scans, as the receipt keeps them."""
    return [file.model_dump(include=SHOWN) for file in files]


def scans_awaited(platform: Platform, receipt: Receipt) -> list[dict[str, Any]]:
    """The scans to be uploaded; of a request that is repeated only those for which the case still waits."""
    scans = receipt.facts["files"]
    if not receipt.repeated:
        return scans
    found = load_file(platform.table, receipt.facts["id"])
    waited_for = {file.id for file in found.files if awaited(found.case, file)} if found else set[str]()
    return [scan for scan in scans if scan["id"] in waited_for]


def _pinned(item: ServiceItem, caller: Caller) -> dict[str, JsonValue]:
    """The version of the item to which the case is pinned, and what it asks for before, for the event chain."""
    version: dict[str, JsonValue] = {"item": item.id, "item_version": item.version, "item_hash": item.content_hash}
    return agreed_and_told(item, caller.at) | version


def _seen(case: Case, walk_in: WalkIn) -> dict[str, JsonValue]:
    """What the clerk has seen, for the event chain: the document's number only as a keyed digest."""
    return {
        **identity_seen(case.chain_key, case.id, walk_in.presented_by),
        "papers": [paper.recorded() for paper in walk_in.papers],
        **walk_in.presented_by.recorded_letter(),
        **(case.guardianship.for_the_chain(case.chain_key, case.id) if case.guardianship else {}),
    }


def _differing(item: ServiceItem, form: Form, papers: Sequence[Paper]) -> list[FieldError]:
    return differing_sheets(papers, {sheet.line: {sheet.digest()} for sheet in sheets_of(item, form)})


def _announced(caller: Caller, walk_in: WalkIn) -> list[MaterialFile]:
    return [new_material(caller, f"{file_id(caller)}{number:02d}", scan) for number, scan in enumerate(walk_in.scans)]


def _taken(item: ServiceItem, walk_in: WalkIn) -> list[ReceivedMaterial]:
    """The papers by line and pages, and the scans of lines of which no paper was left."""
    on_paper = {paper.line for paper in walk_in.papers}
    return [
        *paper_list(item, walk_in.papers),
        *scanned(item, [scan for scan in walk_in.scans if scan.line not in on_paper]),
    ]


def _right_form(
    platform: Platform, caller: Caller, item: ServiceItem, walk_in: WalkIn, letter: Reading
) -> tuple[dict[str, Any], Represented]:
    """The form, complete and right, and the person, with the letter where that is on record; 422 with all that is wrong
    with form, person, papers and scans at once.
    """
    shown, window = walk_in.presented_by, Window(caller.at.date(), caller.actor.name)
    form, errors = examined(item, with_agent(item, walk_in.form, shown), None, window.on)
    if shown.letter_on_record:
        unfit = _unfit_letter(platform, caller, item, form, shown, letter) if not _of_applicant(errors) else []
        shown = having(shown, letter()) if not unfit else shown
        errors += unfit
    person_faults = identity_faults(shown, form, "/presented_by", window)
    errors += [fault for fault in person_faults if fault.code != "letter_missing" or not shown.letter_on_record]
    errors += _undeclared_agent(shown, form)
    errors += notice_faults(item, walk_in.noticed)
    unsent = agent_faults(item, form, window.on, on_record=shown.letter_on_record)
    errors += [fault._replace(pointer=f"/form{fault.pointer}") for fault in unsent]
    unproven = _unproven_guardian(item, walk_in.presented_by, form, window.on)
    errors = [error for error in errors if not unproven or error.code != "guardian_unrecorded"]
    errors += [error for error in unproven if error.pointer not in {known.pointer for known in errors}]
    # While an answer is wrong or missing, what depends on it may be right.
    lines = lines_of(item, form)
    taken = {line.no for line in lines if line.applies or line.undetermined}
    for number, paper in enumerate(walk_in.papers):
        if paper.line not in taken:
            errors.append(FieldError(f"/papers/{number}/line", "material_unlisted", "材料清单中没有这一项，不得收取"))
    errors += paper_faults(walk_in.papers, lines)
    errors += _differing(item, form, walk_in.papers) if not errors else []
    scanned_lines = [scan.line for scan in walk_in.scans]
    for number, scan in enumerate(walk_in.scans):
        found = wrong_fields(scan, taken, scanned_lines[:number], announced=number)
        errors += [error._replace(pointer=f"/scans/{number}{error.pointer}") for error in found]
    if errors:
        raise problems.Invalid(errors=errors)
    return form, shown


def _of_applicant(errors: Sequence[FieldError]) -> bool:
    """Whether it is not certain who applies, so that nobody can tell whose authorisation is asked for."""
    return any(error.pointer.startswith("/form/applicant") for error in errors)


def _unfit_letter(
    platform: Platform, caller: Caller, item: ServiceItem, form: Form, shown: Represented, letter: Reading
) -> list[FieldError]:
    asked = asked_of_form(platform, form, item.id, item.theme)
    return letter_faults(platform, caller, shown, letter(), asked, "/presented_by")


def _undeclared_agent(presented: Represented, form: Form) -> list[FieldError]:
    """Where the form asks for an agent, the letter is a line of the list only if the answer says that there is one. Of
    an agent whose letter is on record no letter is listed.
    """
    agent, answer = part(form, "applicant").get("agent"), part(form, "answers").get("agent")
    if presented.letter_on_record:
        where = "/form/applicant/agent" if agent else "/form/answers/agent" if answer is True else None
        return [FieldError(where, "agent_on_record", AGENT_ON_RECORD)] if where else []
    if agent:
        return []
    if presented.relation != "agent" or answer is not False:
        return []
    return [FieldError("/form/answers/agent", "agent_undeclared", "由代理人到场申请，此项应填“是”，并收取授权委托书")]


def _unproven_guardian(item: ServiceItem, presented: Represented, form: Form, on: date) -> list[FieldError]:
    """The guardian of an adult needs a judgment, whoever comes; a guardian who comes is the one whom the form names."""
    if presented.relation == "guardian" and "uscc" not in part(form, "applicant") and not guardian_of(form):
        return [FieldError("/form/applicant/guardian", "guardian_missing", "请在表单中填写监护人")]
    return [
        error._replace(pointer=f"/presented_by/guardianship{error.pointer}")
        for error in proof_faults(item, form, presented.guardianship, on)
    ]
