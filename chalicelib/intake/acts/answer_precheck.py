"""答复预审: a window says what it has found in a draft, before anything is received (规则二(一)2 材料把关; R21).

It binds nobody. The application may still be found wanting, by the one-time notice after its receipt alone (行政许可法
32(1)(4)), and nothing that is not published may be asked for here either (R9).
"""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import ANSWER_PRECHECK
from chalicelib.cases.model.form_changes import titles_of
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.precheck import files_now
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.notices import Listed
from chalicelib.intake.model.prechecking import PrecheckAnswer, in_our_words, require_open, wrong_comments


@act
def answer_precheck(platform: Platform, caller: Caller, case_id: str, answer: PrecheckAnswer) -> Receipt:
    """The clerk has seen this version of the form (`If-Match`), and names each file that was found fine. 409 where
    nobody has asked, or asks no more.
    """
    begun = begin(platform, caller, ANSWER_PRECHECK, case_id, whole=True)
    case, form = begun.case, begun.found.form
    require_open(case, caller.at.date())
    lines = {line.no: line for line in lines_of(begun.item, form)}
    ready = [file for file in begun.found.files if file.state == "ready"]
    if errors := wrong_comments(case, Listed(lines, titles_of(begun.item, form), ready), answer):
        raise problems.Invalid(errors=errors)
    *before, last = case.prechecks
    answered = last.model_copy(
        update={
            "answered_at": caller.at,
            "answered_version": case.form_version,
            "answered_files": files_now(ready),
            "item_version": case.item_version,
            "comments": tuple(in_our_words(lines, one) for one in answer.comments),
            "summary": answer.summary or "",
        }
    )
    return begun.commit(
        case.model_copy(update={"prechecks": (*before, answered), "precheck_until": None}),
        data={"form_version": case.form_version},
        both={"comments": len(answer.comments)},
    )
