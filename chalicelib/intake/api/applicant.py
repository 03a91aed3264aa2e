"""The applicant's own applications: draft, materials, submit, supplement, withdraw."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.levels import is_checked
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import item_of, own_file, own_list
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import (
    ApplicationList,
    CaseAnswer,
    CaseSummary,
    ItemChange,
    MaterialsAnswer,
    case_answer,
)
from chalicelib.cases.api.member_answers import members_told
from chalicelib.cases.model.acts import (
    ADD_MATERIAL,
    CREATE_APPLICATION,
    FILL_PAPERS,
    QUERY_SHARING,
    REMOVE_MATERIAL,
    SAVE_FORM,
    SUBMIT,
    SUPPLEMENT,
    WITHDRAW,
)
from chalicelib.cases.model.form_changes import FieldValues, Form
from chalicelib.cases.model.visits import visits_told
from chalicelib.cases.store.member_ends import result_ends
from chalicelib.cases.store.records import OwnCase
from chalicelib.catalogue.model.on_site import visits_of_all
from chalicelib.catalogue.store.closed import names_of
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.validation import PARAGRAPHS, pointer_of
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part, Whole
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.add_material import NewFile, still_awaited
from chalicelib.intake.acts.add_material import add_material as add
from chalicelib.intake.acts.create_application import create_application as create
from chalicelib.intake.acts.create_application import item_of_today
from chalicelib.intake.acts.fill_papers import fill_papers as fill
from chalicelib.intake.acts.pledge import TextDigest
from chalicelib.intake.acts.promise_papers import Lines
from chalicelib.intake.acts.query_sharing import query_sharing as query
from chalicelib.intake.acts.remove_material import remove_material as remove
from chalicelib.intake.acts.renewing import RenewedCase
from chalicelib.intake.acts.save_form import save_form as save
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.acts.withdraw import ConfirmedEnd, withdraw
from chalicelib.intake.api.receipts import (
    AddMaterialReceipt,
    CreateApplicationReceipt,
    FillPapersReceipt,
    QuerySharingReceipt,
    RemoveMaterialReceipt,
    SaveFormReceipt,
    SubmitReceipt,
    SupplementReceipt,
    WithdrawReceipt,
)
from chalicelib.intake.model.before_submit import Noticed
from chalicelib.intake.model.open_items import is_outdated, news_of

api = Api(__name__, tag="applications")


ProjectName = Annotated[
    str,
    StringConstraints(min_length=20, max_length=30, pattern=r"^[0-9A-Za-z_-]+$"),
    Field(description="投资项目代码（GB/T 40058），或者该项目首次联办申请的办件标识；表单预填以前阶段已有的内容"),
]


class NewApplication(Part):
    """`item` is the id of a catalogue item, as YM-P01; `form` may be filled in now or later. `project` is the code of
    an investment project, or the id of its first request: the form begins with what its earlier stages have brought.
    `renews` is the id of the case whose result is to be renewed.
    """

    item: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    form: Form = Field(default_factory=dict[str, Any])
    project: ProjectName | None = None
    renews: RenewedCase | None = None


PARTS_OF_A_FORM = {"applicant", "answers"}


class FormBody(Whole):
    """The whole form, `{applicant, answers}`, as the item's form schema has it."""

    model_config = ConfigDict(extra="allow")


CommitmentDigest = Annotated[
    TextDigest | None, Field(description="采用告知承诺方式的，承诺书内容的摘要（见办事指南 commitment.digest）")
]


class Supplement(Part):
    """The right content of every field of the form that the one-time notice names. `commitment`: as of a submission,
    where the word was not given before.
    """

    fields: FieldValues = Field(default_factory=dict[str, JsonValue])
    commitment: CommitmentDigest = None


class Submission(Part):
    """`promised`: lines of which the applicant commits to hand in the papers later (容缺受理). `commitment`: the digest
    of the published text, where the form chooses 告知承诺. `noticed`: those of the texts that are told separately.
    """

    promised: Lines = ()
    commitment: CommitmentDigest = None
    noticed: Noticed = ()


class Withdrawal(Part):
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), PARAGRAPHS] = ""
    confirmed: ConfirmedEnd = False


@api.act(
    "/applications",
    CREATE_APPLICATION,
    body=NewApplication,
    for_agents=True,
    answer=CreateApplicationReceipt,
    status=201,
)
def create_application(call: Call[NewApplication, None]) -> Answer:
    receipt = create(call.platform, call.caller, call.body.item, call.body.form, call.body.project, call.body.renews)
    return shared.done(
        CreateApplicationReceipt,
        receipt,
        201,
        f"{call.platform.settings.public_url}/v1/applications/{receipt.facts['id']}",
    )


@api.get("/applications", Permission.APPLY, "我的申请", for_agents=True, query=Paging, answer=ApplicationList)
def list_applications(call: Call[None, Paging]) -> Answer:
    settings, checked = call.platform.settings, is_checked(call.actor)
    scope = f"applications {call.actor.sub} {call.caller.on_behalf_of or ''} {'' if checked else 'account'}"
    after = unseal(call.platform, scope, call.query.cursor)
    cases, more = own_list(call.platform, call.caller, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, more)
    rows = [_row(case, call.platform.calendar) for case in cases]
    body = ApplicationList(applications=rows, next_cursor=cursor, only_of_this_account=not checked)
    return Answer(body, headers=link(settings, "/v1/applications", {"limit": call.query.limit}, cursor))


def _row(case: OwnCase, calendar: WorkCalendar) -> CaseSummary:
    known = case.model_dump(exclude={"clocks", "running"})
    return CaseSummary.model_validate({**known, "status_label": case.status.label, **case.dues(calendar)})


@api.get("/applications/{case_id}", Permission.APPLY, "查看申请", for_agents=True, answer=CaseAnswer)
def read_application(call: Call[None, None], case_id: str) -> Answer:
    found = own_file(call.platform, call.caller, case_id)
    record_agent(call.platform, call.caller, call.request_id, found.case, ["/form"])
    told: dict[str, Any] = {}
    if today := item_of_today(call.platform, found.case):
        now, own = call.platform.now(), item_of(call.platform, found.case)
        told["item_changed"] = is_outdated(own.version, today, now)
        named = names_of(call.platform.table, call.platform.settings.division, [today], now, call.platform.wall())
        news = news_of(own, today, found.form, now, named)
        told["item_changes"] = [ItemChange.model_validate(one._asdict()) for one in news]
    if check := found.case.identity_check:
        told["identity_checked_until"] = check.until
    told["visits"] = visits_told(found.case.visits, visits_of_all(item_of(call.platform, found.case)))
    ends = result_ends(call.platform.table, found.case.id, found.members)
    told["members"] = members_told(found.case, found.members, lambda _: True, ends, own=True)
    told["of_unchecked_account"] = found.case.account_standing == "unchecked" and is_checked(call.actor)
    answer = case_answer(found.case, found.form).model_copy(update=told)
    return Answer(answer, etag=found.case.etag)


@api.act(
    "/applications/{case_id}/form", SAVE_FORM, method="PUT", for_agents=True, body=FormBody, answer=SaveFormReceipt
)
def save_form(call: Call[FormBody, None], case_id: str) -> Answer:
    form = call.body.model_extra or {}
    if unknown := sorted(form.keys() - PARTS_OF_A_FORM):
        raise Invalid(errors=[FieldError(pointer_of([one]), "extra_forbidden", "没有这一项") for one in unknown[:20]])
    return shared.done(SaveFormReceipt, save(call.platform, call.caller, case_id, form))


@api.act(
    "/applications/{case_id}/materials",
    ADD_MATERIAL,
    for_agents=True,
    body=NewFile,
    answer=AddMaterialReceipt,
    status=201,
)
def add_material(call: Call[NewFile, None], case_id: str) -> Answer:
    receipt = add(call.platform, call.caller, case_id, call.body)
    facts = still_awaited(call.platform, receipt)
    return Answer(AddMaterialReceipt.model_validate(shared.upload(call.platform, facts)), status=201)


@api.act(
    "/applications/{case_id}/materials/{file_id}",
    REMOVE_MATERIAL,
    method="DELETE",
    for_agents=True,
    answer=RemoveMaterialReceipt,
)
def remove_material(call: Call[None, None], case_id: str, file_id: str) -> Answer:
    return shared.done(RemoveMaterialReceipt, remove(call.platform, call.caller, case_id, file_id))


@api.get(
    "/applications/{case_id}/materials", Permission.APPLY, "材料清单和校验结果", for_agents=True, answer=MaterialsAnswer
)
def list_materials(call: Call[None, None], case_id: str) -> Answer:
    found = own_file(call.platform, call.caller, case_id)
    record_agent(call.platform, call.caller, call.request_id, found.case, ["/materials"])
    return Answer(shared.materials(call.platform, found, own=True, promises=True))


@api.act("/applications/{case_id}/submit", SUBMIT, for_agents=True, body=Submission, answer=SubmitReceipt)
def submit_application(call: Call[Submission, None], case_id: str) -> Answer:
    body = call.body
    receipt = submit(call.platform, call.caller, case_id, body.promised, body.commitment, body.noticed)
    return shared.done(SubmitReceipt, receipt)


@api.act(
    "/applications/{case_id}/papers",
    FILL_PAPERS,
    by=Permission.APPLY,
    for_agents=True,
    body=Nothing,
    answer=FillPapersReceipt,
)
def fill_papers(call: Call[Nothing, None], case_id: str) -> Answer:
    """Files of promised lines are announced and uploaded before, as for a supplement (容缺受理)."""
    return shared.done(FillPapersReceipt, fill(call.platform, call.caller, case_id))


@api.act(
    "/applications/{case_id}/supplement",
    SUPPLEMENT,
    by=Permission.APPLY,
    for_agents=True,
    body=Supplement,
    answer=SupplementReceipt,
)
def supplement_application(call: Call[Supplement, None], case_id: str) -> Answer:
    body = call.body
    receipt = supplement(call.platform, call.caller, case_id, body.fields, commitment=body.commitment)
    return shared.done(SupplementReceipt, receipt)


@api.act(
    "/applications/{case_id}/withdraw",
    WITHDRAW,
    by=Permission.APPLY,
    for_agents=True,
    body=Withdrawal,
    answer=WithdrawReceipt,
)
def withdraw_application(call: Call[Withdrawal, None], case_id: str) -> Answer:
    body = call.body
    receipt = withdraw(call.platform, call.caller, case_id, body.reason, confirmed=body.confirmed)
    return shared.done(WithdrawReceipt, receipt)


@api.act(
    "/applications/{case_id}/sharing",
    QUERY_SHARING,
    by=Permission.APPLY,
    for_agents=True,
    body=Nothing,
    answer=QuerySharingReceipt,
)
def query_sharing(call: Call[Nothing, None], case_id: str) -> Answer:
    """Lines that data sharing has not given are asked again (国务院令第716号第七条)."""
    return shared.done(QuerySharingReceipt, query(call.platform, call.caller, case_id))
