"""取得共享材料: an organ is asked for one line of a case, and what it gives becomes a file of level A (国务院令第716号
第七条; 国办函〔2016〕108号).

The organ is asked outside any transaction. A message may come twice: what was answered is not asked again. What was not
obtained is recorded with its reason, and the line opens for what the applicant has.
"""

from datetime import datetime

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import FETCH_SHARED
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.file_digests import digest_of
from chalicelib.cases.model.joint_steps import members_told
from chalicelib.cases.model.material import MEDIA_TYPES, lines_of
from chalicelib.cases.model.sharing import SharedLine, SharingFailure, awaits
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.cases.store import access_log
from chalicelib.cases.store.access_log import Reading
from chalicelib.cases.store.files import keep, new_file_item
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.durable.caller import MACHINE
from chalicelib.exchange.model.sharing import NotObtained, Obtained
from chalicelib.exchange.store.sharing import DataSharing, SharingPlatform
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.intake.model.shared_holder import holder_of
from chalicelib.intake.model.sharing import file_of, query_of
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.result import Unopenable

# Acts of people and scans may move the case while the answer is written.
ATTEMPTS = 20
Answer = Obtained | SharingFailure


def fetch_shared(platform: Platform, question: SharingQuestion, sharing: DataSharing | None = None) -> None:
    """Ask, and record what came of it. Nothing is done for a question that was answered, was asked anew, or whose case
    takes no more files.
    """
    found = _waiting(platform, question)
    if found is None:
        return
    answer = _ask(platform, sharing or SharingPlatform(platform), found, question)
    for _ in range(ATTEMPTS):
        found = _waiting(platform, question)
        if found is None:
            return
        try:
            _record(platform, found, question, answer)
        except Refused:
            """The case has moved, or the same message came twice: look again."""
        else:
            return
    raise problems.Unavailable


def _waiting(platform: Platform, question: SharingQuestion) -> CaseFile | None:
    """The case, while it waits for the answer to this question."""
    found = load_file(platform.table, question.case_id)
    if found is None or found.case.status not in FETCH_SHARED.lawful_from or found.case.erasing_at:
        return None
    return found if awaits(found.case.sharing, question.line, question.asked) else None


def _ask(platform: Platform, sharing: DataSharing, found: CaseFile, question: SharingQuestion) -> Answer:
    """What the organ gives, as a file that can be opened; or why there is none."""
    case, now = found.case, platform.now()
    line = _line(platform, found, question)
    holder = holder_of(found.form, line)
    if holder is None:
        return "holder_unknown"
    query = query_of(case, line, holder, question)
    try:
        given = sharing.query(query, now.date())
        opened = open_file(given.content, given.content_type, MEDIA_TYPES[given.content_type])
    except NotObtained as failure:
        return failure.code
    except Unopenable:
        return "unusable"
    _note_reading(platform, case, question, now)
    return given.model_copy(update={"content": opened.kept})


def _line(platform: Platform, found: CaseFile, question: SharingQuestion) -> ChecklistLine:
    item = begin_platform(platform, FETCH_SHARED, found).item
    return next(line for line in lines_of(item, found.form) if line.no == question.line)


def _note_reading(platform: Platform, case: Case, question: SharingQuestion, at: datetime) -> None:
    """The applicant sees in the access log that the platform has obtained this of them."""
    reading = Reading(
        case_id=case.id,
        at=at,
        actor=MACHINE.sub,
        role=MACHINE.role,
        organ=None,
        region=case.division,
        purpose=Purpose.ACCEPTANCE,
        fields=(f"/materials/{question.line}",),
        request=question.id,
    )
    access_log.record(platform, reading)


def _record(platform: Platform, found: CaseFile, question: SharingQuestion, answer: Answer) -> None:
    begun = begin_platform(platform, FETCH_SHARED, found)
    case, at = begun.case, begun.caller.at
    if not isinstance(answer, Obtained):
        known = SharedLine(asked=question.asked, state="failed", at=at, failure=answer)
        begun.commit(
            _with(case, question, known),
            event="sharing_failed",
            data={"line": question.line, "asked": question.asked, "reason": answer},
            effects=members_told(case),
        )
        return
    file = file_of(case, _line(platform, found, question), question, answer, answer.content, at)
    file = file.model_copy(update={"s3_version": keep(platform, case.id, file, answer.content)})
    known = SharedLine(asked=question.asked, state="obtained", at=at, file=file.id)
    after = _with(case, question, known)
    begun.commit(
        after.model_copy(update={"files": case.files + 1, "announced": case.announced + 1}),
        event="shared_obtained",
        data={**digest_of(file), "asked": question.asked},
        effects=members_told(case),
        ops=[put(new_file_item(case.id, file), when=ABSENT, label="material")],
    )


def _with(case: Case, question: SharingQuestion, known: SharedLine) -> Case:
    return case.model_copy(update={"sharing": {**case.sharing, question.line: known}})
