"""What the parts of a scheme rest on: no edge without a basis, none that blocks more than its text supports. Pure.

An invented basis (ILLUSTRATIVE, SYNTHETIC) counts only in a scheme that is marked as a demonstration.
"""

from collections.abc import Iterator

from chalicelib.catalogue.model.schemes.parts import INVENTED, STRENGTH, DocumentBasis, Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation.problems import FieldError

BLOCKED = {"opening": "开始办理", "decision": "作出决定", "issue": "发放结果", "construction": "开工"}


def basis_errors(scheme: SchemeDocument) -> Iterator[FieldError]:
    """R77: an edge without basis is not published (优化营商环境条例35: 没有依据不得增设条件)."""
    own = [basis for basis in scheme.basis if basis.role != "general"]
    if not own or (not scheme.demonstration and all(basis.status in INVENTED for basis in own)):
        yield FieldError("/basis", "basis_missing", "除行政许可法26(2)外，还应写明本方案自己的依据文件")
    for number, edge in enumerate(scheme.edges):
        for finding in _edge(edge, demonstration=scheme.demonstration):
            yield finding._replace(pointer=f"/edges/{number}{finding.pointer}")
    for number, session in enumerate(scheme.sessions):
        if _invented(session.basis, scheme):
            yield FieldError(f"/sessions/{number}/basis", "basis_invented", f"“{session.title}”的依据是虚构的")


def basis_warnings(scheme: SchemeDocument) -> Iterator[FieldError]:
    """What somebody should read before the scheme is used: a text known from memory only."""
    for number, edge in enumerate(scheme.edges):
        if edge.basis and edge.basis.status == "MEMORY":
            pointer = f"/edges/{number}/basis/status"
            yield FieldError(pointer, "basis_unread", f"“{edge.id}”的依据《{edge.basis.law}》尚未核对原文")


def _edge(edge: Edge, *, demonstration: bool) -> Iterator[FieldError]:
    if edge.basis is None:
        yield FieldError("/basis", "basis_missing", f"前置关系“{edge.id}”没有写明法律依据")
    elif edge.basis.status in INVENTED and not demonstration:
        yield FieldError("/basis", "basis_invented", f"前置关系“{edge.id}”的依据是虚构的，只能标为演示方案导入")
    cited = [edge.basis, *edge.also] if edge.basis else list(edge.also)
    carried = max((STRENGTH.index(basis.supports) for basis in cited), default=0)
    if cited and STRENGTH.index(edge.blocks) > carried:
        most = BLOCKED.get(STRENGTH[carried], "任何环节都不")
        message = f"前置关系“{edge.id}”阻止{BLOCKED[edge.blocks]}，而依据的条文最多只能阻止{most}"
        yield FieldError("/blocks", "edge_over_basis", message)
    if (edge.on == "accepted_with_commitment") != (edge.commitment is not None):
        yield FieldError("/commitment", "commitment_missing", f"“{edge.id}”凭受理和承诺放行的，应写明承诺；否则应为空")
    elif edge.commitment and edge.commitment.basis.status in INVENTED and not demonstration:
        yield FieldError("/commitment/basis", "basis_invented", f"“{edge.id}”的承诺没有依据文件")


def _invented(basis: DocumentBasis, scheme: SchemeDocument) -> bool:
    return basis.status in INVENTED and not scheme.demonstration
