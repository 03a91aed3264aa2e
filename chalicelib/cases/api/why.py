"""By what right an act on a case was done: the policy, its basis, the letter, and what the register said then."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.conditions import CONDITIONS
from chalicelib.access.policies import EXPLAINED
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent, sight_of
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.acts.standing import with_authorisation
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.access import may_see, reach_of
from chalicelib.cases.model.acting import Acting, acting_in
from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.timeline import StageName
from chalicelib.cases.store.records import load_case_beside
from chalicelib.directory.model.authority import OWN_RIGHT, REASONS, AskedAct
from chalicelib.durable.audit import Event, EventRole
from chalicelib.foundation import keys, problems
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")
LONGEST_SEQ = 6


class EventNotFound(problems.NotFound):
    code = "event_not_found"
    title = "办件没有这一编号的事件"


class PolicyAnswer(BaseModel, defer_build=True):
    """允许这一操作的授权规则。"""

    id: str
    says: Annotated[str, Field(description="一句话说明")]
    basis: Annotated[str, Field(description="依据的条文或者要求")]


class LetterAnswer(BaseModel, defer_build=True):
    """所凭的授权文书，有效期为办理当时的。"""

    number: Annotated[str, Field(description="文号")]
    first: Annotated[date | None, Field(description="有效期的第一日")] = None
    last: Annotated[date | None, Field(description="有效期的最后一日")] = None


class LackingAnswer(BaseModel, defer_build=True):
    """窗口办理当时缺少的授权：没有哪一环节的有效委托书，以及原因。"""

    act: Annotated[AskedAct, Field(description="环节：accept 受理，issue_documents 出具文书")]
    code: Annotated[str, Field(description="原因的代码，如 letter_expired")]
    says: Annotated[str, Field(description="原因，如“授权文书已经到期”")]
    number: Annotated[str | None, Field(description="最接近的一份委托书的文号；部门没有委托书的为空")] = None


class WhyConditionAnswer(BaseModel, defer_build=True):
    """办理当时成立的一个条件。"""

    name: str
    asks: Annotated[str, Field(description="条件的内容")]
    basis: str


class GroundsAnswer(BaseModel, defer_build=True):
    """登记册当时对办理人员的记载。"""

    person: Annotated[str, Field(description="工作人员在登记册中的编号")]
    staff_type: Annotated[str | None, Field(description="人员身份，作出决定的才有")] = None
    trained_until: Annotated[date | None, Field(description="对该事项的培训有效至")] = None


class OwnWhy(Acting, defer_build=True):
    """这一操作由什么岗位、凭什么办理，谁代申请人办理；不含办理人员。"""

    seq: int
    type: StageName
    label: str
    at: AwareDatetime
    role: EventRole
    department: Annotated[str | None, Field(description="办理的部门的编号；大厅窗口和平台没有")] = None
    policy: PolicyAnswer | None = None
    letter: LetterAnswer | None = None
    lacking: Annotated[LackingAnswer | None, Field(description="移送部门受理的，窗口缺少的授权；其他操作为空")] = None


class WhyAnswer(OwnWhy):
    """这一操作由谁、在什么岗位、凭什么办理；各项事实是办理当时的。"""

    conditions: list[WhyConditionAnswer]
    grounds: GroundsAnswer | None = None


@api.get(
    "/cases/{case_id}/events/{seq}/why",
    Permission.READ_CASES,
    "说明一项操作的授权依据；说明查看目的的，完整显示代为办理的人的姓名",
    query=PurposeQuery,
    answer=WhyAnswer,
)
def read_why(call: Call[None, PurposeQuery], case_id: str, seq: str) -> Answer:
    case, row = load_case_beside(call.platform.table, case_id, _event_key(case_id, seq))
    if case is None or not may_see(call.actor, case):
        raise no_case()
    event = _event(row)
    whole = sight_of(call.platform, asked_by(call), case, lambda: [f"/events/{event.seq}"]) is Sight.WHOLE
    policy, grounds = _policy(event), event.data.get("grounds")
    own_right = _by_own_right(event)
    conditions = [
        WhyConditionAnswer(
            name=name,
            asks=REASONS[OWN_RIGHT] if own_right and CONDITIONS[name].letter else CONDITIONS[name].asks,
            basis=CONDITIONS[name].basis,
        )
        for name in (policy.conditions if policy else ())
    ]
    return Answer(
        WhyAnswer(
            **_told(event, policy, acting_in(event, case, whole=whole)),
            conditions=conditions,
            grounds=GroundsAnswer.model_validate(grounds) if grounds else None,
        )
    )


@own.get(
    "/applications/{case_id}/events/{seq}/why",
    Permission.APPLY,
    "说明一项操作的授权依据",
    for_agents=True,
    answer=OwnWhy,
)
def read_own_why(call: Call[None, None], case_id: str, seq: str) -> Answer:
    platform, key = call.platform, _event_key(case_id, seq)
    (case, row), under = with_authorisation(
        platform, call.caller, lambda: load_case_beside(platform.table, case_id, key)
    )
    if case is None or reach_of(call.actor, case, platform.index_keys.reads, under) is None:
        raise no_case(call.actor)
    event = _event(row)
    record_agent(platform, call.caller, call.request_id, case, [f"/events/{event.seq}"])
    return Answer(OwnWhy(**_told(event, _policy(event), acting_in(event, case, whole=True))))


def _event_key(case_id: str, seq: str) -> keys.Key:
    """Of what is no number the event 0, which no case has."""
    right = seq.isascii() and seq.isdigit() and len(seq) <= LONGEST_SEQ
    return keys.event(case_id, int(seq) if right else 0)


def _event(row: Any) -> Event:
    if row is None:
        raise EventNotFound
    return Event.model_validate(row)


def _policy(event: Event) -> Policy | None:
    return EXPLAINED.get(event.policy or "")


def _by_own_right(event: Event) -> bool:
    """Whether somebody of the department itself acted, who needed no letter."""
    return bool(event.data.get("grounds", {}).get("right") == OWN_RIGHT)


def _says(event: Event, policy: Policy) -> str:
    return REASONS[OWN_RIGHT] if _by_own_right(event) else policy.says


def _told(event: Event, policy: Policy | None, acting: Acting) -> dict[str, Any]:
    grounds = event.data.get("grounds", {})
    letter = event.letter and LetterAnswer(
        number=event.letter, first=grounds.get("letter_from"), last=grounds.get("letter_to")
    )
    return {
        **event.model_dump(include={"seq", "type", "at", "role", "department"}),
        **acting.model_dump(),
        "label": EVENT_LABELS.get(event.type, event.type),
        "policy": policy and PolicyAnswer(id=policy.id, says=_says(event, policy), basis=policy.basis),
        "letter": letter or None,
        "lacking": _lacking(grounds),
    }


def _lacking(grounds: Mapping[str, str]) -> LackingAnswer | None:
    """Events from before it was written have none."""
    told = {name: grounds.get(f"lacking_{name}") for name in ("why", "letter")}
    if "lacking" not in grounds or told["why"] is None:
        return None
    says = {str(name): words for name, words in REASONS.items()}.get(told["why"], told["why"])
    facts = {"act": grounds["lacking"], "code": told["why"], "says": says, "number": told["letter"]}
    return LackingAnswer.model_validate(facts)
