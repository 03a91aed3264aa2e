"""What an item costs, as the public reads it: the amounts with their conditions in the item's words."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import said
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.item import Charge
from chalicelib.catalogue.model.rates import Rate


class ItemRate(BaseModel, defer_build=True):
    """One amount of the standard, without the mark of where an editor has it from."""

    name: str
    fen: Annotated[int, Field(description="每一计费单位的金额，单位为分")]
    unit: Annotated[str, Field(description="计费单位")]
    by: Annotated[list[str], Field(description="与金额相乘的申请表栏目；为空的每件只收一次")]
    when: Annotated[str | None, Field(description="收取的情形；一律收取的为空")]


class ItemFee(BaseModel, defer_build=True):
    """`basis` cites what the fee, or that there is none, rests on."""

    charge: Charge
    basis: str
    name: str | None
    standard: str | None
    condition: str | None
    enforcement: Annotated[None, Field(description="不对外提供，始终为空")] = None
    rates: Annotated[list[ItemRate], Field(description="收费标准的各项金额；不收费或者没有公布金额的为空")]
    due: Literal["before_issue"] | None
    refund: str | None


def fee_answer(item: ServiceItem, laws: list[str]) -> ItemFee:
    fee = item.fee
    return ItemFee(
        charge=fee.charge,
        basis=citations(fee.basis, laws) or "",
        name=fee.name,
        standard=fee.standard,
        condition=said(item, fee.condition) if fee.condition else None,
        rates=[_rate(item, rate) for rate in fee.rates],
        due=fee.due,
        refund=fee.refund,
    )


def _rate(item: ServiceItem, rate: Rate) -> ItemRate:
    when = said(item, rate.when) if rate.when else None
    return ItemRate(name=rate.name, fen=rate.fen, unit=rate.unit, by=[*rate.by], when=when)
