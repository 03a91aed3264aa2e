"""证照的效力: what has become of a result after it was delivered (行政许可法8, 49, 50, 69, 70). Pure.

Valid, pending and expired follow from its days. Everything else is an act with its ground, article, document and day.
What was revoked, withdrawn, or revoked as a penalty is still to be cancelled (70(1)(4)).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model.forms.kinds import PERSON
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError

LAW = "《中华人民共和国行政许可法》"
EndState = Literal["withdrawn", "revoked", "revoked_as_penalty", "cancelled", "changed", "renewed"]
END_LABELS: Mapping[EndState, str] = {
    "withdrawn": "已撤回",
    "revoked": "已撤销",
    "revoked_as_penalty": "已吊销",
    "cancelled": "已注销",
    "changed": "已变更、换发，由新的证照取代",
    "renewed": "已延续，由新的证照取代",
}


class Ground(NamedTuple):
    """The words of the statute, and their place in it."""

    words: str
    article: str


RevokeGround = Literal["abuse", "beyond_power", "procedure", "unqualified", "other", "deception", "bribery"]
REVOKE: Mapping[RevokeGround, Ground] = {
    "abuse": Ground("行政机关工作人员滥用职权、玩忽职守作出准予行政许可决定", "第六十九条第一款第一项"),
    "beyond_power": Ground("超越法定职权作出准予行政许可决定", "第六十九条第一款第二项"),
    "procedure": Ground("违反法定程序作出准予行政许可决定", "第六十九条第一款第三项"),
    "unqualified": Ground("对不具备申请资格或者不符合法定条件的申请人准予行政许可", "第六十九条第一款第四项"),
    "other": Ground("依法可以撤销行政许可的其他情形", "第六十九条第一款第五项"),
    "deception": Ground("被许可人以欺骗手段取得行政许可", "第六十九条第二款"),
    "bribery": Ground("被许可人以贿赂等不正当手段取得行政许可", "第六十九条第二款"),
}
WithdrawGround = Literal["law_changed", "law_repealed", "circumstances"]
WITHDRAW: Mapping[WithdrawGround, Ground] = {
    "law_changed": Ground("行政许可所依据的法律、法规、规章修改，为了公共利益的需要", "第八条第二款"),
    "law_repealed": Ground("行政许可所依据的法律、法规、规章废止，为了公共利益的需要", "第八条第二款"),
    "circumstances": Ground("准予行政许可所依据的客观情况发生重大变化，为了公共利益的需要", "第八条第二款"),
}
CancelGround = Literal["expired", "died", "dissolved", "ended", "impossible", "requested", "other"]
CANCEL: Mapping[CancelGround, Ground] = {
    "expired": Ground("行政许可有效期届满未延续", "第七十条第一项"),
    "died": Ground("赋予公民特定资格的行政许可，该公民死亡或者丧失行为能力", "第七十条第二项"),
    "dissolved": Ground("法人或者其他组织依法终止", "第七十条第三项"),
    "ended": Ground("行政许可依法被撤销、撤回，或者行政许可证件依法被吊销", "第七十条第四项"),
    "impossible": Ground("因不可抗力导致行政许可事项无法实施", "第七十条第五项"),
    "requested": Ground("被许可人申请注销", "第七十条第六项"),
    "other": Ground("法律、法规规定的应当注销行政许可的其他情形", "第七十条第六项"),
}
Recorded = Literal["revoked_as_penalty", "revoked", "changed", "renewed"]
RECORDED: Mapping[str, Ground] = {
    "revoked_as_penalty": Ground("行政许可证件依法被吊销", "第七十条第四项"),
    "changed": Ground("被许可人要求变更行政许可事项，依法办理变更手续", "第四十九条"),
    "renewed": Ground("被许可人申请延续行政许可有效期，准予延续", "第五十条"),
}
# What ends a result against its holder; only a cancellation follows.
STILL_TO_CANCEL = frozenset[EndState]({"withdrawn", "revoked", "revoked_as_penalty"})
# Nothing rests on it any more, and nothing has taken its place.
NOT_VALID = STILL_TO_CANCEL | frozenset[EndState]({"cancelled"})


class ResultEnd(Record):
    """One end of a result. `document` is the decision of this case, `reference` a paper from elsewhere: the decision on
    the penalty, the case of the certificate that takes its place.
    """

    state: EndState
    at: AwareDatetime
    ground: str
    words: str
    article: str
    document: str | None = None
    reference: Annotated[str | None, Field(description="文号或者办件编号")] = None

    @property
    def day(self) -> date:
        return self.at.date()


def cancel_fault(
    ground: CancelGround, holder: str, ended: ResultEnd | None, until: date | None, today: date
) -> FieldError | None:
    """What the facts on record say against this ground (行政许可法70). `holder` is the kind of its holder: a
    person dies (2), an organisation is dissolved (3).
    """
    person = holder == PERSON
    if holder and ground in ("died", "dissolved") and person is (ground == "dissolved"):
        words = (
            "被许可人是自然人，不适用法人或者其他组织终止的规定；死亡或者丧失行为能力的填写 died"
            if person
            else "被许可人是法人或者其他组织，不适用公民死亡或者丧失行为能力的规定；依法终止的填写 dissolved"
        )
        return FieldError("/ground", "cancel_holder", words)
    over = until is not None and until < today
    if ground == "expired" and not over:
        words = f"有效期至{until}，尚未届满" if until else "该结果没有载明有效期届满日，不能以有效期届满为由注销"
        return FieldError("/ground", "not_expired", words)
    if (ground == "ended") is not (ended is not None and ended.state in STILL_TO_CANCEL):
        words = "只有已经撤销、撤回或者吊销的，才以此为由注销；已经撤销、撤回或者吊销的，也只能以此为由注销"
        return FieldError("/ground", "cancel_ground", words)
    return None


def require_live(outcome: str | None, ends: Sequence[ResultEnd]) -> None:
    """409 unless something was granted that nothing has ended yet."""
    if outcome != "grant":
        raise problems.Conflict(code="nothing_granted", title="本件没有准予行政许可，没有可以终止效力的证照")
    if ends:
        last = ends[-1]
        title = f"该行政许可{END_LABELS[last.state]}（{last.day}），不能再次作出决定"
        raise problems.Conflict(code="result_ended", title=title)
