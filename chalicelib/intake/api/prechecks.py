"""预审（预受理）: an applicant asks for comments on a draft, a window gives them (R21). It accepts nothing."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent, see_form
from chalicelib.cases.acts.lookup import own_file
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import LineAnswer, PurposeQuery, asked_by
from chalicelib.cases.api.precheck_answers import PrecheckRound, Until, rounds_of
from chalicelib.cases.api.receipts import CaseReceipt
from chalicelib.cases.model import Case, acts
from chalicelib.cases.model.acts import ANSWER_PRECHECK, ASK_PRECHECK, WITHDRAW_PRECHECK
from chalicelib.cases.model.form_changes import Form
from chalicelib.cases.model.masking import HIDDEN
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.answer_precheck import answer_precheck as answer
from chalicelib.intake.acts.ask_precheck import ask_precheck as ask
from chalicelib.intake.acts.withdraw_precheck import withdraw_precheck as take_back
from chalicelib.intake.model.prechecking import PrecheckAnswer
from chalicelib.intake.store.prechecks import asked_draft, waiting

own = Api(f"{__name__}.own", tag="applications")
api = Api(__name__, tag="cases")


class AskPrecheckReceipt(CaseReceipt, act=acts.ASK_PRECHECK):
    until: Until


class WithdrawPrecheckReceipt(CaseReceipt, act=acts.WITHDRAW_PRECHECK):
    pass


class AnswerPrecheckReceipt(CaseReceipt, act=acts.ANSWER_PRECHECK):
    comments: Annotated[int, Field(description="意见的项数")]


class PrecheckHistory(BaseModel, defer_build=True):
    prechecks: Annotated[list[PrecheckRound], Field(description="按先后")]


class AskedDraft(BaseModel, defer_build=True):
    """请求预审的草稿，在窗口的清单中。"""

    id: str
    item: str
    item_name: str
    applicant_name: Annotated[str | None, Field(description="申请人名称，已脱敏")] = None
    until: Until


class AskedDrafts(BaseModel, defer_build=True):
    prechecks: list[AskedDraft]
    next_cursor: str | None = None


class DraftToPrecheck(AskedDraft):
    """草稿的内容。说明查看目的的，完整显示，并记入查阅记录。"""

    form: Form | None = None
    materials: list[LineAnswer]
    prechecks: Annotated[list[PrecheckRound], Field(description="此前的请求和答复；未说明查看目的的，文字为“***”")]


@own.act(
    "/applications/{case_id}/precheck",
    ASK_PRECHECK,
    for_agents=True,
    body=Nothing,
    answer=AskPrecheckReceipt,
    status=201,
)
def ask_precheck(call: Call[Nothing, None], case_id: str) -> Answer:
    """The windows of the item read the draft until one of them answers. The applicant may submit at any time."""
    return shared.done(AskPrecheckReceipt, ask(call.platform, call.caller, case_id), 201)


@own.act(
    "/applications/{case_id}/precheck/withdraw",
    WITHDRAW_PRECHECK,
    for_agents=True,
    body=Nothing,
    answer=WithdrawPrecheckReceipt,
)
def withdraw_precheck(call: Call[Nothing, None], case_id: str) -> Answer:
    return shared.done(WithdrawPrecheckReceipt, take_back(call.platform, call.caller, case_id))


@own.get(
    "/applications/{case_id}/precheck", Permission.APPLY, "预审的请求和答复", for_agents=True, answer=PrecheckHistory
)
def list_prechecks(call: Call[None, None], case_id: str) -> Answer:
    found = own_file(call.platform, call.caller, case_id)
    case = found.case
    record_agent(call.platform, call.caller, call.request_id, case, ["/prechecks"])
    return Answer(PrecheckHistory(prechecks=rounds_of(case, found.files, call.caller.at.date())), etag=case.etag)


@api.get("/prechecks", Permission.RECEIVE, "本窗口待预审的草稿", query=Paging, answer=AskedDrafts)
def list_asked_prechecks(call: Call[None, Paging]) -> Answer:
    scope = f"prechecks {call.actor.sub}"
    after = unseal(call.platform, scope, call.query.cursor)
    cases, more = waiting(call.platform, call.actor, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, more)
    body = AskedDrafts(prechecks=[AskedDraft.model_validate(_listed(case)) for case in cases], next_cursor=cursor)
    return Answer(body, headers=link(call.platform.settings, "/v1/prechecks", {"limit": call.query.limit}, cursor))


@api.get(
    "/cases/{case_id}/precheck",
    Permission.RECEIVE,
    "查看请求预审的草稿；说明查看目的的，完整显示个人信息",
    query=PurposeQuery,
    answer=DraftToPrecheck,
)
def read_precheck(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    found = asked_draft(call.platform, call.caller, case_id)
    case = found.case
    lines = sorted({f"/materials/{file.line}" for file in found.files})
    seen = see_form(call.platform, asked_by(call), case, found.form, lambda: [*lines, "/prechecks"])
    rounds = rounds_of(case, found.files, call.caller.at.date())
    facts = {
        **_listed(case),
        "applicant_name": seen.applicant_name or None,
        "form": seen.form,
        "materials": shared.materials(call.platform, found, own=True, sight=seen.sight).materials,
        "prechecks": rounds if seen.whole else [_hidden(one) for one in rounds],
    }
    return Answer(DraftToPrecheck.model_validate(facts), etag=case.etag)


@api.act("/cases/{case_id}/precheck", ANSWER_PRECHECK, body=PrecheckAnswer, answer=AnswerPrecheckReceipt, status=201)
def answer_precheck(call: Call[PrecheckAnswer, None], case_id: str) -> Answer:
    return shared.done(AnswerPrecheckReceipt, answer(call.platform, call.caller, case_id, call.body), 201)


def _listed(case: Case) -> dict[str, object]:
    facts = case.model_dump(include={"id", "item", "item_name"})
    return {**facts, "applicant_name": case.name_shown or None, "until": case.precheck_until}


def _hidden(one: PrecheckRound) -> PrecheckRound:
    comments = [comment.model_copy(update={"comment": HIDDEN}) for comment in one.comments]
    return one.model_copy(update={"comments": comments, "summary": HIDDEN if one.summary else ""})
