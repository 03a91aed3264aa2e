"""An item that ends, and an application that is called off. SYNTHETIC people only."""

from local.demo.application import COMPANY
from proofs.examples.authority_stories import (
    applied_again,
)
from proofs.examples.recorder import Recorder
from proofs.kit.cast import CLERK, LEADER


def ended(say: Recorder) -> None:
    """An item that is not applied for any more."""
    path = "/admin/items/YM-P13/end"
    say.ask("administrator", "POST", path, {"ends_at": "2026-12-31T00:00:00+08:00"}, keep="later 年底取消")
    past = {"ends_at": "2026-01-01T00:00:00+08:00"}
    say.ask("administrator", "POST", path, past, keep="past 时间已过", status=422)


def called_off(say: Recorder) -> None:
    """The department has the task: its system is told that its last day moves, and that the applicant has withdrawn."""
    case_id = applied_again(say)
    say.ask(CLERK, "POST", f"/cases/{case_id}/accept", {})
    say.go_on()
    say.ask(LEADER, "POST", f"/cases/{case_id}/extend", {"reason": "情况复杂，需要进一步核实"})
    say.go_on()
    say.ask(COMPANY, "POST", f"/applications/{case_id}/withdraw", {})
    say.go_on()
