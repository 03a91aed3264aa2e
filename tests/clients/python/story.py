"""A program that a user of the generated Python client could write: it plays whole cases against a running hall.

`python story.py URL PDF`, where PDF is a file to hand in. It prints the name of each story that was played to its end.
"""

import base64
import hashlib
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import httpx
from yimen import AuthenticatedClient, Client
from yimen.api.applications import (
    add_material,
    create_application,
    list_materials,
    read_application,
    submit_application,
)
from yimen.api.cases import accept_case, add_scan, read_case, read_timeline, receive_walk_in
from yimen.api.issuance import compare_result, deliver_result, list_case_documents, read_certificate
from yimen.api.items import find_items
from yimen.api.progress import ask_progress
from yimen.api.tasks import answer_task, claim_task, decide_case, list_tasks
from yimen.models import (
    Decision,
    Delivery,
    FaceTexts,
    FaceValues,
    FileType,
    Form,
    NewApplication,
    NewFile,
    Outcome,
    Paper,
    PaperForm,
    PaperResult,
    Problem,
    ProgressQuestion,
    Purpose,
    Recipient,
    Relation,
    Represented,
    ReviewAnswer,
    Status,
    TaskAnswer,
    Unit,
    Upload,
    WalkIn,
)
from yimen.types import Response

URL, PDF = sys.argv[1], Path(sys.argv[2]).read_bytes()
PATIENCE = 30.0  # seconds
T = TypeVar("T")
RECOGNITION, CARD = "YM-S06", "YM-S07"
# The line of the face of YM-S06 that the officer states.
FACE = {"conclusion": "符合认定条件，认定为就业困难人员"}
NAME, NUMBER = "林示例", "44170219900307801X"
APPLICANT = {"kind": "自然人", "name": NAME, "id_number": NUMBER, "phone": "13800138001"}
# What the forms of the two items ask of this person.
UNEMPLOYED = {"category": "other", "household_region": "441702000000", "unemployed_since": "2025-08-01"}
OWN_CARD = {"holder_is_applicant": True, "card_bank": "ccb"}


class Refused(Exception):
    """The hall answered with a problem where the story needs success."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.title}")


def anonymous() -> Client:
    return Client(base_url=URL, httpx_args={"trust_env": False})


@cache
def acting_as(persona: str) -> AuthenticatedClient:
    """The local stack gives tokens for its personas; a deployment's come from the identity provider."""
    given = httpx.post(f"{URL}/local/token", json={"persona": persona}, trust_env=False).raise_for_status().json()
    return AuthenticatedClient(base_url=URL, token=given["access_token"], httpx_args={"trust_env": False})


def key() -> str:
    """A new `Idempotency-Key`, for one act and all its repetitions."""
    return str(uuid4())


def done(answered: Response[Problem | T]) -> T:
    """The answer of a request that must succeed."""
    match answered.parsed:
        case None:
            raise RuntimeError(f"the document does not describe {answered.status_code}")
        case Problem() as problem:
            raise Refused(problem)
        case parsed:
            return parsed


def refusal(answered: Response[Problem | T]) -> Problem:
    """The problem of a request that must be refused."""
    assert isinstance(answered.parsed, Problem), answered
    return answered.parsed


def patiently(act: Callable[[str], Response[Problem | T]]) -> Response[Problem | T]:
    """One act, with its one `Idempotency-Key`, sent again for as long as the answer has `Retry-After`."""
    one, late = key(), time.monotonic() + PATIENCE
    while "Retry-After" in (answered := act(one)).headers and time.monotonic() < late:
        time.sleep(float(answered.headers["Retry-After"]))
    return answered


def until(look: Callable[[], T | None]) -> T:
    """Look until there is something."""
    late = time.monotonic() + PATIENCE
    while (found := look()) is None:
        assert time.monotonic() < late, "it did not come"
        time.sleep(0.2)
    return found


def announcement(line: str) -> NewFile:
    return NewFile(
        line=line,
        file_name=f"{line}.pdf",
        content_type=FileType.PDF,
        size=len(PDF),
        sha256=base64.b64encode(hashlib.sha256(PDF).digest()).decode(),
    )


def put_into_bucket(upload: Upload) -> None:
    """The bucket is no part of the API: its form is posted as it was given, the file last and without a token."""
    form, file = upload.fields.additional_properties, {"file": ("file", PDF, "application/pdf")}
    httpx.post(upload.url, data=form, files=file, trust_env=False).raise_for_status()


def a_whole_case() -> None:
    """From the application online to its delivery and its timeline."""
    me, case = acting_as("citizen-lin"), apply_online()
    clerk, version = acting_as("clerk-social"), version_of(acting_as("clerk-social"), case)
    accepted = done(accept_case.sync_detailed(case, client=clerk, idempotency_key=key(), if_match=version))
    assert accepted.promised_due is not None
    review(case)
    decide(case)
    hand_over(case)

    shown = done(read_timeline.sync_detailed(case, client=clerk))
    stages = [stage.stage for stage in shown.stages if not stage.stage.startswith("shar")]  # organs answer in between
    assert stages[:2] == ["submitted", "accepted"]
    assert {term.unit for term in shown.terms} == {Unit.WORKDAY}
    assert done(read_application.sync_detailed(case, client=me)).status in (Status.DELIVERED, Status.CLOSED)


def apply_online() -> str:
    """A draft, each file that its list of materials asks for, and the submission. Answers the id."""
    me = acting_as("citizen-lin")
    form = Form.from_dict({"applicant": APPLICANT, "answers": UNEMPLOYED})
    body = NewApplication(item=RECOGNITION, form=form)
    begun = create_application.sync_detailed(client=me, body=body, idempotency_key=key())
    case, version = done(begun).id, begun.headers["ETag"]
    for line in done(list_materials.sync_detailed(case, client=me)).materials:
        if line.applies and line.required and not line.satisfied:
            asked = add_material.sync_detailed(case, client=me, body=announcement(line.no), idempotency_key=key())
            put_into_bucket(done(asked).upload)
    # 409 with Retry-After while the files are still being checked.
    send = submit_application.sync_detailed
    sent = patiently(lambda one: send(case, client=me, idempotency_key=one, if_match=version))
    assert done(sent).query_code
    return case


def version_of(whom: AuthenticatedClient, case: str) -> str:
    """For `If-Match`: the version of the case that this reader has seen."""
    seen = read_case.sync_detailed(case, client=whom)
    done(seen)
    return seen.headers["ETag"]


def task_of(whom: AuthenticatedClient, case: str) -> TaskAnswer | None:
    return next((task for task in done(list_tasks.sync_detailed(client=whom)).tasks if task.case_id == case), None)


def review(case: str) -> None:
    """An officer of the department finds the task, claims it and answers it."""
    officer = acting_as("officer-hrss")
    task = until(lambda: task_of(officer, case))
    assert task.kind == "review"
    claimed = done(claim_task.sync_detailed(task.id, client=officer, idempotency_key=key()))
    assert claimed.id == task.id
    opinion = ReviewAnswer(recommendation=Outcome.GRANT, opinion="经审查，符合条件。")
    done(answer_task.sync_detailed(task.id, client=officer, body=opinion, idempotency_key=key()))


def decide(case: str) -> None:
    """The chief representative decides, as soon as the task of deciding is there."""
    chief = acting_as("chief-hrss")
    task = until(lambda: task_of(chief, case))
    assert task.kind == "decide"
    version, grant = version_of(chief, case), Decision(outcome=Outcome.GRANT, face=FaceValues.from_dict(FACE))
    done(decide_case.sync_detailed(case, client=chief, body=grant, idempotency_key=key(), if_match=version))


def hand_over(case: str) -> None:
    """The issuing window compares the paper with what is on record, then gives it to the applicant."""
    issuer = acting_as("clerk-issuing")

    def comparing() -> str | None:
        seen = read_case.sync_detailed(case, client=issuer)
        return seen.headers["ETag"] if done(seen).status is Status.COMPARING else None

    version = until(comparing)
    shown = done(read_certificate.sync_detailed(case, client=issuer, purpose=Purpose.ISSUE))
    paper = PaperResult(face=FaceTexts.from_dict({line.key: line.value for line in shown.face}))
    # 409 with Retry-After while the certificate is still being printed.
    compared = patiently(
        lambda one: compare_result.sync_detailed(case, client=issuer, body=paper, idempotency_key=one, if_match=version)
    )
    assert done(compared).matched
    person = Recipient(name=NAME, id_number=NUMBER, relation=Relation.APPLICANT, seen=True, signed=True)
    body, version = Delivery(recipient=person), compared.headers["ETag"]
    # 409 with Retry-After while the result is still being numbered and printed.
    done(
        patiently(
            lambda one: deliver_result.sync_detailed(
                case, client=issuer, body=body, idempotency_key=one, if_match=version
            )
        )
    )


def problems() -> None:
    """What is refused is a Problem, whichever status it has; its code tells a program what to do."""
    me = acting_as("citizen-lin")
    begun = create_application.sync_detailed(client=me, body=NewApplication(item=CARD), idempotency_key=key())
    case = done(begun).id

    stale = submit_application.sync_detailed(case, client=me, idempotency_key=key(), if_match='"d9"')
    assert (refusal(stale).status, refusal(stale).code) == (412, "version_stale")

    unnamed = announcement("01")
    unnamed.file_name = ""
    wrong = refusal(add_material.sync_detailed(case, client=me, body=unnamed, idempotency_key=key()))
    assert wrong.status == 422
    assert [one.pointer for one in wrong.errors or []] == ["/file_name"]

    other = acting_as("citizen-huang")
    assert refusal(read_application.sync_detailed(case, client=other)).code == "case_not_found"
    assert refusal(list_tasks.sync_detailed(client=me)).code == "permission_missing"


def every_page() -> None:
    """A list is read to its end by its cursor."""
    reader, seen = anonymous(), list[str]()
    page = done(find_items.sync_detailed(client=reader, limit=20))
    while page.next_cursor:
        assert len(page.items) == 20
        seen += [item.id for item in page.items]
        page = done(find_items.sync_detailed(client=reader, limit=20, cursor=page.next_cursor))
    seen += [item.id for item in page.items]
    assert len(seen) == len(set(seen)) == 58


def a_walk_in() -> None:
    """At the window: the papers are taken and scanned, and the voucher's query code shows the progress to anybody."""
    clerk = acting_as("clerk-social")
    body = WalkIn(
        item=CARD,
        form=Form.from_dict({"applicant": APPLICANT, "answers": OWN_CARD}),
        presented_by=Represented(name=NAME, id_number=NUMBER, relation=Relation.APPLICANT, seen=True),
        papers=[Paper(line="01", form=PaperForm.COPY, pages=1, matches_original=True)],
        scans=[announcement("01")],
    )
    received = done(receive_walk_in.sync_detailed(client=clerk, body=body, idempotency_key=key()))
    assert [one.line for one in received.uploads] == ["01"]
    put_into_bucket(received.uploads[0].upload)
    again = add_scan.sync_detailed(received.id, client=clerk, body=announcement("01"), idempotency_key=key())
    put_into_bucket(done(again).upload)

    question = ProgressQuestion(query_code=received.query_code, factor=NUMBER[-4:])
    progress = done(ask_progress.sync_detailed(client=anonymous(), body=question))
    assert (progress.number, progress.status) == (received.number, Status.SUBMITTED)
    papers = done(list_case_documents.sync_detailed(received.id, client=clerk)).documents
    assert [paper.kind for paper in papers] == ["receipt_voucher"]


for story in (a_whole_case, problems, every_page, a_walk_in):
    story()
    print(story.__name__)
