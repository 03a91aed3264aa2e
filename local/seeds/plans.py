"""Which example cases there are: when each begins, what is done with it, where it stands, and what may be done next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from local.catalogues import catalogue_of
from local.demo.faces import granting
from local.seeds.acts import ADMINISTRATOR, ISSUER, OPINION, SUPERIOR, Cast, Example

Act = Callable[[Cast, Example], None]
FOOD, AGENCY, HARDSHIP, CARD = "YM-P01", "YM-P12", "YM-S06", "YM-S07"
LIN, HUANG, FIRM = "citizen-lin", "citizen-huang", "company"


class Next(NamedTuple):
    """What somebody may do next. `guarded`: with the ETag of the case in If-Match."""

    persona: str
    words: str
    method: str
    path: str
    body: Any = None
    guarded: bool = False


class Plan(NamedTuple):
    """`before`: how many workdays ago it begins. `acts` are done at that time; then it comes to `status` by itself."""

    label: str
    item: str
    owner: str
    status: str
    acts: tuple[Act, ...]
    next: Callable[[Cast, Example], Next]
    before: int = 0
    department_refuses: bool = False


def documents(what: str) -> Callable[[Cast, Example], Next]:
    return lambda _, one: Next(one.owner, f"查看{what}", "GET", f"{one.application}/documents")


def checklist(_: Cast, one: Example) -> Next:
    return Next(one.owner, "查看材料清单，上传后提交", "GET", f"{one.application}/materials")


def accepting(_: Cast, one: Example) -> Next:
    return Next(one.clerk, "受理", "POST", f"{one.case}/accept", guarded=True)


def answering(_: Cast, one: Example) -> Next:
    return Next(f"officer-{one.department}", "答复审查任务", "POST", f"/tasks/{one.id}.review/answer", OPINION)


def deciding(_: Cast, one: Example) -> Next:
    return Next(f"chief-{one.department}", "准予", "POST", f"{one.case}/decide", granting(one.item), guarded=True)


def reporting(_: Cast, one: Example) -> Next:
    return Next(f"chief-{one.department}", "上报", "POST", f"{one.case}/report", OPINION, guarded=True)


def reading_above(_: Cast, one: Example) -> Next:
    return Next(
        SUPERIOR, "查看报送的案卷，再决定或者退回补报", "GET", f"/tasks/{one.id}.superior/package?purpose=review"
    )


def comparing(_: Cast, one: Example) -> Next:
    return Next(ISSUER, "查看电子证照，再以 POST …/compare 核对", "GET", f"{one.case}/certificate")


def delivering(cast: Cast, one: Example) -> Next:
    return Next(ISSUER, "送达", "POST", f"{one.case}/deliver", {"recipient": cast.recipient(one)}, guarded=True)


def certificate(_: Cast, one: Example) -> Next:
    return Next(one.owner, "下载电子证照", "GET", f"{one.application}/documents/certificate")


def supervising(_: Cast, __: Example) -> Next:
    return Next("supervisor", "查看督办事项", "GET", "/supervision")


def replaying(_: Cast, __: Example) -> Next:
    return Next(ADMINISTRATOR, "重放死信，部门系统已恢复", "POST", "/admin/dead-letters/replay", {"queue": "alarms"})


# Of what an organ above decides.
REVIEWED_HERE = (Cast.submit, Cast.show_originals, Cast.accept, Cast.review)
PLANS: tuple[Plan, ...] = (
    Plan("草稿", CARD, LIN, "draft", (Cast.begin,), checklist),
    Plan("待受理", CARD, LIN, "submitted", (Cast.submit,), accepting),
    Plan("待补正", HARDSHIP, HUANG, "correcting", (Cast.submit, Cast.correct), documents("一次性告知书")),
    Plan("逾期未补正", HARDSHIP, HUANG, "lapsed", (Cast.submit, Cast.correct), documents("一次性告知书"), before=32),
    Plan("不予受理", CARD, HUANG, "rejected", (Cast.submit, Cast.reject), documents("不予受理决定书")),
    Plan("已撤回", CARD, LIN, "withdrawn", (Cast.submit, Cast.withdraw), documents("文书")),
    Plan("审查中", FOOD, FIRM, "in_review", (Cast.submit, Cast.accept, Cast.notified), answering),
    Plan("审查超期", FOOD, FIRM, "in_review", (Cast.submit, Cast.accept, Cast.notified), answering, before=12),
    Plan("逾期未告知，视为受理", FOOD, FIRM, "in_review", (Cast.submit,), supervising, before=6),
    Plan("逾期未受理", HARDSHIP, HUANG, "submitted", (Cast.submit,), supervising, before=7),
    Plan("待决定", CARD, LIN, "deciding", (Cast.submit, Cast.accept), deciding),
    Plan("待上报", AGENCY, FIRM, "reporting", REVIEWED_HERE, reporting),
    Plan("上级机关审批中", AGENCY, FIRM, "reported", (*REVIEWED_HERE, Cast.report), reading_above),
    Plan("待核对", CARD, HUANG, "comparing", (Cast.submit, Cast.accept, Cast.grant), comparing),
    Plan("待领取", CARD, LIN, "delivering", (Cast.submit, Cast.accept, Cast.grant, Cast.compare), delivering),
    Plan(
        "已办结",
        CARD,
        HUANG,
        "closed",
        (Cast.submit, Cast.accept, Cast.grant, Cast.compare, Cast.deliver),
        certificate,
    ),
    Plan(
        "通知被拒收（死信）",
        HARDSHIP,
        LIN,
        "in_review",
        (Cast.submit, Cast.accept, Cast.given_up),
        replaying,
        department_refuses=True,
    ),
)


def plans_of(division: str) -> Sequence[Plan]:
    """Those whose item this place has: a county has not all of the city's."""
    there = {item["id"] for item in catalogue_of(division)["items"]}
    return [plan for plan in PLANS if plan.item in there]


# A case passes these by itself within seconds, so none of the examples can stay there.
PASSING: Mapping[str, str] = {"decided": "结果由系统自动制作", "delivered": "系统自动归档"}
# Those of joint requests, which `make demo ARGS="--joint YM-J02"` plays.
OF_REQUESTS = frozenset({"in_progress", "concluded", "terminated"})
