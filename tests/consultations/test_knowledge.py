"""The knowledge base: published by departments, versioned, stale once its item changes, withdrawn (R17, R18, R49)."""

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.consultations.acts.publish_knowledge import EntryContent, revise_knowledge
from chalicelib.consultations.acts.withdraw_knowledge import KnowledgeWithdrawal, withdraw_knowledge
from chalicelib.consultations.api import knowledge_base as api
from chalicelib.consultations.model.entry import EntryState
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Invalid, NotFound, Stale
from chalicelib.http.routes import Call
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall
from tests.consultations.desk import EDITOR, answered, asked, entry, forwarded, ready, replied, stored

CONTENT = EntryContent(
    question="食品经营许可怎样延续？", answer="届满三十日前申请。", source="行政许可法第五十条", starts=date(2026, 1, 1)
)


@pytest.fixture
def desk(hall: Hall) -> Hall:
    return ready(hall)


def found(hall: Hall, **query: Any) -> list[str]:
    call = Call(hall.platform, None, api.KnowledgeQuery(**query), "", "", "r-1")
    body: Any = api.search_knowledge(call).body
    return [one.id for one in body.entries]


def read(hall: Hall, one: str, version: int | None = None) -> Any:
    call = Call(hall.platform, None, api.VersionQuery(version=version), "", "", "r-1")
    return api.read_knowledge(call, one).body


def revised(hall: Hall, one: str, etag: str, who: str = EDITOR) -> None:
    revise_knowledge(hall.platform, hall.caller(who, if_match=etag), one, CONTENT)


def test_everybody_finds_what_is_valid_today(desk: Hall):
    first = entry(desk)
    entry(desk, starts=date(2027, 1, 1))
    other = entry(desk, "editor-hrss", question="社保怎样登记？", answer="三十日内登记。", items=["YM-S06"])
    assert set(found(desk)) == {first, other}
    assert found(desk, item="YM-P01") == [first]
    assert found(desk, department="hrss") == [other]
    assert found(desk, q="延续 三十日") == [first]
    assert set(found(desk, q="行政许可法")) == {first, other}, "the source is searched too"
    assert found(desk, q="没有这个词") == []


@pytest.mark.requirement("R17")
def test_a_new_version_leaves_answers_the_one_they_cited(desk: Hall):
    one = entry(desk)
    question = answered(desk, asked(desk), one)
    revised(desk, one, '"v1"')
    assert (read(desk, one).version, read(desk, one, 1).answer) == (2, "有效期届满三十日前提出延续申请。")
    cited = stored(desk, question).cited
    assert cited
    assert cited.version == 1
    with pytest.raises(Stale):
        revised(desk, one, '"v1"')


@pytest.mark.requirement("R49")
def test_a_new_version_of_the_item_makes_its_entries_stale_until_the_department_looks(desk: Hall):
    one = entry(desk)
    publish(desk.platform, "YM-P01", version=2)
    desk.clock.move_to(desk.clock() + SETTLED_AFTER)
    assert read(desk, one).state is EntryState.STALE
    assert found(desk) == []
    with pytest.raises(Invalid) as refused:
        answered(desk, asked(desk), one)
    assert [error.code for error in refused.value.errors] == ["entry_stale"]
    wanted = CONTENT.model_copy(update={"items": ("YM-P01",)})
    revise_knowledge(desk.platform, desk.caller(EDITOR, if_match='"v1"'), one, wanted)
    assert found(desk) == [one]


@pytest.mark.requirement("R18")
def test_a_reply_becomes_an_entry_of_its_department(desk: Hall):
    question = replied(desk, forwarded(desk, asked(desk)))
    one = entry(desk, consultation=question)
    call = Call(desk.platform, None, api.Paging(), "", "", "r-1", known=desk.caller(EDITOR))
    body: Any = api.list_own_knowledge(call).body
    (kept,) = body.entries
    assert (kept.id, kept.from_consultation) == (one, question)
    for who, unsuited in (("editor-hrss", question), (EDITOR, asked(desk)), (EDITOR, "nothing")):
        with pytest.raises(Invalid) as refused:
            entry(desk, who, items=[], consultation=unsuited)
        assert [error.pointer for error in refused.value.errors] == ["/consultation"]


def test_a_withdrawn_entry_is_cited_no_more_and_stays_readable(desk: Hall):
    one, kept = entry(desk), answered
    wanted = KnowledgeWithdrawal(reason="政策已调整")
    withdraw_knowledge(desk.platform, desk.caller(EDITOR, if_match='"v1"'), one, wanted)
    assert found(desk) == []
    assert read(desk, one).state is EntryState.WITHDRAWN
    with pytest.raises(Invalid) as refused:
        kept(desk, asked(desk), one)
    assert [error.code for error in refused.value.errors] == ["entry_withdrawn"]
    with pytest.raises(Conflict):
        withdraw_knowledge(desk.platform, desk.caller(EDITOR, if_match='"w1"'), one, wanted)
    with pytest.raises(Conflict):
        revised(desk, one, '"w1"')


def test_another_department_does_not_see_it_as_its_own_and_wrong_days_are_refused(desk: Hall):
    one = entry(desk)
    with pytest.raises(NotFound):
        revised(desk, one, '"v1"', "editor-hrss")
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"items": ["YM-X99"]}, "/items/0"),
        ({"ends": date(2025, 1, 1)}, "/ends"),
        ({"review_by": date(2026, 1, 1)}, "/review_by"),
    )
    for changes, pointer in wrong:
        with pytest.raises(Invalid) as refused:
            entry(desk, **changes)
        assert [error.pointer for error in refused.value.errors] == [pointer]


def test_the_day_of_review_passes(desk: Hall):
    entry(desk, review_by=date(2026, 12, 31))
    desk.clock.move_to(datetime(2027, 1, 1, 9, tzinfo=SHANGHAI))
    call = Call(desk.platform, None, api.Paging(), "", "", "r-1", known=desk.caller(EDITOR))
    body: Any = api.list_own_knowledge(call).body
    (kept,) = body.entries
    assert kept.review_overdue


def test_a_department_publishes_nothing_on_the_items_of_another(desk: Hall):
    with pytest.raises(Invalid) as refused:
        entry(desk, "editor-hrss", items=["YM-S06", "YM-P01"])
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/items/1", "item_of_another_department")]
