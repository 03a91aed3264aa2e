"""Every name in a scheme means something: members, stages, items, material lines, departments. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.parts import EXTERNAL, Node
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation.problems import FieldError


def reference_errors(
    scheme: SchemeDocument, items: Mapping[str, ItemDocument], departments: Collection[str]
) -> Iterator[FieldError]:
    yield from _members(scheme, items)
    yield from _names(scheme)
    yield from _lines(scheme, items)
    yield from _departments(scheme, departments)


def cycle_errors(scheme: SchemeDocument) -> Iterator[FieldError]:
    """Items that are approved together are no prerequisites of one another (国发〔2015〕6号)."""
    after: dict[str, list[str]] = {}
    for edge in scheme.edges:
        for name in edge.from_:
            after.setdefault(name, []).append(edge.to)
    done = set[str]()
    for node in scheme.nodes:
        while cycle := _cycle(node.id, after, done):
            chain = " → ".join(cycle)
            yield FieldError("/edges", "edges_cycle", f"前置关系成环：{chain}")


def _cycle(start: str, after: Mapping[str, list[str]], done: set[str]) -> list[str] | None:
    """A cycle that is reached from here and was not found before."""
    path, waiting = list[str](), [(start, False)]
    while waiting:
        name, left = waiting.pop()
        if left:
            path.pop()
            done.add(name)
        elif name in path:
            found = [*path[path.index(name) :], name]
            done.update(found)
            return found
        elif name not in done:
            path.append(name)
            waiting += [(name, True), *((one, False) for one in after.get(name, ()))]
    return None


def _members(scheme: SchemeDocument, items: Mapping[str, ItemDocument]) -> Iterator[FieldError]:
    stages = {stage.key for stage in scheme.stages}
    unified = {one.item for one in scheme.unified_items}
    for number, node in enumerate(scheme.nodes):
        root = f"/nodes/{number}"
        if node.stage not in stages:
            yield FieldError(f"{root}/stage", "stage_unknown", f"没有阶段 {node.stage}")
        if node.external != (node.item is None) or node.external != node.id.startswith(EXTERNAL):
            message = "外部环节以 EXT- 开头、没有事项；其他成员应写明事项"
            yield FieldError(f"{root}/external", "external_with_item", message)
        elif node.item and node.item not in items:
            yield FieldError(f"{root}/item", "item_unknown", f"事项 {node.item} 不在目录中")
        elif node.item and items[node.item].department != node.department:
            yield FieldError(f"{root}/department", "department_differs", f"事项 {node.item} 由其他部门办理")
        if node.handling == "unified" and node.item not in unified:
            yield FieldError(
                f"{root}/handling", "unified_missing", f"“{node.title}”没有写明各参加部门（unified_items）"
            )


def _names(scheme: SchemeDocument) -> Iterator[FieldError]:
    known = {node.id for node in scheme.nodes}
    used: list[tuple[str, Iterable[str]]] = []
    for number, edge in enumerate(scheme.edges):
        used += [(f"/edges/{number}/from", edge.from_), (f"/edges/{number}/to", (edge.to,))]
    for number, field in enumerate(scheme.form.fields):
        used.append((f"/form/fields/{number}/shared_by", field.shared_by))
    for number, question in enumerate(scheme.form.questions):
        used.append((f"/form/questions/{number}/used_by", question.used_by))
    for number, session in enumerate(scheme.sessions):
        used.append((f"/sessions/{number}/members", (*session.members, *(one.member for one in session.skip_when))))
    for pointer, names in used:
        for name in names:
            if name not in known:
                yield FieldError(pointer, "member_unknown", f"方案中没有成员 {name}")
    edges = {edge.id for edge in scheme.edges}
    for number, variant in enumerate(scheme.variants):
        for name in variant.edges:
            if name not in edges:
                yield FieldError(f"/variants/{number}/edges", "edge_unknown", f"方案中没有前置关系 {name}")
    yield from _before_submit(scheme)


def _before_submit(scheme: SchemeDocument) -> Iterator[FieldError]:
    asked = {question.variable for question in scheme.form.questions if question.kind == "boolean"}
    for number, before in enumerate(scheme.before_submit):
        if before.kind == "consent" and before.question not in asked:
            yield FieldError(f"/before_submit/{number}/question", "question_undeclared", "表单中没有这个是非题")
        if before.kind == "notice" and not before.text:
            yield FieldError(f"/before_submit/{number}/text", "notice_text_missing", "请写明须单独告知的内容")


def _lines(scheme: SchemeDocument, items: Mapping[str, ItemDocument]) -> Iterator[FieldError]:
    members = set(scheme.items)
    for number, material in enumerate(scheme.shared_materials):
        for place, line in enumerate(material.lines):
            pointer = f"/shared_materials/{number}/lines/{place}"
            if line.item not in members:
                yield FieldError(pointer, "member_unknown", f"方案中没有成员 {line.item}")
            elif line.item in items and line.line_no > len(items[line.item].materials):
                message = f"事项 {line.item} 的材料清单没有第 {line.line_no} 行"
                yield FieldError(pointer, "material_unknown", message)
    by_id = {node.id: node for node in scheme.nodes}
    for number, edge in enumerate(scheme.edges):
        item = _item_of(by_id.get(edge.to), items)
        if edge.result_as_material and item and edge.result_as_material > len(item.materials):
            message = f"{edge.to} 的材料清单没有第 {edge.result_as_material} 行"
            yield FieldError(f"/edges/{number}/result_as_material", "material_unknown", message)


def _item_of(node: Node | None, items: Mapping[str, ItemDocument]) -> ItemDocument | None:
    return items.get(node.item) if node and node.item else None


def _departments(scheme: SchemeDocument, departments: Collection[str]) -> Iterator[FieldError]:
    named: list[tuple[str, str | None]] = [("/lead", scheme.lead)]
    named += [(f"/stages/{number}/lead", stage.lead) for number, stage in enumerate(scheme.stages)]
    named += [(f"/nodes/{number}/department", node.department) for number, node in enumerate(scheme.nodes)]
    named += [(f"/sessions/{number}/convener", session.convener) for number, session in enumerate(scheme.sessions)]
    for number, unified in enumerate(scheme.unified_items):
        named.append((f"/unified_items/{number}/lead", unified.lead))
        named += [
            (f"/unified_items/{number}/participants/{place}/department", participant.department)
            for place, participant in enumerate(unified.participants)
        ]
    for pointer, name in named:
        if name is not None and name not in departments:
            yield FieldError(pointer, "department_unknown", f"{name} 不是现有部门")
