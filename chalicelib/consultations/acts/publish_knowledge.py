"""发布知识库条目: the department publishes an answer with its source, anew or as the next version (R17, R49).

An answer to a question can become an entry: the department writes it anew, without anything of the person who asked.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.access.actor import Actor
from chalicelib.access.policy import require_region, same_department
from chalicelib.catalogue.store import in_force
from chalicelib.consultations.acts.open_consultation import ItemCode, Words
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.model.entry import Entry
from chalicelib.consultations.store import consultations, knowledge
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part

Source = Annotated[
    str,
    StringConstraints(min_length=2, max_length=200, strip_whitespace=True),
    ONE_LINE,
    Field(description="出处，如法律条款、文件、办事指南"),
]


class EntryContent(Part):
    """知识库的一条问答。"""

    question: Annotated[Words, Field(description="问题，不得含有提问人的信息")]
    answer: Words
    source: Source
    items: Annotated[tuple[ItemCode, ...], Field(max_length=20, description="所涉事项")] = ()
    starts: Annotated[date, Field(description="生效日期，当日有效")]
    ends: Annotated[date | None, Field(description="失效日期，当日仍有效")] = None
    review_by: Annotated[date | None, Field(description="最迟在这一日复核")] = None


class NewEntry(EntryContent):
    consultation: Annotated[
        str | None, StringConstraints(max_length=40), Field(description="由本部门答复过的哪一件咨询整理而成")
    ] = None


@act
def publish_knowledge(platform: Platform, caller: Caller, wanted: NewEntry) -> Receipt:
    """The first version of an entry. Its id follows from the caller and the key."""
    versions = _checked(platform, caller, wanted)
    if wanted.consultation is not None:
        _require_answered(platform, caller, wanted.consultation)
    entry = _version(platform, caller, wanted, consultations.new_id(caller), 1, versions)
    entry = entry.model_copy(update={"from_consultation": wanted.consultation})
    return knowledge.commit(platform, caller, None, entry)


@act
def revise_knowledge(platform: Platform, caller: Caller, entry_id: str, wanted: EntryContent) -> Receipt:
    """The next version. Answers keep the version that they cited."""
    before = own_entry(platform, caller.actor, entry_id)
    caller.expect(before.etag)
    if before.withdrawn_at is not None:
        raise Conflict(code="entry_withdrawn", title="这一条已经撤下，请发布新的条目")
    versions = _checked(platform, caller, wanted)
    after = _version(platform, caller, wanted, before.id, before.version + 1, versions)
    return knowledge.commit(
        platform, caller, before, after.model_copy(update={"from_consultation": before.from_consultation})
    )


def own_entry(platform: Platform, actor: Actor, entry_id: str) -> Entry:
    """An entry of the caller's department; NotFound for others."""
    found = knowledge.load(platform.table, platform.settings.division, entry_id)
    require_region(actor, platform.settings.division)
    if found is None or not same_department(actor, found.department):
        raise knowledge.unknown_entry()
    return found


def _version(
    platform: Platform, caller: Caller, wanted: EntryContent, entry_id: str, number: int, items: Mapping[str, int]
) -> Entry:
    return Entry(
        id=entry_id,
        version=number,
        division=platform.settings.division,
        department=caller.actor.department or "",
        items=items,
        published_at=caller.at,
        published_by=caller.actor.sub,
        **wanted.model_dump(include={"question", "answer", "source", "starts", "ends", "review_by"}),
    )


def _checked(platform: Platform, caller: Caller, wanted: EntryContent) -> dict[str, int]:
    """The version in force of each item. Invalid for items that are not there, and for days in the wrong order."""
    division, today = platform.settings.division, caller.at.date()
    require_region(caller.actor, division)
    found = in_force(platform.table, division, wanted.items, caller.at)
    errors = [
        FieldError(f"/items/{number}", "item_unknown", "没有这个事项，请从事项目录中选择")
        for number, code in enumerate(wanted.items)
        if code not in found
    ]
    errors += [
        FieldError(f"/items/{number}", "item_of_another_department", "这个事项属于其他部门，由该部门发布")
        for number, code in enumerate(wanted.items)
        if code in found and not same_department(caller.actor, found[code].department)
    ]
    if wanted.ends is not None and wanted.ends < max(wanted.starts, today):
        errors.append(FieldError("/ends", "ends_too_early", "失效日期不得早于生效日期和今天"))
    if wanted.review_by is not None and wanted.review_by <= today:
        errors.append(FieldError("/review_by", "review_past", "复核日期应在今天之后"))
    if errors:
        raise Invalid(errors=errors)
    return {code: item.version for code, item in found.items()}


def _require_answered(platform: Platform, caller: Caller, consultation_id: str) -> None:
    found = consultations.load(platform.table, consultation_id)
    answered = found is not None and found.state in (ConsultationState.ANSWERED, ConsultationState.TOLD)
    if found is None or not answered or not found.reply or found.department != caller.actor.department:
        sentence = "应为本部门答复过的咨询"
        raise Invalid(errors=[FieldError("/consultation", "consultation_unsuited", sentence)])
