"""告知书: what people are told before they agree, in versions that never change (个人信息保护法 14, 17, 23, 30).

ILLUSTRATIVE: the wording is of this demonstration. A text that changes is a new version; consents keep the number of
the version that was shown.
"""

from datetime import date
from typing import Literal, NamedTuple

from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError

NoticeId = Literal["agent", "agency", "reuse", "share"]


class Notice(NamedTuple):
    """One version of a notice, shown from `since` until the next one of the same `id` begins."""

    id: NoticeId
    version: int
    since: date
    title: str
    text: str


NOTICES: tuple[Notice, ...] = (
    Notice(
        "agent",
        1,
        date(2018, 11, 1),
        "委托代办告知书（委托人）",
        "您委托的人在您选定的事项、操作和期限内以您的名义办理，所办的事由您承担（民法典第一百六十二条）。"
        "受托人可以看到这些办件中您的个人信息，每次查看都有记录，您可以查阅。"
        "您可以随时终止委托；终止之前已经办理的仍然有效。受托人不得转托他人。",
    ),
    Notice(
        "agency",
        1,
        date(2018, 11, 1),
        "受托代办告知书（受托人）",
        "接受委托后，您以委托人的名义办理，姓名将记入办件和文书。您的姓名和证件号码用于核对身份和记录。"
        "您可以随时辞去委托；辞去之前已经办理的仍然有效。您不得转托他人（民法典第一百六十九条）。",
    ),
    Notice(
        "reuse",
        1,
        date(2018, 11, 1),
        "材料复用告知书",
        "同意后，您已经提交并通过校验的材料可以在您以后的申请中再次使用，不必重复提交。"
        "每次使用都有记录。您可以随时撤回同意，撤回后不再使用；撤回之前的使用仍然有效（个人信息保护法第十五条）。",
    ),
    Notice(
        "share",
        1,
        date(2018, 11, 1),
        "个人信息共享告知书",
        "为办理您申请的事项，受理窗口和审批部门在法定职责范围内处理并共享您提交的信息，"
        "能够通过政务数据共享取得的材料不要求您提交（国务院令第716号第七条）。"
        "此项处理为履行法定职责所必需，不以同意为前提（个人信息保护法第十三条第一款第三项、第三十四条、第三十五条）。",
    ),
)


class NoticeChanged(problems.Conflict):
    """Somebody would agree to what was not shown."""

    code = "notice_changed"
    title = "告知书已更新，请阅读现行版本后再确认"


def notice_on(name: NoticeId, day: date) -> Notice:
    """The version that is shown on this day. LookupError before the first one."""
    shown = [notice for notice in NOTICES if notice.id == name and notice.since <= day]
    if not shown:
        raise LookupError(f"no notice {name} on {day}")
    return max(shown, key=lambda notice: notice.version)


def require_shown(name: NoticeId, version: int, day: date, pointer: str = "/notice_version") -> None:
    """409 unless `version` is the one that is shown on this day."""
    now = notice_on(name, day)
    if version != now.version:
        told = FieldError(pointer, NoticeChanged.code, f"现行版本为第 {now.version} 版")
        raise NoticeChanged(errors=[told])
