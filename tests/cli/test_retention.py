"""`yimen retention`: what is kept no longer is erased, whole, once, and after any interruption; the chain stays."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.api.records import CasesQuery
from chalicelib.cases.model import Status, Task
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.retention_acts import HOLD
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.search import Wanted, search
from chalicelib.documents.api import applicant as applicant_documents
from chalicelib.documents.api import counter
from chalicelib.durable.audit import truncated_at
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.http.routes import Call
from chalicelib.intake.api import applicant as applications
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.retention import erase as erasing
from chalicelib.operations.acts.retention.erase import erase, kept
from chalicelib.operations.acts.retention.hold import _commit, hold, lift_hold
from cli import retention
from cli.progress import save
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.hall import Hall
from tests.cli.cases import keep_files
from tests.cli.conftest import Run
from tests.issuance.test_verify import claim_of, verified

pytestmark = pytest.mark.usefixtures("quick_documents")


def years_pass(hall: Hall, years: int, days: int = 1) -> None:
    for clock in (hall.clock, hall.wall):
        at = clock.at
        clock.move_to(at.replace(year=at.year + years) + timedelta(days=days))


def closed(hall: Hall) -> str:
    case_id = hall.closed()
    hall.issue_documents()
    keep_files(hall, case_id)
    # A second version of each object, as after a repeated upload or print.
    for bucket, objects in hall.world.buckets.buckets.items():
        for key in [*objects]:
            hall.world.buckets.keep(bucket, key, b"older")
    return case_id


def objects_of(hall: Hall, case_id: str) -> list[str]:
    return [key for found in hall.world.buckets.buckets.values() for key in found if f"/{case_id}/" in key]


def said(hall: Hall, case_id: str) -> set[str]:
    """What people have typed into the case: form, names of files, answers of departments, reasons."""
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    case = found.case
    answers = [Task.model_validate(row).answer for row in hall.rows(case_id, "TASK#")]
    typed = [found.form, [file.file_name for file in found.files], answers, list(case.decision_reasons)]
    texts = {text for text in texts_in(typed) if len(text) >= 3 and (not text.isascii() or telling(text))}
    return (texts | {case.applicant_name, case.query_code or case.applicant_name}) - {case.applicant_kind}


def telling(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 8


def texts_in(part: Any) -> Iterator[str]:
    match part:
        case str():
            yield part
        case dict():
            yield from texts_in(list(cast(dict[str, Any], part).values()))
        case list():
            for inner in cast(list[Any], part):
                yield from texts_in(inner)
        case _:
            return


def plain_rows(hall: Hall) -> str:
    """Every row of the table as the operator's own code reads it, decrypted; but for the catalogue."""
    rows = [hall.platform.table.loaded(item) for item in raw(hall)]
    return json.dumps(rows, ensure_ascii=False, default=str)


def raw(hall: Hall) -> list[dict[str, Any]]:
    client = hall.platform.table.client
    answer = client.scan(TableName=hall.platform.table.name)
    items: list[dict[str, Any]] = list(answer["Items"])
    while "LastEvaluatedKey" in answer:
        answer = client.scan(TableName=hall.platform.table.name, ExclusiveStartKey=answer["LastEvaluatedKey"])
        items += answer["Items"]
    now = hall.wall.at.timestamp()
    kept_ones = [item for item in items if float(item.get("ttl", {"N": "inf"})["N"]) > now]  # DynamoDB deletes the rest
    of_the_catalogue = ("ITEM#", "CATALOGUE#", "CHANGES#", "FILINGS#", "PLACE#")
    return [item for item in kept_ones if not item["pk"]["S"].startswith(of_the_catalogue)]


def test_a_dry_run_reports_by_case_and_erases_nothing(run: Run, hall: Hall):
    case_id = closed(hall)
    status, told = run("retention")
    assert (status, "保管期限已满 0 件" in told, "继续保管：保管期限未满 1" in told) == (0, True, True)
    ended = hall.case(case_id).ended_at
    assert ended is not None
    years_pass(hall, 30)
    before = plain_rows(hall)
    status, told = run("retention")
    number = hall.case(case_id).number
    assert status == 0
    assert number is not None
    for part in (number, hall.case(case_id).item_name, str(ended.date()), str(ended.date().replace(year=2056))):
        assert part in told
    assert hall.case(case_id).applicant_name not in told
    assert "加 --erase 重新执行即销毁" in told
    assert plain_rows(hall) == before


def test_what_a_closed_case_says_of_people_is_erased_and_its_chain_stays(run: Run, hall: Hall):
    case_id = closed(hall)
    personal, events = said(hall, case_id), hall.events(case_id)
    before = hall.case(case_id)
    certificate = next(row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "certificate")
    assert objects_of(hall, case_id)
    years_pass(hall, 30)
    status, told = run("retention", "--erase", "--yes")
    assert (status, "已销毁 1 件" in told) == (0, True), told
    case, chain = hall.case(case_id), hall.events(case_id)
    assert chain[: len(events)] == events
    assert [event.type for event in chain[len(events) :]] == ["erased"]
    assert truncated_at(chain, case.seq, case.last_hash) is None
    assert case.status is Status.CLOSED
    assert (case.number, case.item, case.ended_at) == (before.number, before.item, before.ended_at)
    assert (case.applicant_key, case.applicant_name, case.query_code) == ("", "", None)
    assert (case.salt, case.applicant_parts) == ("", ())
    assert not reindex_case(hall.platform, case_id, dry_run=True)  # an exchange of the key passes it over
    assert objects_of(hall, case_id) == []
    everything = plain_rows(hall)
    assert [text for text in personal if text in everything] == []
    assert before.applicant_key not in {row["pk"].get("S", "").partition("#")[2] for row in raw(hall)} - {""}
    assert not [row for row in raw(hall) if row["pk"]["S"].startswith(("NAME#", "QUERY#", "APPLICANT#"))]
    register = hall.platform.table.get(keys.certificate(certificate["identifier"]))
    assert register is not None
    assert register["digest"]
    again = raw(hall)
    status, told = run("retention", "--erase", "--yes")
    assert (status, "保管期限已满 0 件" in told, "已销毁 1" in told, raw(hall) == again) == (0, True, True, True)


def test_after_it_nothing_is_left_to_repair_and_nobody_acts_on_it(run: Run, hall: Hall):
    case_id = closed(hall)
    years_pass(hall, 30)
    run("retention", "--erase", "--yes")
    repaired = repair_case(hall.platform, case_id, dry_run=True)
    assert repaired is not None
    assert list(repaired.unmended) == []
    with pytest.raises(Conflict) as refused:
        hall.people.correct_writing(case_id, hall.caller(CHIEF, case_id))
    assert refused.value.code == "case_erased"


@pytest.mark.parametrize("made", ["rejected", "withdrawn"])
def test_cases_that_ended_otherwise_are_erased_too(run: Run, hall: Hall, made: str):
    case_id = hall.submitted()
    if made == "rejected":
        hall.people.reject(case_id, hall.caller(CLERK, case_id))
    else:
        hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    personal = said(hall, case_id)
    years_pass(hall, 30)
    assert run("retention", "--erase", "--yes")[0] == 0
    everything = plain_rows(hall)
    assert [text for text in personal if text in everything] == []
    assert hall.events(case_id)[-1].type == "erased"


@pytest.mark.parametrize(
    "make", [lambda hall: hall.draft(), lambda hall: hall.accepted(), lambda hall: hall.correcting()]
)
def test_an_open_case_is_never_erased(hall: Hall, make: Callable[[Hall], str]):
    case_id = make(hall)
    years_pass(hall, 60)
    assert not erase(hall.platform, case_id)
    assert not hall.case(case_id).erasing_at


def test_a_case_on_hold_stays_until_that_is_lifted(run: Run, hall: Hall):
    case_id = closed(hall)
    assert run("retention", "--hold", case_id, "--reason", "行政诉讼")[0] == 0
    assert run("retention", "--hold", case_id, "--reason", "审计")[0] == 2
    assert hall.case(case_id).hold_reason == "行政诉讼"
    assert "行政诉讼" not in json.dumps(raw(hall), ensure_ascii=False, default=str)
    years_pass(hall, 40)
    _, told = run("retention", "--erase", "--yes")
    assert "暂缓销毁 1" in told
    assert hall.case(case_id).applicant_name
    assert run("retention", "--lift", case_id)[0] == 0
    assert [event.type for event in hall.events(case_id)][-2:] == ["held", "hold_lifted"]
    run("retention", "--erase", "--yes")
    assert hall.case(case_id).erased_at
    assert run("retention", "--hold", case_id, "--reason", "审计")[0] == 2


def test_a_hold_that_comes_between_wins_before_the_mark_and_loses_after_it(hall: Hall):
    case_id = closed(hall)
    years_pass(hall, 30)
    found = erasing.rows.read(hall.platform, case_id)
    assert found is not None
    hold(hall.platform, case_id, "审计")
    assert not erasing._marked(hall.platform, found.case)
    assert kept(hall.platform, hall.case(case_id)).why == "held"
    lift_hold(hall.platform, case_id)
    read = hall.case(case_id)
    assert erasing._marked(hall.platform, read)
    with pytest.raises(Conflict) as refused:
        _commit(hall.platform, HOLD, read, read.model_copy(update={"held_at": hall.platform.now()}))
    assert refused.value.code == "case_moved"
    assert erase(hall.platform, case_id)


def test_without_the_typed_word_nothing_is_erased(run: Run, hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = closed(hall)
    years_pass(hall, 30)
    typed: list[str] = ["是", retention.WORD]
    monkeypatch.setattr("rich.console.Console.input", lambda *_, **__: typed.pop(0))
    assert run("retention", "--erase")[0] == 2
    assert not hall.case(case_id).erasing_at
    assert run("retention", "--erase")[0] == 0
    assert hall.case(case_id).erased_at


def call(hall: Hall, who: Any, query: Any = None) -> Any:
    return Call(hall.platform, None, query, "/v1/cases", "192.0.2.1", "r-1", known=hall.caller(who))


def test_every_answer_of_an_erased_case_is_whole_and_tells_of_nobody(run: Run, hall: Hall):
    """List, case, timeline, events, materials, documents, and the verification of its certificate."""
    case_id = closed(hall)
    personal, number, code = said(hall, case_id), hall.case(case_id).number, hall.case(case_id).query_code
    name = hall.case(case_id).applicant_name
    claim = claim_of(hall, case_id)
    years_pass(hall, 30)
    run("retention", "--erase", "--yes")
    purposeless, papers = PurposeQuery(), PurposeQuery(purpose=Purpose.PAPERS)
    answers: list[Any] = [
        records.read_case(call(hall, CLERK, purposeless), case_id),
        records.read_timeline(call(hall, CLERK, purposeless), case_id),
        records.read_events(call(hall, CLERK, purposeless), case_id),
        records.read_materials(call(hall, CLERK, purposeless), case_id),
        counter.list_case_documents(call(hall, CLERK), case_id),
        records.list_cases(call(hall, CLERK, CasesQuery(number=number))),
    ]
    bodies = [answer.body.model_dump_json() for answer in answers]
    assert [text for text in personal for body in bodies if text in body] == []
    assert answers[0].body.erased_at
    assert answers[2].body.intact
    assert {document.state for document in answers[4].body.documents} == {"erased"}
    assert [case.id for case in answers[5].body.cases] == [case_id]
    for document in answers[4].body.documents:
        with pytest.raises(NotFound) as missing:
            counter.read_case_document(call(hall, CLERK, papers), case_id, document.no)
        assert missing.value.code == "document_erased"
    for wanted in (Wanted(name=name), Wanted(query_code=code)):
        assert search(hall.platform, hall.caller(CLERK).actor, wanted, limit=10, after=None).cases == []
    for own in (applicant_documents.list_documents, applications.read_application):
        with pytest.raises(NotFound) as missing:
            own(call(hall, COMPANY), case_id)
        assert missing.value.code == "case_not_found"
    assert verified(hall, claim).authentic


# ------------------------------------------------------------------------------------------------------------- drafts
def drafts_open(hall: Hall, case_id: str) -> int:
    row = hall.platform.table.get(keys.open_drafts(hall.case(case_id).applicant_key))
    return row["value"] if row else 0


def test_a_draft_that_nobody_touches_expires_with_its_uploads(run: Run, hall: Hall):
    old, young = hall.draft(), hall.draft()
    hall.hand_in(old, "01", stored=True)
    assert drafts_open(hall, old) == 2
    years_pass(hall, 0, days=365)
    hall.people.save_form(young, hall.caller(COMPANY, young))
    run("retention", "--erase", "--yes")
    assert hall.case(old).status is Status.DRAFT
    years_pass(hall, 0, days=1)
    _, told = run("retention")
    assert "保管期限已满 1 件" in told
    run("retention", "--erase", "--yes")
    hall.carry_out_everything()
    hall.world.pass_time(timedelta(minutes=5))
    while hall.world.work("materials"):
        """The next message."""
    assert (hall.case(old).status, hall.case(young).status) == (Status.WITHDRAWN, Status.DRAFT)
    assert [event.type for event in hall.events(old)] == ["draft_expired", "erased"]
    assert drafts_open(hall, young) == 1
    assert hall.rows(old, "FORM") == []
    assert objects_of(hall, old) == []
    assert hall.case(old).applicant_key == ""
    assert "保管期限已满 0 件" in run("retention")[1]


def test_a_run_goes_on_from_its_file_and_not_from_that_of_a_dry_run(
    run: Run, hall: Hall, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "progress.json"
    save(retention.Tally(table=hall.platform.table.name, run=retention.LOOKING), file)
    assert run("retention", "--erase", "--yes", "--resume", str(file))[0] == 2
    assert "另一次运行" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [("--hold", "x"), ("--reason", "x"), ("--yes",), ("--lift", "x", "--erase"), ("--hold", "x", "--lift", "y")],
)
def test_what_makes_no_sense_together_is_refused(run: Run, arguments: tuple[str, ...]):
    with pytest.raises(SystemExit) as stopped:
        run("retention", *arguments)
    assert stopped.value.code == 2
