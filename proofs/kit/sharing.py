"""A data-sharing platform in memory: organs give what a test has told them to, and keep what they were asked."""

from datetime import date

from chalicelib.cases.model.sharing import SharingFailure
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.exchange.model.sharing import NotObtained, Obtained, SharingQuery
from chalicelib.foundation import names
from chalicelib.foundation.settings import Settings
from chalicelib.intake.acts.fetch_shared import fetch_shared
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.hall import Hall

LICENCE, HEALTH = "营业执照", "从业人员健康证明"  # what other organs have for YM-P01
ISSUER = "阳江市市场监督管理局"


class MemorySharing:
    """`failing` has the reason for which a kind of certificate is not given."""

    def __init__(self, failing: dict[str, SharingFailure] | None = None) -> None:
        self.failing = failing or {}
        self.asked: list[SharingQuery] = []

    def query(self, query: SharingQuery, today: date) -> Obtained:  # noqa: ARG002 - as in DataSharing
        self.asked.append(query)
        if failure := self.failing.get(query.certificate):
            raise NotObtained(failure)
        return Obtained(issuer=ISSUER, content_type="application/pdf", content=BYTES)


def with_sharing(settings: Settings, url: str = "https://share.gov.example/q") -> Settings:
    """The settings of a deployment with a data-sharing platform, which is asked only by `answer_queries`."""
    return settings.model_copy(update={"sharing_url": url})


def unshared(hall: Hall) -> str:
    """A received case of which no organ has given anything."""
    platform, before = hall.platform, hall.platform.settings
    platform.settings = with_sharing(before)
    try:
        case_id = hall.draft()
        hall.hand_in(case_id, *hall.required_lines(case_id))
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    finally:
        platform.settings = before
    answer_queries(hall, MemorySharing({LICENCE: "no_record", HEALTH: "no_record"}))
    return case_id


def questions(hall: Hall) -> list[SharingQuestion]:
    """Every question that waits in the queue, and those of acts that nobody has carried out yet."""
    hall.carry_out_everything()
    return [SharingQuestion.model_validate(body) for body in hall.messages(names.SHARING_QUEUE)]


def answer_queries(hall: Hall, sharing: MemorySharing) -> None:
    for question in questions(hall):
        fetch_shared(hall.platform, question, sharing)
