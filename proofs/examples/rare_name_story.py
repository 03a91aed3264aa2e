"""The story of a name that no font can print. SYNTHETIC people only."""

from typing import Any

from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT, another_writing, rare
from proofs.kit.cast import CHIEF, CLERK


def rare_name(say: Recorder) -> None:
    """A name that no font can print, put right at the window; of another case by the chief representative."""
    walk_in: dict[str, Any] = {**PERMIT.walk_in, "form": rare(PERMIT.form), "scans": []}
    writing = another_writing(str(say.world.clock.at.date()))
    one, two = (say.ask(CLERK, "POST", "/cases", walk_in)["id"] for _ in range(2))
    for line in PERMIT.lines:
        say.hand_in(CLERK, f"/cases/{two}", line)
    say.ask(CLERK, "POST", f"/cases/{two}/accept", {})
    say.go_on()
    window, chief = f"/cases/{one}/form/writing", f"/cases/{two}/writing/correct"
    other = {**writing, "writing": "别的公司"}
    say.ask(CLERK, "POST", window, other, keep="other 不是同一姓名（名称）", status=422)
    say.ask(CLERK, "POST", window, writing, keep="corrected 更正写法")
    say.ask(CHIEF, "POST", chief, other, keep="other 不是同一姓名（名称）", status=422)
    say.ask(CHIEF, "POST", chief, writing, keep="corrected 更正写法")
    say.go_on()
