"""What departments write to one another for a joint session: 通知书, 部门审查意见书, 现场记录 and 会议纪要.

The applicant is given the notice of a visit; the others are papers of the departments (行政许可法26(2), 34(3)).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    chinese_time,
    due_date,
    facts,
    notice,
    numbered,
    sentence,
)
from chalicelib.documents.model.sessions import OTHERWISE

TOGETHER, ON_SITE = "第二十六条第二款", "第二十六条第二款、第三十四条第三款"
STILL_OWES = "仍应当依据记录提出意见"


class Called(NamedTuple):
    """A department that is called, what it examines, and how many officers have to come for it at least."""

    organ: str
    matter: str
    officers: int


class Pinned(NamedTuple):
    """A paper in the one version that all examine, told by the digest of its bytes, hexadecimal. `came` is the day on
    which it came, `older` says that another one of its line has come since.
    """

    material: str
    sha256: str
    came: date | None = None
    older: bool = False


class Appointed(NamedTuple):
    """The meeting or the visit (`on_site`), times in +08:00. `due` is the last day for opinions, `instead_of` the time
    of an earlier appointment that falls. `silence_counts`: a published rule takes silence for no objection.
    """

    kind: str
    round: int
    at: datetime
    place: str
    on_site: bool
    due: date | None
    provisional: bool = False
    instead_of: datetime | None = None
    silence_counts: bool = False


def session_notice(
    case: CaseFacts, formalities: Formalities, session: Appointed, called: Sequence[Called], papers: Sequence[Pinned]
) -> NoticeData:
    """When and where, who examines what, and by which papers. Of a visit the applicant has the same notice."""
    due = due_date(session.due, provisional=session.provisional, today=formalities.issued) if session.due else None
    how = "进行现场查验" if session.on_site else "召开会议"
    made = notice(
        DocumentKind.SESSION_NOTICE,
        case,
        formalities,
        title=f"{session.kind}通知书",
        facts=facts(
            审查轮次=_round(session.round),
            方式="现场查验" if session.on_site else "会议",
            时间=chinese_time(session.at),
            地点=session.place,
            提出意见期限=due,
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"下列部门就“{case.item}”进行{session.kind}，定于{chinese_time(session.at)}在{session.place}{how}，"
            "请按时参加，并就各自的审查内容提出意见：",
        ),
        table=NoticeTable(
            columns=("序号", "部门", "审查内容", "到场人员"),
            widths=(1, 4, 6, 3),
            rows=tuple(
                (str(n), one.organ, one.matter, f"不少于{one.officers}名工作人员") for n, one in enumerate(called, 1)
            ),
        ),
        closing=(
            *((f"原定于{chinese_time(session.instead_of)}的安排不再执行。",) if session.instead_of else ()),
            *_papers(papers),
            _owed(session, due),
            *((_to_applicant(case),) if session.on_site else ()),
        ),
        basis=basis(case, ON_SITE if session.on_site else TOGETHER, OTHERWISE),
    )
    names = [one.organ for one in called] + ([case.addressee] if session.on_site else [])
    return made.model_copy(update={"addressee": "、".join(dict.fromkeys(names))})


def _round(number: int) -> str:
    return f"第{number}轮"


def _papers(papers: Sequence[Pinned]) -> tuple[str, ...]:
    """All departments examine the same bytes; the first digits of each digest tell which."""
    if not papers:
        return ()
    listed = "；".join(f"{n}. {one.material}（{_version(one)}）" for n, one in enumerate(papers, 1))
    older = "标明“较早版本”的，以同一材料后收到的为准。" if any(one.older for one in papers) else ""
    return (f"各部门审查同一套材料，以下列版本为准：{listed}。{older}",)


def _version(one: Pinned) -> str:
    came = f"{chinese_date(one.came)}收到，" if one.came else ""
    return f"{came}{'较早版本，' if one.older else ''}SHA-256 {one.sha256[:16]}…"


def _owed(session: Appointed, due: str | None) -> str:
    silence = "" if session.silence_counts else "；逾期没有提出的，不视为同意"
    if due is None:
        return f"不能到场的部门，{STILL_OWES}{silence}。"
    return f"请在{due}前（含当日）提出意见。不能到场的部门，{STILL_OWES}{silence}。"


def _to_applicant(case: CaseFacts) -> str:
    return f"请{case.addressee}届时到场配合查验。时间确有不便的，请尽早致电{case.window_phone}，由牵头部门另行安排。"


class Said(NamedTuple):
    """What a department says, in one word, with its reason. `findings` are its conditions, or what has to be put right.
    `instead` is how it stands to what the department said before: 修改 or 经协调确认.
    """

    matter: str
    round: int
    word: str
    standard: str
    reason: str
    findings: Sequence[str] = ()
    conditions: bool = False
    instead: str | None = None


def department_opinion(case: CaseFacts, formalities: Formalities, said: Said, *, lead: str) -> NoticeData:
    """The opinion of one department, under its own seal and number, to the one that leads."""
    listed = numbered("条件" if said.conditions else "须整改的事项", said.findings) if said.findings else None
    made = notice(
        DocumentKind.DEPARTMENT_OPINION,
        case,
        formalities,
        facts=facts(审查内容=said.matter, 审查轮次=_round(said.round), 审查意见=said.word, 审查标准=said.standard),
        paragraphs=(
            f"{case.applicant}申请的“{case.item}”，由{case.we}审查下列内容：{said.matter}。审查意见：{said.word}。",
            *((f"{said.instead}。",) if said.instead else ()),
            sentence(f"理由：{said.reason}"),
        ),
        table=listed,
        closing=("本意见供牵头部门作出结论，不是对申请人的决定。",),
        basis=basis(case, TOGETHER, OTHERWISE),
    )
    return made.model_copy(update={"addressee": lead})


class Present(NamedTuple):
    """A department and who came for it; nobody where it was absent."""

    organ: str
    officers: Sequence[str] = ()


class Photo(NamedTuple):
    """What a photo shows, and the digest of its bytes, hexadecimal."""

    shows: str
    sha256: str


class Visited(NamedTuple):
    """A meeting or a visit as it was: `at` in +08:00. `corrects`: a record that is there already was wrong. `ruled` are
    those absent who cannot ask for another visit, each with the published document that says so.
    """

    kind: str
    round: int
    at: datetime
    place: str
    on_site: bool
    present: Sequence[Present]
    findings: str
    photos: Sequence[Photo] = ()
    corrects: bool = False
    ruled: Sequence[tuple[str, str]] = ()


def session_record(case: CaseFacts, formalities: Formalities, held: Visited) -> NoticeData:
    """Who has found what, where and when. Everybody who was there signs, so it is paper whatever the case is."""
    absent = [one.organ for one in held.present if not one.officers]
    made = notice(
        DocumentKind.SESSION_RECORD,
        case.model_copy(update={"paper": True}),
        formalities,
        title=f"{held.kind}{'现场' if held.on_site else '会议'}记录",
        facts=facts(审查轮次=_round(held.round), 时间=chinese_time(held.at), 地点=held.place),
        paragraphs=(f"就“{case.item}”进行{held.kind}，到场的部门和人员如下：",),
        table=_present(held.present),
        closing=(
            *(("本记录改正此前登记的记录，以本记录为准。",) if held.corrects else ()),
            sentence(f"情况：{held.findings}"),
            *_photos(held.photos),
            *((f"{'、'.join(absent)}没有到场，{STILL_OWES}。",) if absent else ()),
            *(f"依{document}，{organ}不得要求再次现场查验。" for organ, document in held.ruled),
            "请到场人员核对以上记录后签名。",
        ),
        basis=basis(case, ON_SITE if held.on_site else TOGETHER, OTHERWISE),
        signatures=_signing(held.present),
    )
    return made.model_copy(update={"addressee": "各参加部门"})


def _photos(photos: Sequence[Photo]) -> list[str]:
    kept = "由牵头部门保管"
    return [f"现场照片{n}：{one.shows}（SHA-256 {one.sha256[:16]}…），{kept}。" for n, one in enumerate(photos, 1)]


def _present(present: Sequence[Present]) -> NoticeTable:
    rows = tuple((str(n), one.organ, "、".join(one.officers) or "没有到场") for n, one in enumerate(present, 1))
    return NoticeTable(columns=("序号", "部门", "到场人员"), widths=(1, 5, 6), rows=rows)


def _signing(present: Sequence[Present]) -> tuple[str, ...]:
    """A line for each who was there."""
    return tuple(f"{officer}（签名）" for one in present for officer in one.officers)


class Disputed(NamedTuple):
    """What a department had said before the meeting, in one word, and why."""

    organ: str
    word: str
    reason: str


class Coordinated(NamedTuple):
    """A meeting about opinions that do not agree, at `at` in +08:00. `due` is the last day to speak again."""

    kind: str
    round: int
    at: datetime
    present: Sequence[Present]
    disputed: Sequence[Disputed]
    minutes: str
    due: date | None
    provisional: bool = False


def session_minutes(case: CaseFacts, formalities: Formalities, met: Coordinated) -> NoticeData:
    """What did not agree, who has met, and by when each says whether it stays with its opinion. The lead writes the
    minutes and changes no opinion.
    """
    due = due_date(met.due, provisional=met.provisional, today=formalities.issued) if met.due else None
    here = [f"{one.organ}（{'、'.join(one.officers)}）" for one in met.present]
    made = notice(
        DocumentKind.SESSION_MINUTES,
        case.model_copy(update={"paper": True}),
        formalities,
        title=f"{met.kind}会议纪要",
        facts=facts(审查轮次=_round(met.round), 协调时间=chinese_time(met.at), 确认意见期限=due),
        paragraphs=(
            f"就“{case.item}”进行{met.kind}，部门意见不一致，由牵头部门协调。到会：{'；'.join(here)}。",
            "协调之前各部门的意见：",
        ),
        table=NoticeTable(
            columns=("序号", "部门", "意见", "理由"),
            widths=(1, 4, 2, 6),
            rows=tuple((str(n), one.organ, one.word, one.reason) for n, one in enumerate(met.disputed, 1)),
        ),
        closing=(
            sentence(f"会议情况：{met.minutes}"),
            f"上列部门{f'在{due}前（含当日）' if due else ''}各自出具部门审查意见书，确认或者修改自己的意见；"
            "牵头部门不改变其他部门的意见。",
        ),
        basis=basis(case, TOGETHER, OTHERWISE),
        signatures=_signing(met.present),
    )
    return made.model_copy(update={"addressee": "各参加部门"})
