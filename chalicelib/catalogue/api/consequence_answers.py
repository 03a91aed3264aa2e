"""How it is told what refers to an item that is to end."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.catalogue.model.consequences import CONSEQUENCE_WORDS, Consequence
from chalicelib.foundation.open_lists import OpenList

CONSEQUENCES = "取消、下放、拆分、合并的，目录中提到本事项的前置、材料、承接关系和联办方案，以及对它们的影响"


class ConsequenceAnswer(BaseModel, defer_build=True):
    """一个提到本事项的事项或者联办方案，以及本事项取消、下放、拆分、合并后对它的影响."""

    kind: Annotated[str, OpenList("关系", CONSEQUENCE_WORDS)]
    code: str
    name: str
    text: str


def consequence_answer(one: Consequence) -> ConsequenceAnswer:
    return ConsequenceAnswer(kind=one.kind, code=one.code, name=one.name, text=one.text)
