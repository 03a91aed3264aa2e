"""What windows look for, and what administrators send back to work. SYNTHETIC people only."""

from chalicelib.foundation import names
from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CLERK


def found_again(say: Recorder) -> None:
    """What tells of a person stands in the body, never in an address."""
    wanted = {"name": PERMIT.form["applicant"]["name"], "limit": 1}
    say.ask(CLERK, "POST", "/cases/search", {**wanted, "purpose": "identity"}, keep="by_name 按姓名或名称，为核验身份")
    say.ask(CLERK, "POST", "/cases/search", wanted, keep="purpose 没有说明目的", status=422)
    wrong = {"query_code": " - "}
    say.ask(CLERK, "POST", "/cases/search", wrong, keep="empty 只有分隔符", status=422)


def watched_over(say: Recorder) -> None:
    """A callback that could not be processed lies among the dead letters, and is sent back to work."""
    queue = names.CALLBACKS_QUEUE
    lost = '{"department":"food","task_id":"6agyxtb6qsf4q4hftkcmd3czhm.review","event":"task.opened"}'
    say.world.queues.put(say.world.queue(names.dead(queue)), lost)
    say.ask("administrator", "GET", "/admin/dead-letters", keep="one 一条回调")
    say.ask("administrator", "POST", "/admin/dead-letters/replay", {"queue": queue}, keep="all 全部重放")
    gone = {"queue": queue, "message_id": "none"}
    say.ask("administrator", "POST", "/admin/dead-letters/replay", gone, keep="unknown 没有这条", status=404)
