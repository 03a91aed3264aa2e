"""The stories of an item's life: a new version, a suspension, a correction, the notice to the bureau."""

from datetime import timedelta
from typing import Any

from chalicelib.catalogue import store
from chalicelib.foundation import register_keys
from proofs.examples.recorder import Recorder
from proofs.examples.trial_stories import tried
from proofs.kit.catalogue import item_document, publish

ITEM, ASKS_FOR_IT = "YM-I02", "YM-I03"
PATH = f"/admin/items/{ITEM}"
EDITOR, LEADER = "editor-ndrc", "leader-ndrc"
# Whole documents are shown of the shortest item whose department promises a time.
SHORT, SHORT_EDITOR = "YM-R04", "editor-amr_reg"
LAW, CONSENTING, BUREAU = "legal-reviewer", "item-approver", "supervisor"
PAUSE = {"reason": "省级系统升级改造，期间无法核验", "until": "2027-01-11T00:00:00+08:00"}
PAPERS = {"consent": "阳编办〔2026〕18号", "law": "阳法审〔2026〕7号"}


def lived(say: Recorder) -> None:
    """All that is done on one item, step after step."""
    publish(say.world.platform, ITEM, SHORT, ASKS_FOR_IT)
    drafted(say)
    seen = revised(say)
    looked_at(say)
    seen = paused(say, seen)
    ended_otherwise(say, seen)
    corrected(say)
    withdrawn(say)
    notified(say)
    told_to_everybody(say)


def drafted(say: Recorder) -> None:
    """The document of a version, of a draft that is saved, and of the draft as it is read with its differences."""
    path = f"/admin/items/{SHORT}"
    say.ask(SHORT_EDITOR, "GET", f"{path}/versions/1", keep="first 第一版")
    seq = say.ask(SHORT_EDITOR, "POST", f"{path}/drafts", {})["seq"]
    document = item_document(SHORT).model_dump(mode="json", by_alias=True, exclude_unset=True)
    longer = {"document": document | {"promised_limit": {**document["promised_limit"], "value": 2}}}
    say.ask(SHORT_EDITOR, "PUT", f"{path}/drafts", longer, etag=f'"l{seq}"', keep="promise 调整承诺时限")
    say.ask(SHORT_EDITOR, "GET", f"{path}/drafts", keep="draft 草稿和差异")
    rebased(say, path, seq + 1)


def rebased(say: Recorder, path: str, seen: int) -> None:
    """The item is published by an import while its draft is under way."""
    etag = f'"l{seen}"'
    say.ask(SHORT_EDITOR, "POST", f"{path}/proposal/rebase", {}, etag=etag, keep="same 已是现行版本", status=409)
    publish(say.world.platform, SHORT, version=2, notes="另行导入")
    say.ask(SHORT_EDITOR, "POST", f"{path}/proposal/rebase", {}, etag=etag, keep="rebased 按现行版本调整")


def revised(say: Recorder) -> int:
    """The next version: drafted, changed, returned once, approved, consented to and published ahead."""
    say.ask(EDITOR, "GET", f"{PATH}/drafts", keep="none 没有草稿", status=404)
    say.ask(EDITOR, "GET", f"{PATH}/impact", keep="none 没有草稿", status=404)
    seq = say.ask(EDITOR, "POST", f"{PATH}/drafts", {}, keep="from_current 以现行版本为草稿")["seq"]
    say.ask(EDITOR, "POST", f"{PATH}/drafts", {}, keep="open 已有草稿", status=409)
    document = item_document(ITEM).model_dump(mode="json", by_alias=True, exclude_unset=True)
    another = document | {"promised_limit": {**document["promised_limit"], "value": 15}}
    seq = step(say, EDITOR, "PUT", "drafts", {"document": another}, seq)
    wrong = {"document": document | {"promised_limit": "五天"}}
    step(say, EDITOR, "PUT", "drafts", wrong, seq, keep="shape 格式有误", status=422)
    unbased = document | {"materials": [{**line, "legal_basis": None} for line in document["materials"][:2]]}
    seq = step(say, EDITOR, "PUT", "drafts", {"document": unbased}, seq)
    step(say, LEADER, "POST", "approve", {}, seq, keep="unbased 材料没有设定依据", status=422)
    seq = step(say, EDITOR, "PUT", "drafts", {"document": another}, seq)
    say.ask(LEADER, "GET", f"{PATH}/impact", keep="draft 草稿的影响")
    seq = step(say, LEADER, "POST", "return", {"reason": "请说明调整时限的依据"}, seq, keep="returned 退回修改")
    seq = step(say, EDITOR, "PUT", "drafts", {"document": another}, seq)
    step(say, LEADER, "POST", "approve", {"note": "同意"}, seq, keep="untried 还没有试运行", status=409)
    seq = tried(say, PATH, EDITOR, seq)
    seq = step(say, LEADER, "POST", "approve", {"note": "同意"}, seq, keep="approved 部门审定")
    step(say, EDITOR, "DELETE", "drafts", None, seq, keep="approved 已经审定", status=409)
    step(say, EDITOR, "POST", "publish", {}, seq, keep="early 编办尚未同意", status=409)
    opinion = {"passed": True, "document": PAPERS["law"], "opinion": "符合规定"}
    step(say, LAW, "POST", "legal-review", opinion, seq, keep="unneeded 新版本不须审查", status=409)
    consent = {"granted": True, "document": PAPERS["consent"]}
    seq = step(say, CONSENTING, "POST", "consent", consent, seq, keep="granted 编办同意")
    seq = step(say, EDITOR, "POST", "publish", {}, seq, keep="now 尽快发布")
    step(say, LEADER, "POST", "return", {"reason": "请补充依据"}, seq, keep="none 没有草稿", status=409)
    return seq


def step(
    say: Recorder, who: str, method: str, path: str, body: Any, seen: int, *, keep: str = "", status: int | None = None
) -> int:
    """One guarded step; the number of its event."""
    answer = say.ask(who, method, f"{PATH}/{path}", body, etag=f'"l{seen}"', keep=keep, status=status)
    return answer.get("seq", seen)


def paused(say: Recorder, seen: int) -> int:
    """A suspension passes the office of law too; then it resumes."""
    seen = say.ask(EDITOR, "POST", f"{PATH}/suspend", PAUSE, keep="pause 暂停")["seq"]
    say.ask(EDITOR, "POST", f"{PATH}/suspend", PAUSE, keep="open 已有进行中的变动", status=409)
    seen = step(say, LEADER, "POST", "approve", {}, seen)
    early = {"granted": True, "document": PAPERS["consent"]}
    step(say, CONSENTING, "POST", "consent", early, seen, keep="unreviewed 未经合法性审查", status=409)
    review = {"passed": True, "document": PAPERS["law"], "opinion": "符合规定"}
    seen = step(say, LAW, "POST", "legal-review", review, seen, keep="passed 审查通过")
    seen = step(say, CONSENTING, "POST", "consent", early, seen)
    seen = step(say, EDITOR, "POST", "publish", {}, seen)
    resumed = {"reason": "系统升级提前完成"}
    seen = say.ask(EDITOR, "POST", f"{PATH}/resume", resumed, keep="resume 恢复")["seq"]
    say.ask(EDITOR, "POST", f"{PATH}/resume", resumed, keep="open 已有进行中的变动", status=409)
    return step(say, EDITOR, "DELETE", "drafts", None, seen, keep="given_up 放弃")


def ended_otherwise(say: Recorder, seen: int) -> None:
    """Each way in which an item may end is proposed, and given up again."""
    others = ["YM-P01", "YM-P02"]
    ways: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("cancel", {"reason": "上位法已经修改", "successors": others[:1]}, "cancel 取消，由另一事项承接"),
        ("devolve", {"reason": "下放县级实施", "to_divisions": ["441781"]}, "devolve 下放到县"),
        ("split", {"reason": "分为两项", "successors": others}, "split 拆分"),
        ("merge", {"reason": "并入另一事项", "successors": others[:1]}, "merge 合并"),
    )
    for path, body, keep in ways:
        seen = say.ask(EDITOR, "POST", f"{PATH}/{path}", body, keep=keep)["seq"]
        say.ask(EDITOR, "POST", f"{PATH}/{path}", body, keep="open 已有进行中的变动", status=409)
        seen = step(say, EDITOR, "DELETE", "drafts", None, seen)
    say.ask(EDITOR, "POST", f"{PATH}/split", {"reason": "分为两项"}, keep="alone 没有承接事项", status=422)


def corrected(say: Recorder) -> None:
    name = item_document(ITEM).name
    wrong = {"pointer": "/promised_limit/value", "before": "5", "after": "6", "why": "笔误"}
    say.ask(EDITOR, "POST", f"{PATH}/corrections", wrong, keep="substance 不是文字", status=422)
    words = {"pointer": "/name", "before": name, "after": f"{name}（含换发）", "why": "名称漏写"}
    seen = say.ask(EDITOR, "POST", f"{PATH}/corrections", words, keep="name 名称漏字")["seq"]
    say.ask(LEADER, "GET", f"{PATH}/corrections", keep="waiting 待确认")
    verdict = {"confirmed": True}
    seen = step(say, LEADER, "POST", "corrections/confirm", verdict, seen, keep="confirmed 确认")
    step(say, LEADER, "POST", "corrections/confirm", verdict, seen, keep="none 没有待确认的更正", status=409)


def withdrawn(say: Recorder) -> None:
    """A version was published ahead of its time, and its editor takes it back."""
    platform, now = say.world.platform, say.world.platform.now()
    row = platform.table.get(register_keys.current_item("441700", ITEM))
    ahead = store.Ahead(now + timedelta(days=30), row)
    platform.table.write(*store.publish("441700", item_document(ITEM), 3, now, ahead=ahead))
    reason = {"reason": "所依据的条例推迟施行"}
    say.ask(EDITOR, "POST", f"{PATH}/withdraw", reason, keep="ahead 撤回待生效的版本")
    say.ask(EDITOR, "POST", f"{PATH}/withdraw", reason, keep="open 已有进行中的变动", status=409)


def notified(say: Recorder) -> None:
    waiting = say.ask(BUREAU, "GET", "/admin/item-filings", keep="pending 等待回执", query={"limit": 3})
    own = next(filing for filing in waiting["filings"] if filing["id"] == ITEM)
    receipt = {"seq": own["seq"], "receipt_number": "阳政数备〔2026〕31号"}
    say.ask(BUREAU, "POST", f"{PATH}/filing", receipt, keep="received 备案回执")
    say.ask(BUREAU, "POST", f"{PATH}/filing", receipt, keep="twice 已经备案", status=409)


def looked_at(say: Recorder) -> None:
    say.ask(EDITOR, "GET", f"{PATH}/versions", keep="versions 各个版本")
    say.ask(EDITOR, "GET", f"{PATH}/history", keep="history 办理记录")


LISTS: dict[str, Any] = {
    "name": "阳江市证明事项清单和中介服务事项清单（演示）",
    "document": "演示文号〔2026〕1号",
    "status": "ILLUSTRATIVE",
    "published_on": "2026-11-24",
    "proofs": [
        {
            "id": "Z01",
            "name": "资金来源证明",
            "basis": "宗教事务条例27",
            "issuer": "银行业金融机构",
            "asker": "religion",
        }
    ],
    "intermediaries": [
        {
            "id": "J01",
            "name": "安全评价报告",
            "basis": "危险化学品安全管理条例34(一)",
            "term": 30,
            "unit": "workday",
            "fee": "市场调节价",
            "paid_by": "applicant",
        }
    ],
}


def told_to_everybody(say: Recorder) -> None:
    say.ask(None, "GET", "/items/changes", keep="changes 变动公告", query={"limit": 2})
    say.ask(None, "GET", "/item-lists", keep="none 尚未公布", status=404)
    say.ask("administrator", "PUT", "/admin/item-lists", LISTS, keep="published 公布")
    unbased = LISTS | {"proofs": [{**LISTS["proofs"][0], "basis": "惯例"}]}
    say.ask("administrator", "PUT", "/admin/item-lists", unbased, keep="unbased 没有依据", status=422)
    say.ask(None, "GET", "/item-lists", keep="lists 现行清单")
