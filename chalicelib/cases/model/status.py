"""Where a case can be. Which act may start from where is the table in `acts`."""

from chalicelib.foundation.labelled import Labelled


class Status(Labelled):
    """The place of a case in 前台综合受理、后台分类审批、统一窗口出件; `label` is what people read."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已收件，待受理"
    CORRECTING = "correcting", "待补正材料"
    LAPSED = "lapsed", "逾期未补正"
    IN_REVIEW = "in_review", "已受理，部门审查中"
    DECIDING = "deciding", "待决定"
    REPORTING = "reporting", "初审完毕，待上报"
    REPORTED = "reported", "已上报，上级机关审批中"
    IN_PROGRESS = "in_progress", "已受理，各部门办理中"
    CONCLUDED = "concluded", "各部门均已办毕"
    DECIDED = "decided", "已决定，制作结果中"
    COMPARING = "comparing", "结果核对中"
    DELIVERING = "delivering", "待领取"
    DELIVERED = "delivered", "已送达"
    CLOSED = "closed", "已办结"
    REJECTED = "rejected", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"
    TERMINATED = "terminated", "终止办理"

    @property
    def undone(self) -> bool:
        """Nobody will decide on it any more, so that nothing is due."""
        return self in (Status.REJECTED, Status.WITHDRAWN, Status.TERMINATED)


# The department still has to do something before anybody decides.
UNDECIDED = frozenset({Status.IN_REVIEW, Status.DECIDING, Status.REPORTING})
# Its department has examined it, and somebody has to decide.
EXAMINED_BY = frozenset({Status.DECIDING, Status.REPORTING, Status.REPORTED})
# The same, or the organ above has, or the departments of a joint request have.
BEFORE_DECISION = UNDECIDED | {Status.REPORTED, Status.IN_PROGRESS}
# A decision has been made, and what follows from it may still be due.
DECIDED_ON = frozenset({Status.DECIDED, Status.COMPARING, Status.DELIVERING, Status.DELIVERED, Status.CLOSED})
ENDED = frozenset({Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, Status.TERMINATED})
