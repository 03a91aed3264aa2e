"""What a person has agreed to, and what is done with the person's data by law: with the notice that was shown, when,
for what, and whether it can be withdrawn (个人信息保护法 13, 15, 17, 44).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import own_case
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import load_cases, own_cases
from chalicelib.consents.acts.revoke_authorisation import NotAccepted, revoke_authorisation
from chalicelib.consents.acts.sides import SettledAlready, own_principal, seen_by
from chalicelib.consents.model.authorisation import Authorisation, AuthorisationState, Side, agent_index_of
from chalicelib.consents.model.notices import NoticeId, notice_on
from chalicelib.consents.store import authorisations
from chalicelib.directory.store import department_names, load_place
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="authorisations")
AUTHORISED, OF_CASE = "authorisation-", "case-"
CONSENTED = "个人信息保护法第十三条第一款第一项、第十五条：基于您的同意，可以随时撤回，撤回不影响此前的处理"
BY_LAW = "个人信息保护法第十三条第一款第三项、第三十四条：为履行法定职责所必需，不基于同意"
Position = Mapping[str, Any] | None


class RestsOnLaw(Conflict):
    """Nothing was agreed to, so nothing can be withdrawn."""

    code = "consent_rests_on_law"
    title = "此项处理为履行法定职责所必需，不以同意为前提，不能撤回；不再需要办理的，可以撤回申请"


class ConsentItem(BaseModel, defer_build=True):
    """One thing that was agreed to, or that the law asks for."""

    id: Annotated[str, Field(description="同意的编号，撤回时使用")]
    kind: NoticeId
    title: Annotated[str, Field(description="所示告知书的标题")]
    notice_version: Annotated[int, Field(description="所示告知书的版本，内容见 GET /notices")]
    given_at: Annotated[AwareDatetime, Field(description="同意或者开始处理的时间")]
    parties: Annotated[list[str], Field(description="可以看到您的信息的人或者部门")]
    authorisation: Annotated[str | None, Field(description="委托编号")] = None
    case_id: Annotated[str | None, Field(description="所涉办件")] = None
    case_number: str | None = None
    basis: Annotated[Literal["consent", "law"], Field(description="处理的依据：同意，或者法律规定")]
    basis_text: Annotated[str, Field(description="依据的条文")]
    withdrawable: Annotated[bool, Field(description="现在可以撤回")]
    withdrawn_at: Annotated[AwareDatetime | None, Field(description="同意撤回的时间；对方未接受的委托没有")] = None
    state: Annotated[AuthorisationState | None, Field(description="委托的状态；依法处理的没有")] = None


class ConsentList(BaseModel, defer_build=True):
    consents: list[ConsentItem]
    next_cursor: str | None = None


class Source(NamedTuple):
    """A page of one kind of consents, and where it goes on."""

    items: list[ConsentItem]
    after: Position


@api.get(
    "/me/consents",
    Permission.APPLY,
    "我同意过的，以及依法处理我的信息的事项",
    query=Paging,
    answer=ConsentList,
)
def list_consents(call: Call[None, Paging]) -> Answer:
    """Authorisations given, then those accepted, then the cases. A page has one kind, so it may be short."""
    identity, platform, limit = own_principal(call.caller), call.platform, call.query.limit
    scope = f"consents {call.actor.sub}"
    start = unseal(platform, scope, call.query.cursor) or {"source": 0, "after": None}
    number, after = int(start["source"]), start["after"]
    found = _page(call, identity, number, after)
    while not found.items and (found.after or number < len(SIDES)):
        number, after = (number, found.after) if found.after else (number + 1, None)
        found = _page(call, identity, number, after)
    following = {"source": number, "after": found.after} if found.after else None
    if following is None and number < len(SIDES):
        following = {"source": number + 1, "after": None}
    cursor = seal(platform, scope, following)
    headers = link(platform.settings, "/v1/me/consents", {"limit": limit}, cursor)
    return Answer(ConsentList(consents=found.items, next_cursor=cursor), headers=headers)


@api.post(
    "/me/consents/{consent_id}/withdraw",
    Permission.APPLY,
    "撤回同意",
    body=Nothing,
    answer=ConsentItem,
    problems=(NotFound, RestsOnLaw, SettledAlready, NotAccepted),
)
def withdraw_consent(call: Call[Nothing, None], consent_id: str) -> Answer:
    """From now on; what was done before stays right (个人信息保护法15)."""
    own_principal(call.caller)
    if consent_id.startswith(OF_CASE):
        own_case(call.platform, call.caller, consent_id.removeprefix(OF_CASE))
        raise RestsOnLaw
    if not consent_id.startswith(AUTHORISED):
        raise NotFound(code="consent_not_found", title="未找到该项同意，请核对编号")
    authorisation = consent_id.removeprefix(AUTHORISED)
    revoke_authorisation(call.platform, call.caller, authorisation)
    found, side = seen_by(call.platform, call.caller, authorisation)
    return Answer(_of_authorisation(found, side, call.caller.at.date()))


SIDES: tuple[Side, ...] = ("principal", "agent")


def _page(call: Call[Any, Paging], identity: Identity, number: int, after: Position) -> Source:
    """`number` 0 and 1 are the two sides of authorisations, 2 are the cases."""
    platform, limit, today = call.platform, call.query.limit, call.caller.at.date()
    secrets = platform.index_keys.reads
    if number >= len(SIDES):
        cases, more = own_cases(
            platform.table, [applicant_key(identity, key) for key in secrets], limit=limit, after=after
        )
        return Source(_of_cases(platform, [case.id for case in cases]), more)
    side = SIDES[number]
    if side == "agent" and identity.kind != "person":
        return Source([], None)
    lists = [
        keys.given(applicant_key(identity, key)) if side == "principal" else keys.taken(agent_index_of(identity, key))
        for key in secrets
    ]
    found, more = authorisations.listed(platform.table, lists, limit=limit, after=after)
    agreed = [one for one in found if side == "principal" or one.agent_notice_version is not None]
    return Source([_of_authorisation(one, side, today) for one in agreed], more)


def _of_authorisation(found: Authorisation, side: Side, today: date) -> ConsentItem:
    """The principal has agreed that the agent sees the own data, the agent that the own name is kept and shown."""
    kind: NoticeId = "agent" if side == "principal" else "agency"
    version = found.notice_version if side == "principal" else found.agent_notice_version or 1
    agreed_at = found.created_at if side == "principal" else found.answered_at or found.created_at
    state = found.state_at(today)
    runs = (AuthorisationState.OFFERED, AuthorisationState.PENDING, AuthorisationState.ACTIVE)
    return ConsentItem(
        id=f"{AUTHORISED}{found.id}",
        kind=kind,
        title=notice_on(kind, agreed_at.date()).title,
        notice_version=version,
        given_at=agreed_at,
        parties=[found.agent.name if side == "principal" else found.principal.name],
        authorisation=found.id,
        basis="consent",
        basis_text=CONSENTED,
        withdrawable=state in runs,
        withdrawn_at=found.ended_at if state is AuthorisationState.REVOKED else None,
        state=state,
    )


def _of_cases(platform: Platform, ids: Sequence[str]) -> list[ConsentItem]:
    """Received cases: window and department see the data by law."""
    cases = [case for case in load_cases(platform.table, ids) if case.received_at and not case.erased_at]
    if not cases:
        return []
    place = load_place(platform.table, cases[0].division, wall=platform.wall())
    names = department_names(platform.table, place, sorted({case.department for case in cases}))
    return [_of_case(case, place.centre, names[case.department]) for case in cases]


def _of_case(case: Case, centre: str, department: str) -> ConsentItem:
    received = case.first_received_at or case.received_at or case.created_at
    notice = notice_on("share", received.date())
    return ConsentItem(
        id=f"{OF_CASE}{case.id}",
        kind="share",
        title=notice.title,
        notice_version=notice.version,
        given_at=received,
        parties=[centre, department],
        case_id=case.id,
        case_number=case.number,
        basis="law",
        basis_text=BY_LAW,
        withdrawable=False,
    )
