"""The questions an item's conditions ask: one typed variable each, inferred from every place it is used."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from chalicelib.catalogue.model.conditions.syntax import Comparison, Condition, comparisons

Kind = Literal["boolean", "integer", "choice", "text"]
# Conditions name only the cases that matter; everybody else needs an answer too.
OTHER = "other"


@dataclass(frozen=True)
class Variable:
    """`choices` are the literals an item compares with, in order, then OTHER; empty for the other kinds."""

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()


class VariableConflict(ValueError):
    """One variable is used with literals of different types."""

    def __init__(self, name: str) -> None:
        super().__init__(f"变量 {name} 在各条件中的类型不一致")
        self.name = name


def variables(conditions: Iterable[Condition]) -> tuple[Variable, ...]:
    """Every variable in order of first use. Raises VariableConflict.

    Compared with true or false: boolean; with integers: integer; with 'text': choice; with the empty text: free text.
    """
    used: dict[str, list[Comparison]] = {}
    for condition in conditions:
        for comparison in comparisons(condition):
            used.setdefault(comparison.variable, []).append(comparison)
    return tuple(_variable(name, uses) for name, uses in used.items())


def _variable(name: str, uses: list[Comparison]) -> Variable:
    types = {type(use.value) for use in uses}
    if len(types) > 1:
        raise VariableConflict(name)
    if types != {str}:
        return Variable(name, "boolean" if types == {bool} else "integer")
    literals = tuple(dict.fromkeys(str(use.value) for use in uses))
    return (
        Variable(name, "text") if "" in literals else Variable(name, "choice", tuple(dict.fromkeys((*literals, OTHER))))
    )
