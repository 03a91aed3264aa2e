"""A scheme in words that citizens read: what an edge asks for, and on which text it rests. Pure."""

from chalicelib.catalogue.model.citations import citation
from chalicelib.catalogue.model.schemes.parts import INVENTED, Blocks, Edge, LawBasis
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument

DEMONSTRATION = "演示方案：前置关系、时限和表单含为演示编制的内容，不是官方发布的方案"
NO_BASIS = "演示编排，尚无法律依据"
BLOCKS: dict[Blocks, str] = {
    "opening": "取得前置结果后才能开始办理",
    "decision": "可以先行审查，取得前置结果后才能作出决定",
    "issue": "取得前置结果后才能发放结果",
    "construction": "不影响办理，取得前置结果前不得开工",
}


def demonstration_of(scheme: SchemeDocument) -> str | None:
    return DEMONSTRATION if scheme.demonstration else None


def sentence(scheme: SchemeDocument, edge: Edge) -> str:
    before = "或".join(f"“{scheme.node(name).title}”" for name in edge.from_)
    return f"{before}之后才是“{scheme.node(edge.to).title}”：{BLOCKS[edge.blocks]}（{edge_text(edge)}）"


def edge_text(edge: Edge) -> str:
    """What the edge rests on, as citizens read it."""
    if edge.basis is None or edge.basis.status in INVENTED:
        return NO_BASIS
    return law_text(edge.basis)


def law_text(basis: LawBasis) -> str:
    return document_text(basis.law, basis.article)


def document_text(document: str, article: str) -> str:
    """《行政许可法》第二十六条第二款; a document with a number stands as it is: 阳府办函〔2018〕251号二(五)."""
    if "〔" in document:
        return document + ("" if article == "-" else article)
    return citation(document, article)
