"""告知承诺书 of an applicant who goes ahead before an earlier result of the same request is there (承诺先行)."""

from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, Giver, NoticeData, declaration, facts


class Promised(NamedTuple):
    """`result` is what is still lacking, in quotation marks, `proof` what stands in for it, `length` the time after the
    grant in words, `basis` the text that lets it be promised.
    """

    request: str
    result: str
    proof: str
    length: str
    basis: str


def ahead_commitment(case: CaseFacts, formalities: Formalities, promised: Promised, given: Giver) -> NoticeData:
    """The applicant's own word, given in the form of the request, to the department that goes ahead on it."""
    what = f"自“{case.item}”准予之日起{promised.length}内取得{promised.result}的结果"
    return declaration(
        DocumentKind.PLEDGE_COMMITMENT,
        case,
        formalities,
        given,
        facts=facts(
            联办申请=promised.request,
            先行凭据=promised.proof,
            承诺取得=promised.result,
            承诺期限=f"准予之日起{promised.length}",
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"{case.me}在“{promised.request}”联办申请中选择以书面承诺先行办理“{case.item}”：在{promised.result}的结果作出之前，"
            f"凭{promised.proof}和本承诺书办理。承诺的内容：",
            f"{what}，并接受{case.organ}的核查。",
        ),
        closing=(
            "一、知悉上述期限自准予决定的次日起计算，届满日载明于决定书。",
            f"二、知悉到期没有取得的，由{case.organ}督促并记录，报监督部门；已经作出的决定不因此自动失效，依法处理。",
            f"三、知悉{promised.result}不予办理或者不再办理的，“{case.item}”尚未作出决定的终止办理，已经作出决定的由{case.organ}依法处理。",
            f"四、知悉不愿承诺或者不能承诺的，可以待{promised.result}的结果作出之后再办理。",
        ),
        basis=(promised.basis,),
    )
