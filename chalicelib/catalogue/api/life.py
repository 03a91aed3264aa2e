"""The life of an item as its people use it: draft, approve, review by law, consent (编办), publish, file, correct."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chalicelib.access.policy import Permission
from chalicelib.catalogue.acts.approve_item import approve_item as approve
from chalicelib.catalogue.acts.confirm_item_correction import confirm_item_correction
from chalicelib.catalogue.acts.consent_item import consent_item as consent
from chalicelib.catalogue.acts.correct_item import correct_item
from chalicelib.catalogue.acts.discard_item_draft import discard_item_draft as discard
from chalicelib.catalogue.acts.draft_item import draft_item as begin_draft
from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.acts.file_item import file_item
from chalicelib.catalogue.acts.propose_item_change import Wanted, propose_item_change
from chalicelib.catalogue.acts.publish_item import publish_item as publish
from chalicelib.catalogue.acts.rebase_item import rebase_item as rebase
from chalicelib.catalogue.acts.return_item import return_item as give_back
from chalicelib.catalogue.acts.review_item_law import review_item_law as review
from chalicelib.catalogue.acts.save_item_draft import save_item_draft as save
from chalicelib.catalogue.api.consequence_answers import CONSEQUENCES, ConsequenceAnswer
from chalicelib.catalogue.api.item_content import ItemContent
from chalicelib.catalogue.api.life_answers import LifeReceipt, ProposalAnswer
from chalicelib.catalogue.api.life_views import proposal_answer
from chalicelib.catalogue.model.life import ProposalKind
from chalicelib.catalogue.model.life_acts import (
    APPROVE_ITEM,
    CONFIRM_CORRECTION,
    CONSENT_ITEM,
    CORRECT_ITEM,
    DISCARD_DRAFT,
    DRAFT_ITEM,
    FILE_ITEM,
    PROPOSE_CHANGE,
    PUBLISH_ITEM,
    REBASE_ITEM,
    RETURN_ITEM,
    REVIEW_LAW,
    SAVE_DRAFT,
)
from chalicelib.catalogue.model.values import ItemId
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part, Whole
from chalicelib.http.routes import Answer, Call, View

api = Api(__name__, tag="item_life")

PROBLEMS = (NotFound, Conflict, Forbidden, Invalid)
Reason = Annotated[
    str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS, Field(description="理由")
]
Remark = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True), PARAGRAPHS]
Paper = Annotated[
    str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), Field(description="文书的文号")
]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Division = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{6})?$")]


class NewDraft(Part):
    """起草：不填 document 的，以最新版本的内容为草稿；新事项须填写."""

    document: ItemContent | None = None


class DraftDocument(Whole):
    """整份草稿，格式与导入的事项相同."""

    document: ItemContent


class Approval(Part):
    """部门审定意见，可以不填."""

    note: Remark = ""


class Return(Part):
    """退回修改的理由."""

    reason: Reason


class LegalReview(Part):
    """合法性审查：document 为审查意见书的文号；未通过的退回修改."""

    passed: bool
    document: Paper
    opinion: Reason


class ItemConsent(Part):
    """编办的意见：document 为文号；不同意的退回修改."""

    granted: bool
    document: Paper
    note: Remark = ""


class Publication(Part):
    """发布：effective_at 为生效时间，不填的一分钟后生效；到时自动生效."""

    effective_at: Annotated[AwareDatetime | None, Field(description="生效时间，自现在起两年以内，最早一分钟后生效")] = (
        None
    )


class Ending(Part):
    """变动的理由，从何时起；不填的，自发布时起."""

    reason: Reason
    effective_at: Annotated[AwareDatetime | None, Field(description="从何时起，不得早于现在")] = None


class VersionWithdrawal(Part):
    """撤回已发布、待生效的版本：理由。撤回自发布时起，现行版本继续有效."""

    reason: Reason


class Pause(Ending):
    """暂停：until 为预计恢复的时间，到时自动恢复；不填的，直至发布恢复."""

    until: Annotated[AwareDatetime | None, Field(description="恢复的时间")] = None


class Succession(Ending):
    """拆分、合并、取消：successors 为承接的事项编号."""

    successors: Annotated[list[ItemId], Field(max_length=20)] = Field(default_factory=list[str])


class Devolution(Succession):
    """下放：to_divisions 为承接的行政区划."""

    to_divisions: Annotated[list[Division], Field(max_length=50)] = Field(default_factory=list[str])


class ItemEnd(Part):
    """取消事项。不填的一分钟后取消；再次调用只能提前，发布新版本才重新开放."""

    ends_at: Annotated[
        AwareDatetime | None,
        Field(description="自此不再受理新的申请；自现在起两年以内，最早一分钟后"),
    ] = None


class EndedItem(BaseModel, defer_build=True):
    """取消的事项；此前收件的办件按原版本继续办理."""

    id: str
    version: int
    ended_at: AwareDatetime
    consequences: Annotated[list[ConsequenceAnswer] | None, Field(description=CONSEQUENCES)] = None


class TextCorrection(Part):
    """更正已发布版本中的文字：pointer 处的 before 更正为 after。时限、收费、材料、条件、依据不能这样更正."""

    version: Annotated[
        int | None, Field(ge=1, description="更正第几版：现行的或者待生效的；不填为最新版本，有待生效版本的应当填写")
    ] = None

    pointer: Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9_]{1,64}){1,4}$")]
    before: Words
    after: Words
    why: Reason


class CorrectionVerdict(Part):
    """确认或者驳回文字更正."""

    confirmed: bool
    note: Remark = ""


class Filing(Part):
    """备案回执：seq 为备案列表中的事件序号."""

    seq: Annotated[int, Field(ge=1)]
    receipt_number: Paper


def _done(receipt: Receipt, status: int = 200) -> Answer:
    return Answer(LifeReceipt.model_validate(receipt.facts), status=status, etag=receipt.etag)


@api.act("/admin/items/{code}/drafts", DRAFT_ITEM, body=NewDraft, answer=LifeReceipt, status=201, problems=PROBLEMS)
def draft_item(call: Call[NewDraft, None], code: str) -> Answer:
    return _done(begin_draft(call.platform, call.caller, code, call.body.document), 201)


@api.get(
    "/admin/items/{code}/drafts",
    Permission.READ_ITEMS,
    "进行中的草稿或者变动：内容、差异、还不能发布的理由",
    answer=ProposalAnswer,
    problems=(NotFound,),
)
def read_item_draft(call: Call[None, None], code: str) -> Answer:
    answer, etag = proposal_answer(call.platform, call.actor, code)
    return Answer(answer, etag=etag)


@api.act(
    "/admin/items/{code}/drafts",
    SAVE_DRAFT,
    method="PUT",
    body=DraftDocument,
    answer=LifeReceipt,
    problems=PROBLEMS,
)
def save_item_draft(call: Call[DraftDocument, None], code: str) -> Answer:
    return _done(save(call.platform, call.caller, code, call.body.document))


@api.act(
    "/admin/items/{code}/drafts",
    DISCARD_DRAFT,
    method="DELETE",
    answer=LifeReceipt,
    problems=(NotFound, Conflict),
)
def discard_item_draft(call: Call[None, None], code: str) -> Answer:
    return _done(discard(call.platform, call.caller, code))


@api.act("/admin/items/{code}/proposal/rebase", REBASE_ITEM, answer=LifeReceipt, problems=PROBLEMS)
def rebase_item(call: Call[None, None], code: str) -> Answer:
    return _done(rebase(call.platform, call.caller, code))


@api.act("/admin/items/{code}/approve", APPROVE_ITEM, body=Approval, answer=LifeReceipt, problems=PROBLEMS)
def approve_item(call: Call[Approval, None], code: str) -> Answer:
    return _done(approve(call.platform, call.caller, code, call.body.note))


@api.act("/admin/items/{code}/return", RETURN_ITEM, body=Return, answer=LifeReceipt, problems=(NotFound, Conflict))
def return_item(call: Call[Return, None], code: str) -> Answer:
    return _done(give_back(call.platform, call.caller, code, call.body.reason))


@api.act("/admin/items/{code}/legal-review", REVIEW_LAW, body=LegalReview, answer=LifeReceipt, problems=PROBLEMS)
def review_item_law(call: Call[LegalReview, None], code: str) -> Answer:
    body = call.body
    receipt = review(call.platform, call.caller, code, passed=body.passed, document=body.document, opinion=body.opinion)
    return _done(receipt)


@api.act("/admin/items/{code}/consent", CONSENT_ITEM, body=ItemConsent, answer=LifeReceipt, problems=PROBLEMS)
def consent_item(call: Call[ItemConsent, None], code: str) -> Answer:
    body = call.body
    receipt = consent(call.platform, call.caller, code, granted=body.granted, document=body.document, note=body.note)
    return _done(receipt)


@api.act("/admin/items/{code}/publish", PUBLISH_ITEM, body=Publication, answer=LifeReceipt, problems=PROBLEMS)
def publish_item(call: Call[Publication, None], code: str) -> Answer:
    return _done(publish(call.platform, call.caller, code, call.body.effective_at))


def _proposes(path: str, summary: str, body: type[Ending | VersionWithdrawal]) -> Callable[[View], View]:
    """A route by which an editor proposes something else than a new version."""
    return api.post(
        f"/admin/items/{{code}}/{path}",
        Permission.EDIT_ITEMS,
        summary,
        body=body,
        answer=LifeReceipt,
        status=201,
        act=PROPOSE_CHANGE,
        problems=PROBLEMS,
    )


def _propose(call: Call[Any, None], code: str, kind: ProposalKind) -> Answer:
    body: Ending | VersionWithdrawal = call.body
    wanted = Wanted(kind=kind, **{name: getattr(body, name) for name in type(body).model_fields})
    return _done(propose_item_change(call.platform, call.caller, code, wanted), 201)


@_proposes("withdraw", "提出撤回待生效的版本", VersionWithdrawal)
def propose_item_withdrawal(call: Call[VersionWithdrawal, None], code: str) -> Answer:
    return _propose(call, code, "withdraw")


@_proposes("suspend", "提出暂停事项", Pause)
def propose_item_suspension(call: Call[Pause, None], code: str) -> Answer:
    return _propose(call, code, "suspend")


@_proposes("resume", "提出恢复事项", Ending)
def propose_item_resumption(call: Call[Ending, None], code: str) -> Answer:
    return _propose(call, code, "resume")


@_proposes("cancel", "提出取消事项", Succession)
def propose_item_end(call: Call[Succession, None], code: str) -> Answer:
    return _propose(call, code, "cancel")


@_proposes("devolve", "提出下放事项", Devolution)
def propose_item_devolution(call: Call[Devolution, None], code: str) -> Answer:
    return _propose(call, code, "devolve")


@_proposes("split", "提出拆分事项", Succession)
def propose_item_split(call: Call[Succession, None], code: str) -> Answer:
    return _propose(call, code, "split")


@_proposes("merge", "提出合并事项", Succession)
def propose_item_merger(call: Call[Succession, None], code: str) -> Answer:
    return _propose(call, code, "merge")


@api.post(
    "/admin/items/{code}/end",
    Permission.ADMINISTER,
    "取消事项",
    body=ItemEnd,
    answer=EndedItem,
    problems=(NotFound, Conflict),
)
def cancel_item(call: Call[ItemEnd, None], code: str) -> Answer:
    receipt = end_item(call.platform, call.caller, code, call.body.ends_at)
    return Answer(EndedItem.model_validate(receipt.facts))


@api.act(
    "/admin/items/{code}/corrections",
    CORRECT_ITEM,
    body=TextCorrection,
    answer=LifeReceipt,
    status=201,
    problems=PROBLEMS,
)
def correct_item_text(call: Call[TextCorrection, None], code: str) -> Answer:
    body = call.body
    words = {"pointer": body.pointer, "before": body.before, "after": body.after, "why": body.why}
    return _done(correct_item(call.platform, call.caller, code, **words, version=body.version), 201)


@api.act(
    "/admin/items/{code}/corrections/confirm",
    CONFIRM_CORRECTION,
    body=CorrectionVerdict,
    answer=LifeReceipt,
    problems=PROBLEMS,
)
def confirm_item_text(call: Call[CorrectionVerdict, None], code: str) -> Answer:
    body = call.body
    return _done(confirm_item_correction(call.platform, call.caller, code, confirmed=body.confirmed, note=body.note))


@api.act("/admin/items/{code}/filing", FILE_ITEM, body=Filing, answer=LifeReceipt, problems=PROBLEMS)
def file_item_change(call: Call[Filing, None], code: str) -> Answer:
    return _done(file_item(call.platform, call.caller, code, call.body.seq, call.body.receipt_number))
