"""The heads of days, published to everybody: whoever keeps them can tell later whether a chain was rewritten."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.access.policy import PUBLIC
from chalicelib.clock.deadline import CalendarDate
from chalicelib.evidence.model.heads import Head
from chalicelib.evidence.store import heads
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="audit")
MOST_DAYS = 100
FIRST_DAYS = 31
Division = Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{6})?$", description="区划（GB/T 2260）")]
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class HeadsQuery(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    division: Division
    from_: Annotated[
        CalendarDate | None, Field(alias="from", description="自这一日起，不填为最早的一日；按日期先后排列")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST_DAYS, description="天数"), DIGITS] = FIRST_DAYS


class HeadAnswer(BaseModel, defer_build=True):
    """As it was signed, with its signature: all fields but `signature`, in canonical JSON, are what is signed."""

    format: Literal["yimen-head/1"]
    division: str
    day: date
    size: Annotated[int, Field(description="当日有事件的办件数，即 Merkle 树的叶数")]
    root: Annotated[Hex, Field(description="当日全部事件链的 Merkle 树根（RFC 9162），十六进制")]
    previous: Annotated[Hex, Field(description="前一日存证（不含签名）的 SHA-256；最早一日为 64 个 0")]
    made_at: AwareDatetime
    key: Annotated[Hex, Field(description="签名公钥的指纹：其 DER 的 SHA-256")]
    signature: Annotated[str, Field(description="ECDSA P-256 SHA-256 签名，DER，Base64")]


class HeadList(BaseModel, defer_build=True):
    division: str
    since: Annotated[date | None, Field(description="最早有存证的一日；没有存证的不填")] = None
    until: Annotated[date | None, Field(description="最近有存证的一日")] = None
    heads: list[HeadAnswer]
    next_from: Annotated[date | None, Field(description="下一页的 from；没有更多的不填")] = None


class KeyAnswer(BaseModel, defer_build=True):
    use: Annotated[Literal["exports", "heads"], Field(description="heads 每日存证，exports 办件证据包")]
    fingerprint: Hex
    pem: Annotated[str, Field(description="公钥（SubjectPublicKeyInfo，PEM）")]


class KeyList(BaseModel, defer_build=True):
    keys: list[KeyAnswer]


@api.get("/audit/heads", PUBLIC, "每日存证：全部事件链的摘要，经签名并公布", query=HeadsQuery, answer=HeadList)
def list_heads(call: Call[None, HeadsQuery]) -> Answer:
    query, table = call.query, call.platform.table
    headed = heads.headed_of(table, query.division)
    if headed is None:
        return Answer(HeadList(division=query.division, heads=[]))
    first = max(query.from_ or headed.since, headed.since)
    found = heads.heads_from(table, query.division, first, limit=query.limit)
    more = found[-1].day + timedelta(days=1) if found and found[-1].day < headed.until else None
    body = HeadList(
        division=query.division,
        since=headed.since,
        until=headed.until,
        heads=[_answer(head) for head in found],
        next_from=more,
    )
    return Answer(body)


@api.get("/audit/heads/{division}/{day}", PUBLIC, "一日的存证", answer=HeadAnswer, problems=(problems.NotFound,))
def read_head(call: Call[None, None], division: str, day: str) -> Answer:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise no_head() from None
    head = heads.load_head(call.platform.table, division, wanted)
    if head is None:
        raise no_head()
    return Answer(_answer(head))


@api.get("/audit/keys", PUBLIC, "核验存证和证据包的公钥，含已经更换的", answer=KeyList)
def list_keys(call: Call[None, None]) -> Answer:
    found = heads.kept_keys(call.platform.table)
    return Answer(KeyList(keys=[KeyAnswer.model_validate(key.model_dump()) for key in found]))


def no_head() -> problems.NotFound:
    return problems.NotFound(code="head_not_found", title="这一日没有存证，请核对区划和日期；当日的存证在次日作出")


def _answer(head: Head) -> HeadAnswer:
    return HeadAnswer.model_validate(head.model_dump())
