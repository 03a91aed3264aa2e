"""The register of document numbers (文号登记): every number of an organ, kind and year in order, with those that no
longer stand for a document in force (R29).
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.register_changes import division_of
from chalicelib.documents.api.document_answers import KINDS, DocumentKindName
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.numbers import NumberState, Register, last_serial, numbers_of, serial_of, states_of
from chalicelib.foundation.attributes import Item
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS, Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")
PATH = "/registers/numbers"
WHY = {
    "annulled": "所载的行为已经依法撤销",
    "superseded": "已被更正后的版本取代",
    "erased": "保管期限已满，文书已经销毁",
}


class NumbersQuery(Paging):
    organ: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="部门")]
    kind: Annotated[DocumentKind, Field(description="文书种类")]
    year: Annotated[int, Field(ge=2000, le=2999, description="文号的年份"), DIGITS]
    # Of each number two rows are read besides, and one call reads at most a hundred.
    limit: Annotated[int, Field(ge=1, le=50, description="每页条数"), DIGITS] = 20


class NumberAnswer(BaseModel, defer_build=True):
    """一个文号。文号给出后不再使用第二次，作废的也保留."""

    serial: Annotated[int, Field(description="顺序号")]
    number: Annotated[str, Field(description="文号")]
    case_id: str
    no: Annotated[str, Field(description="文书在办件中的编号")]
    day: Annotated[date, Field(description="文书的日期")]
    state: NumberState
    voided: Annotated[bool, Field(description="文号已经作废")]
    why: Annotated[str | None, Field(description="作废的原因")] = None


class NumberRegister(BaseModel, defer_build=True):
    organ: str
    kind: DocumentKindName
    title: Annotated[str, Field(description="文书种类的名称")]
    year: int
    last: Annotated[int, Field(description="最近给出的顺序号；自 1 起没有缺号")]
    items: Annotated[list[NumberAnswer], Field(description="按顺序号先后")]
    next_cursor: str | None = None


@api.get(
    PATH, Permission.READ_NUMBERS, "文号登记：按顺序号列出，标明作废的文号", query=NumbersQuery, answer=NumberRegister
)
def list_numbers(call: Call[None, NumbersQuery]) -> Answer:
    """A register that has no number is empty. It names nobody: whoever may see the case reads who applied."""
    platform, query, table = call.platform, call.query, call.platform.table
    register: Register = (division_of(call.caller), query.organ, query.kind.value, query.year)
    scope = "numbers " + " ".join(map(str, register))
    page = numbers_of(table, register, limit=query.limit, after=unseal(platform, scope, query.cursor))
    cursor = seal(platform, scope, page.after)
    asked = {"organ": query.organ, "kind": query.kind.value, "year": query.year, "limit": query.limit}
    states = states_of(table, query.kind, page.items)
    body = NumberRegister(
        organ=query.organ,
        kind=query.kind.value,
        title=KINDS[query.kind.value],
        year=query.year,
        last=last_serial(table, register),
        items=[_answer(row, state) for row, state in zip(page.items, states, strict=True)],
        next_cursor=cursor,
    )
    return Answer(body, headers=link(platform.settings, f"/v1{PATH}", asked, cursor))


def _answer(row: Item, state: NumberState) -> NumberAnswer:
    facts = {name: row[name] for name in ("number", "case_id", "no", "day")}
    return NumberAnswer(**facts, serial=serial_of(row), state=state, voided=state != "used", why=WHY.get(state))
