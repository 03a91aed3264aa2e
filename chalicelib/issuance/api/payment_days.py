"""Days of payments beside the provider's list: for administrators and supervisors. Nothing of it is personal."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.access.policy import Permission, require_region
from chalicelib.clock.deadline import CalendarDate
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.model.payment_days import Difference, Differs, WhyNot
from chalicelib.issuance.store.payment_days import PaymentDay, days_between, differences_of, load_day

api = Api(__name__, tag="payments")
MOST_DIFFERENCES = 1000
FRESH = {"Cache-Control": "no-store"}
State = Literal["waiting", "reconciled", "differs", "not_reconciled"]
Fen = Annotated[int, Field(description="金额，以分为单位")]


class DaysQuery(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    until: Annotated[CalendarDate | None, Field(description="到这一日为止，不填为昨日")] = None
    limit: Annotated[int, Field(ge=1, le=100, description="天数"), DIGITS] = 31


class DayAnswer(BaseModel, defer_build=True):
    """一日的缴费与支付机构名单的核对."""

    day: date
    state: State
    why: Annotated[WhyNot | None, Field(description="最近一次未能核对的原因")] = None
    tried_at: Annotated[AwareDatetime | None, Field(description="最近一次核对的时间")] = None
    tries: Annotated[int, Field(description="核对的次数")] = 0
    listed: Annotated[int, Field(description="名单中的笔数")] = 0
    kept: Annotated[int, Field(description="核对时本平台这一日的笔数")] = 0
    same: Annotated[int, Field(description="一致的笔数")] = 0
    differences: Annotated[int, Field(description="不一致的处数")] = 0


class PaymentDays(BaseModel, defer_build=True):
    days: Annotated[list[DayAnswer], Field(description="新的在前")]


class PaymentDifference(BaseModel, defer_build=True):
    """一处不一致."""

    kind: Difference
    payment: Annotated[str, Field(description="支付机构的流水号")]
    order: Annotated[str, Field(description="本平台登记的缴费单号；本平台没有的，为名单所写的")]
    fen: Fen
    order_there: Annotated[str | None, Field(description="名单所写的缴费单号")] = None
    fen_there: Annotated[int | None, Field(description="名单所写的金额，以分为单位")] = None


class WholeDay(DayAnswer, defer_build=True):
    """一日的核对，连同各处不一致，最多 1000 处."""

    found: list[PaymentDifference]


@api.get(
    "/admin/payments/days",
    Permission.READ_PAYMENT_DAYS,
    "缴费的逐日核对：各日的结果",
    query=DaysQuery,
    answer=PaymentDays,
)
def list_payment_days(call: Call[None, DaysQuery]) -> Answer:
    """Days without a row were never tried."""
    platform, query = call.platform, call.query
    require_region(call.actor, platform.settings.division)
    last = min(query.until or _yesterday(platform.now()), _yesterday(platform.now()))
    first = last - timedelta(days=query.limit - 1)
    tried = {one.day: one for one in days_between(platform.table, first, last)}
    days = [_answer(day, tried.get(day)) for day in (last - timedelta(days=ago) for ago in range(query.limit))]
    return Answer(PaymentDays(days=days), headers=FRESH)


@api.get(
    "/admin/payments/days/{day}",
    Permission.READ_PAYMENT_DAYS,
    "一日缴费的核对结果和不一致之处",
    answer=WholeDay,
    problems=(problems.NotFound,),
)
def read_payment_day(call: Call[None, None], day: str) -> Answer:
    """404 for a day that is not over: nobody has a list of it."""
    platform = call.platform
    require_region(call.actor, platform.settings.division)
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise _no_day() from None
    if wanted > _yesterday(platform.now()) or wanted.isoformat() != day:
        raise _no_day()
    found = differences_of(platform.table, wanted, limit=MOST_DIFFERENCES)
    known = _answer(wanted, load_day(platform.table, wanted))
    return Answer(WholeDay(**known.model_dump(), found=[_difference(one) for one in found]), headers=FRESH)


def _no_day() -> problems.NotFound:
    return problems.NotFound(code="payment_day_not_over", title="没有这一日的核对：日期有误，或者这一日还没有结束")


def _yesterday(now: datetime) -> date:
    return now.date() - timedelta(days=1)


def _answer(day: date, known: PaymentDay | None) -> DayAnswer:
    if known is None:
        return DayAnswer(day=day, state="waiting")
    return DayAnswer.model_validate(known.model_dump())


def _difference(one: Differs) -> PaymentDifference:
    return PaymentDifference.model_validate(one._asdict())
