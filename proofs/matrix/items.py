"""The item of the matrix at each step of its next version, of a suspension and of a correction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.platform import Platform
from proofs.kit.catalogue import item_document
from proofs.kit.trials import tried
from proofs.matrix.door import Door

CODE = "YM-P05"
PATH = f"/admin/items/{CODE}"
PAPERS = {"consent": "阳编办〔2026〕18号", "law": "阳法审〔2026〕7号"}
PAUSE = {"reason": "省级系统升级改造，期间无法核验", "until": "2027-01-11T00:00:00+08:00"}
REVIEW = {"passed": True, "document": PAPERS["law"], "opinion": "符合规定"}
CONSENT = {"granted": True, "document": PAPERS["consent"]}
# Who has two posts has drafted: as the editor of this account.
AUTHOR = "author"


def publishable() -> ItemDocument:
    """The item without what the rules of publishing refuse today."""
    document = item_document(CODE)
    based = tuple(line for line in document.materials if "法" in (line.legal_basis or ""))
    return document.model_copy(update={"materials": based, "prerequisites": ()})


def put_there(platform: Platform) -> None:
    division = platform.settings.division
    platform.table.write(*store.publish(division, publishable(), 1, platform.now()))


def changed() -> dict[str, Any]:
    document = publishable().model_dump(mode="json", by_alias=True, exclude_unset=True)
    return document | {"promised_limit": {**document["promised_limit"], "value": 12}}


def correction() -> dict[str, Any]:
    name = item_document(CODE).name
    return {"pointer": "/name", "before": name, "after": f"{name}（含换发）", "why": "名称漏写"}


def _step(door: Door, seq: int, who: str, way: str, body: Any) -> int:
    method, _, path = way.partition(" ")
    return door.done(who, method, f"{PATH}/{path}", body, headers={"If-Match": f'"l{seq}"'})["seq"]


def drafted(door: Door) -> int:
    seq = door.done(AUTHOR, "POST", f"{PATH}/drafts", {})["seq"]
    return _step(door, seq, AUTHOR, "PUT drafts", {"document": changed()})


def trying(door: Door) -> int:
    """The trial of the draft has begun, and the editor has applied in it."""
    seq = _step(door, drafted(door), "editor", "POST trial", {})
    door.done("editor", "POST", f"{PATH}/trial/steps", application(door))
    return seq


def application(door: Door) -> dict[str, Any]:
    """The step of a trial in which the editor plays an applicant."""
    form = door.done("editor", "GET", f"{PATH}/trial")["forms"][0]
    return {"do": "create_application", "as": form["as"], "body": {"item": CODE, "form": form["form"]}}


def case_tried(door: Door) -> str:
    return door.done("editor", "GET", f"{PATH}/trial")["cases"][0]["case_id"]


def approved(door: Door) -> int:
    """Played in a trial, and approved."""
    seq = drafted(door)
    tried(door.world.platform, CODE)
    return _step(door, seq, "leader", "POST approve", {})


def consented(door: Door) -> int:
    return _step(door, approved(door), "approver", "POST consent", CONSENT)


def published(door: Door) -> int:
    return _step(door, consented(door), "editor", "POST publish", {})


def published_ahead(door: Door) -> int:
    """A version that takes effect in five days."""
    starts = door.world.clock.at + timedelta(days=5)
    return _step(door, consented(door), "editor", "POST publish", {"effective_at": starts.isoformat()})


def pausing(door: Door) -> int:
    """A suspension, approved: it needs the review of the office of law."""
    seq = door.done(AUTHOR, "POST", f"{PATH}/suspend", PAUSE)["seq"]
    return _step(door, seq, "leader", "POST approve", {})


def suspended(door: Door) -> int:
    seq = _step(door, pausing(door), "lawyer", "POST legal-review", REVIEW)
    seq = _step(door, seq, "approver", "POST consent", CONSENT)
    return _step(door, seq, "editor", "POST publish", {})


def correcting(door: Door) -> int:
    return door.done(AUTHOR, "POST", f"{PATH}/corrections", correction())["seq"]


def outdated(door: Door) -> int:
    """The item is published by an import while its draft is under way."""
    seq, platform = drafted(door), door.world.platform
    imported = publishable().model_copy(update={"notes": "另行导入"})
    platform.table.write(*store.publish(platform.settings.division, imported, 2, platform.now()))
    return seq


def played(door: Door) -> int:
    """The draft was tried, and is not yet approved."""
    seq = drafted(door)
    tried(door.world.platform, CODE)
    return seq


TRYING, TRIED = "试运行中", "起草，已试运行"
DRAFTED, APPROVED, CONSENTED, PUBLISHED = "起草", "审定", "同意", "发布待备案"
AHEAD = "待生效"
OUTDATED = "起草后另行导入"
PAUSING, SUSPENDED, CORRECTING = "变动审定", "暂停", "更正待确认"
MOMENTS: Mapping[str, Callable[[Door], int]] = {
    DRAFTED: drafted,
    TRYING: trying,
    TRIED: played,
    OUTDATED: outdated,
    APPROVED: approved,
    CONSENTED: consented,
    PUBLISHED: published,
    AHEAD: published_ahead,
    PAUSING: pausing,
    SUSPENDED: suspended,
    CORRECTING: correcting,
}
