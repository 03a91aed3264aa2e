"""The story of papers that follow (容缺受理): promised, accepted without, brought."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import COMPANY, PERMIT, paper
from proofs.kit.cast import CLERK


def papers_promised(say: Recorder) -> None:
    walk_in = PERMIT.walk_in | {"papers": [paper("01"), paper("03")], "scans": []}
    case_id = say.ask(CLERK, "POST", "/cases", walk_in)["id"]
    case, own = f"/cases/{case_id}", f"/applications/{case_id}"
    promise = {"promised": ["04", "06"], "presented_by": PERMIT.recipient}
    say.ask(
        CLERK, "POST", f"{case}/papers/promise", promise | {"promised": ["03"]}, keep="unpublished 不能容缺", status=422
    )
    say.ask(CLERK, "POST", f"{case}/papers/promise", promise, keep="promised 书面承诺")
    say.ask(CLERK, "POST", f"{case}/accept", {}, keep="deferred 容缺受理")
    say.go_on()
    say.ask(CLERK, "POST", f"{case}/papers", {"papers": [paper("04")]}, keep="brought 补齐一项")
    say.hand_in(COMPANY, own, "06")
    say.ask(COMPANY, "POST", f"{own}/papers", {}, keep="filled 全部补齐")
    say.ask(COMPANY, "POST", f"{own}/papers", {}, keep="nothing 没有待补齐的", status=409)
    say.ask(CLERK, "POST", f"{case}/papers", {"papers": [paper("04")]}, keep="nothing 没有待补齐的", status=409)
