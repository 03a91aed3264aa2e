"""事前告知: facts, evidence and rights are told in writing before something is decided against a person.

行政许可法7; the facts of 8(2), 69 and 78 are found by the department, never by a window. Nothing is decided by it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from chalicelib.cases.acts.false_found import concerned_items
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.adverse_acts import FOREWARN, RESULT_MADE
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.clocks_above import is_above
from chalicelib.cases.model.falsehood import ARTICLE_78, OF_78, Sentences, bar_of, is_false, years_barred
from chalicelib.cases.model.heard import AGAINST, TERM, Against, FactsTold, Forewarning
from chalicelib.cases.model.result_end import LAW, REVOKE, WITHDRAW, require_live
from chalicelib.catalogue.model import ItemDocument
from chalicelib.documents.model.adverse import (
    Foretold,
    false_follows,
    forewarning,
    revocation_follows,
    withdrawal_follows,
)
from chalicelib.documents.model.notice import CaseFacts
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.bodies import Part

ARTICLES: Mapping[Against, Mapping[str, str]] = {
    "falsehood": dict.fromkeys(OF_78, ARTICLE_78),
    "revocation": {ground: LAW + one.article for ground, one in REVOKE.items()},
    "withdrawal": {ground: LAW + one.article for ground, one in WITHDRAW.items()},
}


class Intended(Part):
    """拟作出的决定：理由、事实和证据，写入告知书。`ground` 与此后的决定一致。"""

    against: Annotated[
        Against, Field(description="falsehood 认定隐瞒、虚假材料；revocation 撤销行政许可；withdrawal 撤回行政许可")
    ]
    ground: Annotated[
        str, Field(max_length=20, description="理由，与相应决定的 ground 取值相同，如 false_materials、unqualified")
    ]
    facts: Sentences
    evidence: Annotated[tuple[Sentences, ...], Field(min_length=1, max_length=20)]
    members: Annotated[
        tuple[Annotated[str, Field(max_length=40)], ...],
        Field(max_length=40, description="联办申请受理以前：材料虚假所涉及的成员事项的编码；其他办件不填"),
    ] = ()
    workdays: Annotated[int, Field(ge=5, le=30, description="陈述、申辩和要求听证的工作日数，至少五个")] = 5

    @model_validator(mode="after")
    def _ground_of_its_kind(self) -> Self:
        if self.ground not in ARTICLES[self.against]:
            raise wrong_field("ground", "ground_unknown", "请填写与拟作出的决定相应的理由")
        return self

    @property
    def article(self) -> str:
        return ARTICLES[self.against][self.ground]


@act
def forewarn(platform: Platform, caller: Caller, case_id: str, said: Intended) -> Receipt:
    """A later one takes the place of an earlier one, says so, and begins a new term. 409 where the earlier one says the
    same, or announces another decision, and the days to answer it run.
    """
    begun = begin(platform, caller, FOREWARN, case_id, whole=True)
    case, item = begun.case, begun.item
    require_possible(case, item, said)
    concerned = concerned_items(begun, said.members) if case.is_request else {}
    before, facts = standing(case), FactsTold(facts=said.facts, evidence=said.evidence)
    if before and caller.at.date() <= before.until:
        require_other(case, before, said, facts)
    head = letterhead(platform, case, item, caller.at, begun.directory, above=is_above(case))
    clock = counted(caller.at.date(), said.workdays, TERM.unit, TERM.article, platform.calendar)
    today = caller.at.date()
    of_all = of_request(case, concerned, said, head.facts, today) if concerned else None
    told = Foretold(
        AGAINST[said.against],
        of_all or follows(case, item, said, head.facts, today),
        said.facts,
        said.evidence,
        said.article,
        clock.due,
        head.place.issuing_place,
        clock.provisional,
        before.told_at.date() if before else None,
    )
    document = head.draft(forewarning(head.facts, head.formalities, told))
    warned = _announced(said, concerned, caller.at, clock.due, document.no)
    return begun.commit(
        case.model_copy(update={"forewarned": warned, "facts_told": facts}),
        both={"against": said.against, "ground": said.ground, "until": str(clock.due)},
        answer={"number": case.number, "provisional": clock.provisional},
        data={"clock": clock.model_dump(mode="json"), "found_digest": facts.digest(case.chain_key, case.id)},
        document=document,
    )


def _announced(said: Intended, members: Iterable[str], at: datetime, until: date, document: str) -> Forewarning:
    return Forewarning(
        against=said.against, ground=said.ground, told_at=at, until=until, document=document, members=tuple(members)
    )


def follows(case: Case, item: ItemDocument, said: Intended, facts: CaseFacts, today: date) -> tuple[str, ...]:
    """What the decision brings besides. How long it would bar is told in years: its day is not known yet."""
    if said.against == "withdrawal":
        return withdrawal_follows()
    ground = said.ground
    if not is_false(ground):
        return revocation_follows(facts, said.article, None, fraud=False)
    article, years = bar_of(item, ground, today).article, years_barred(item, ground)
    if said.against == "revocation":
        return revocation_follows(facts, article, years, fraud=True)
    return false_follows(facts, article, years, accepted=case.accepted_at is not None)


def of_request(
    case: Case, concerned: Mapping[str, ItemDocument], said: Intended, facts: CaseFacts, today: date
) -> tuple[str, ...]:
    """The same of a joint request: the whole is not accepted, and each item that concerns safety is barred."""
    named = f"涉及的事项：{'、'.join(f'“{one.name}”' for one in concerned.values())}"
    told = [follows(case, one, said, facts.model_copy(update={"item": one.name}), today) for one in concerned.values()]
    return (named, *dict.fromkeys(line for lines in told for line in lines))


def standing(case: Case) -> Forewarning | None:
    """What was told and may still be decided."""
    warned = case.forewarned
    return None if warned and warned.against == "falsehood" and case.decided_at else warned


def require_other(case: Case, before: Forewarning, said: Intended, facts: FactsTold) -> None:
    """409 for the same once more, and for another decision while this one may still be answered."""
    until = f"答复期限至{before.until}（含当日）"
    told = (before.against, before.ground, case.facts_told, before.members)
    if told == (said.against, said.ground, facts, tuple(dict.fromkeys(said.members))):
        title = f"已以同样的理由、事实和证据告知当事人，{until}，不再重复告知"
        raise problems.Conflict(code="already_forewarned", title=title)
    if before.against != said.against:
        title = f"已告知当事人拟{AGAINST[before.against]}，{until}；期满以后再告知其他拟作出的决定"
        raise problems.Conflict(code="other_forewarned", title=title)


def require_possible(case: Case, item: ItemDocument, said: Intended) -> None:
    """409 where this cannot be decided on this case: a false application only before the decision, the end of a result
    only once it was granted. A joint request is one application until it is accepted; then each member is its own.
    """
    against = said.against
    if case.is_request and (against != "falsehood" or case.status is not Status.SUBMITTED):
        raise problems.Conflict(code="of_members", title="联办申请受理以后，由各成员事项的部门在各自办件中办理")
    if not case.is_request and said.members:
        raise problems.Invalid(errors=[FieldError("/members", "members_unsuited", "只有联办申请写明涉及的成员事项")])
    if not case.is_request and not item.is_licence:
        raise problems.Conflict(code="not_a_licence", title="本事项不是行政许可，不适用行政许可法的这一规定")
    if (case.status in RESULT_MADE) is (against == "falsehood"):
        title = (
            "认定隐瞒、虚假材料应当在作出决定以前；已经准予的，依法撤销"
            if case.decided_at
            else "尚未准予，没有可以撤销、撤回的行政许可"
        )
        raise problems.Conflict(code="against_out_of_order", title=title)
    if against != "falsehood":
        require_live(case.outcome, case.result_ends)
