"""The plays: every scene on one item of each regime and each handling type, and 告知承诺 on an item that has it."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument
from proofs.kit.catalogue import item_document
from proofs.kit.seams import plain_documents
from proofs.played import words
from proofs.played.scenes import SCENES
from proofs.played.stage import Step, stage_of

# What other proofs play: several departments.
ELSEWHERE = ("联办件",)
# One item of each regime and handling type that the catalogue has.
ITEMS = ("YM-P01", "YM-P12", "YM-R01", "YM-S03", "YM-S13", "YM-S04", "YM-I01", "YM-S10", "YM-S12")
ALL_SCENES = {**SCENES, **words.SCENES}


class Play(NamedTuple):
    item: ItemDocument
    scene: str
    steps: Sequence[Step]


@cache
def play(code: str, scene: str, *, second: bool = False) -> Play:
    """With the clerk of the item's window, or with the `second` one."""
    with plain_documents():
        stage = stage_of(code, (*ITEMS, words.ITEM), second=second)
        ALL_SCENES[scene].play(stage)
    return Play(item_document(code), scene, tuple(stage.steps))
