"""登记证照被吊销、撤销或者取代: what was decided elsewhere ends this certificate. A penalty is told from outside, and
so is a revocation by the organ above the one that has granted it (行政许可法69); a change (变更, 换发) or a renewal
(延续) was granted on a case of its own, whose certificate takes the place of this one.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import RECORD_RESULT_END, RESULT_MADE
from chalicelib.cases.model.falsehood import Falsehood, bar_of
from chalicelib.cases.model.heard import Reference
from chalicelib.cases.model.result_end import RECORDED, REVOKE, Ground, Recorded, RevokeGround, require_live
from chalicelib.cases.store.records import load_case
from chalicelib.clock.deadline import CalendarDate
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.ending import Ending, begin_ending


class RecordedEnd(Part):
    """由其他决定终止效力：吊销、上级行政机关撤销的写决定的文号，变更、延续的写作出新证照的办件。"""

    state: Annotated[
        Recorded,
        Field(
            description="revoked_as_penalty 被吊销；revoked 被上级行政机关撤销（行政许可法69）；changed 已变更、换发；"
            "renewed 已延续"
        ),
    ]
    decided_on: Annotated[CalendarDate, Field(description="该决定作出之日")]
    reference: Annotated[
        Reference | None, Field(description="处罚决定书或者撤销决定书的文号，不写个人信息；变更、延续的不填")
    ] = None
    ground: Annotated[
        RevokeGround | None, Field(description="上级行政机关撤销的理由；state 为 revoked 时填写，其他情形不填")
    ] = None
    successor: Annotated[
        str | None, Field(max_length=40, description="作出新证照的办件（case_id）；state 为 changed、renewed 时填写")
    ] = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        from_outside = self.state in ("revoked_as_penalty", "revoked")
        if from_outside is (self.reference is None):
            raise wrong_field("reference", "penalty_reference", "吊销、撤销的填写决定书的文号；其他情形不填")
        if from_outside is (self.successor is not None):
            raise wrong_field("successor", "successor_case", "变更、延续的填写作出新证照的办件；吊销、撤销的不填")
        if (self.state == "revoked") is (self.ground is None):
            raise wrong_field("ground", "revoked_ground", "上级行政机关撤销的填写理由；其他情形不填")
        return self

    @property
    def why(self) -> Ground:
        return REVOKE[self.ground] if self.ground else RECORDED[self.state]


@act
def record_result_end(platform: Platform, caller: Caller, case_id: str, said: RecordedEnd) -> Receipt:
    """409 where nothing is granted or it has ended; 422 for a day or a case that cannot be."""
    ending = begin_ending(platform, caller, RECORD_RESULT_END, case_id)
    case = ending.case
    require_live(case.outcome, case.result_ends)
    if case.decided_at and not case.decided_at.date() <= said.decided_on <= caller.at.date():
        words = f"应在准予之日（{case.decided_at.date()}）至今天之间"
        raise problems.Invalid(errors=[FieldError("/decided_on", "end_day", words)])
    reference = said.reference
    if said.successor:
        reference = _successor(platform, ending, said.successor).number
    found = _fraud(ending, said)
    barred = found.until if found else None
    return ending.commit(
        said.state,
        said.ground,
        said.why,
        after=case.model_copy(update={"falsehood": found}) if found else None,
        reference=reference,
        told={"decided_on": str(said.decided_on), **({"barred_until": str(barred)} if barred else {})},
        data={"successor": said.successor} if said.successor else None,
    )


def _fraud(ending: Ending, said: RecordedEnd) -> Falsehood | None:
    """What the organ above has found of a licence that was got by fraud; it bars from the day of its decision (79)."""
    if said.ground not in ("deception", "bribery"):
        return None
    bar = bar_of(ending.begun.item, said.ground, said.decided_on)
    at, paper = ending.begun.caller.at, said.reference
    return Falsehood(
        ground=said.ground, found_at=at, document=None, article=bar.article, until=bar.until, reference=paper
    )


def _successor(platform: Platform, ending: Ending, successor: str) -> Case:
    """The case that has granted the new certificate: of the same holder and department, granted later, and valid. So
    no certificate takes the place of its own successor.
    """
    case, new = ending.case, load_case(platform.table, successor)
    same = new is not None and (new.applicant_key, new.department, new.division) == (
        case.applicant_key,
        case.department,
        case.division,
    )
    if new is None or not same or not _follows(case, new):
        words = "请填写同一持证主体、由本部门在本件之后准予、结果已经制作而且仍然有效的另一办件"
        raise problems.Invalid(errors=[FieldError("/successor", "successor_unfit", words)])
    return new


def _follows(case: Case, new: Case) -> bool:
    made = new.outcome == "grant" and new.status in RESULT_MADE and not new.result_ends
    return made and case.decided_at is not None and new.decided_at is not None and new.decided_at > case.decided_at
