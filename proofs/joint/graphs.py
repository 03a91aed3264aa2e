"""Random schemes: members of one stage, with edges of all kinds, alternatives and conditions. SYNTHETIC."""

import random
from datetime import date
from typing import Any

from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, situation_of

BASIS = {"law": "演示规则", "article": "-", "status": "SYNTHETIC", "supports": "opening"}
BLOCKS = ("opening", "opening", "opening", "decision", "issue", "construction")
START = date(2026, 3, 2)


def random_scheme(seed: int, most: int = 40) -> SchemeDocument:
    """The same seed gives the same scheme. Edges lead from earlier to later members, so there is no circle."""
    chance = random.Random(seed)  # noqa: S311 - a seed plays the same graph again
    count = chance.randint(2, most)
    names = [f"YM-T{number:02}" for number in range(count)]
    edges = list[dict[str, Any]]()
    for number in range(1, count):
        for _ in range(chance.choice((0, 1, 1, 2))):
            sources = chance.sample(names[:number], min(number, chance.choice((1, 1, 1, 2))))
            edges.append(_edge(len(edges), sources, names[number], chance))
    nodes = [_node(name, chance) for name in names]
    document = {
        "code": "YM-T99", "version": 1, "name": "演示", "mode": "joint", "region": "441700",
        "effective_from": "2026-01-01", "synthetic": True, "demonstration": True,
        "basis": [{"document": "演示", "article": "-", "status": "SYNTHETIC"}],
        "stages": [{"key": "s", "name": "演示阶段", "kind": "stage", "lead": "food"}],
        "form": {"fields": [], "questions": [
            {"variable": "flag", "kind": "boolean", "label": "演示"},
            {"variable": "size", "kind": "integer", "label": "演示"},
        ]},
        "nodes": nodes, "edges": edges,
    }  # fmt: skip
    read = read_alone({"schemes": [document]})
    if read.errors:
        raise ValueError(read.errors)
    return read.schemes[0]


def random_situation(seed: int, most: int = 40) -> Situation:
    chance = random.Random(seed + 1)  # noqa: S311 - as above
    return situation_of(random_scheme(seed, most), {"flag": chance.random() < 0.5, "size": chance.randint(0, 9)})


def _node(name: str, chance: random.Random) -> dict[str, Any]:
    condition = chance.choice((None, None, None, "flag==true", "size>=5"))
    return {
        "id": name, "title": name, "item": name, "department": "food", "stage": "s", "condition": condition,
        "promised": {"value": chance.randint(0, 12), "unit": "workday"}, "optional": chance.random() < 0.1,
    }  # fmt: skip


def _edge(number: int, sources: list[str], to: str, chance: random.Random) -> dict[str, Any]:
    return {
        "id": f"e{number}", "from": sources, "to": to, "blocks": chance.choice(BLOCKS), "basis": BASIS,
        "if_none_active": "vanish",
    }  # fmt: skip
