"""告知承诺书 of an applicant who goes ahead before earlier results of the same request are there (承诺先行)."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    Giver,
    NoticeData,
    NoticeTable,
    declaration,
    facts,
)


class Promised(NamedTuple):
    """`result` is what is still lacking, `proof` what stands in for it, `length` the time after the grant in words,
    `basis` the text that lets it be promised.
    """

    result: str
    proof: str
    length: str
    basis: str


def ahead_commitment(
    case: CaseFacts, formalities: Formalities, request: str, promised: Sequence[Promised], given: Giver
) -> NoticeData:
    """The applicant's own word, given in the form of the request, to the department that goes ahead on it."""
    rows = tuple(
        (str(number), one.result, one.proof, f"准予之日起{one.length}") for number, one in enumerate(promised, 1)
    )
    return declaration(
        DocumentKind.PLEDGE_COMMITMENT,
        case,
        formalities,
        given,
        facts=facts(联办申请=request, 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.me}在“{request}”联办申请中选择以书面承诺先行办理“{case.item}”：下列结果作出之前，凭所列凭据和本承诺书办理，"
            f"并承诺在所列期限内取得下列结果，接受{case.organ}的核查。",
        ),
        table=NoticeTable(columns=("序号", "承诺取得的结果", "先行办理的凭据", "期限"), widths=(1, 5, 5, 4), rows=rows),
        closing=(
            "一、知悉上述期限自准予决定的次日起计算，届满日载明于决定书。",
            f"二、知悉到期没有取得的，由{case.organ}督促并记录，报监督部门；已经作出的决定不因此自动失效，依法处理。",
            f"三、知悉所列结果不予办理或者不再办理的，“{case.item}”尚未作出决定的终止办理，已经作出决定的由{case.organ}依法处理。",
            "四、知悉不愿承诺或者不能承诺的，可以待所列结果作出之后再办理。",
        ),
        basis=tuple(dict.fromkeys(one.basis for one in promised if one.basis)),
    )
