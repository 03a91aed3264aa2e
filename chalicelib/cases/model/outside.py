"""What the system of another organ or body is asked to do for a joint request, and what it is told for it. Pure."""

from collections.abc import Mapping
from typing import Annotated, Any, cast

from pydantic import Field
from typing_extensions import TypeAliasType

from chalicelib.cases.model.record import Record

KIND = "outside"
OutsideNeeds = TypeAliasType("OutsideNeeds", Mapping[str, str])
OutsideResults = TypeAliasType("OutsideResults", Mapping[str, str])


class Outside(Record):
    """The member of the request that an outside system handles (联办中由其他系统办理的事项).

    `needs` has, by the scheme's name of each fact, where the form of the request has it. `results` are the numbers of
    the results that it has waited for, by member.
    """

    node: Annotated[str, Field(description="联办方案中的成员")]
    title: str
    needs: Annotated[
        OutsideNeeds,
        Field(description="所需的信息：以方案中的名称为键，值为其在 form 中的位置；没有填写的不在 form 中"),
    ]
    results: Annotated[OutsideResults, Field(description="以成员为键，值为其前置结果的编号")]


def told_of(form: Mapping[str, Any], needs: Mapping[str, str]) -> dict[str, Any]:
    """The part of a form that these pointers name (such as `/applicant/contact/phone`), and nothing else."""
    told: dict[str, Any] = {}
    for pointer in needs.values():
        *way, last = pointer.strip("/").split("/")
        known: Mapping[str, Any] = form
        for step in way:
            inner: object = known.get(step)
            known = cast("Mapping[str, Any]", inner) if isinstance(inner, dict) else {}
        if last not in known:
            continue
        place = told
        for step in way:
            place = place.setdefault(step, {})
        place[last] = known[last]
    return told
