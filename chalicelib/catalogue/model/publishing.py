"""Every reason not to publish a version through the life cycle. Pure; pointers are relative to the item.

An import refuses what would break a case (`publication.errors_of`). Publishing asks for more: that everything that is
demanded of people has a basis (R9), and that lists, channels and edges are allowed by somebody.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.catalogue.model import ItemDocument, conditions, publication
from chalicelib.catalogue.model.cited_laws import cites_law, cites_law_of_fees
from chalicelib.catalogue.model.conditions.wording import LABELS
from chalicelib.catalogue.model.forms.schema import questions_of
from chalicelib.catalogue.model.grounds import Grounds, ListedLine, ListEntry, ServiceLists
from chalicelib.catalogue.model.item import REGIMES, Material
from chalicelib.catalogue.model.lawful_terms import is_over, pairs, stated
from chalicelib.catalogue.model.organ import Organ, code_repeated, organ_errors
from chalicelib.catalogue.model.record_gaps import gaps
from chalicelib.clock.across_units import later_than
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation.problems import FieldError

PROOF = "证明"
# How a basis is written so that it is read as one.
WRITE = "写作“《社会保险经办条例》第十条”"
# Papers that say who somebody is are no proofs that another organ has to issue.
IDENTITY_PAPERS = ("身份证明", "身份证明文件")
WINDOW, ONLINE = frozenset({1}), frozenset({2, 3, 4})
EXTERNAL = "EXT-"
# Powers of GB/T 39046 A.1 besides those whose law we know.
OTHER_POWERS = frozenset({"02", "03", "04", "06", "08", "09"})


@dataclass(frozen=True)
class Surroundings:
    """What an item is looked at beside: the items that are open, the published lists, today and the work calendar.
    `lists` is None where the division has not published any. `before` are the prerequisites of each item that has to be
    done before this one, directly or not. `in_force` is the newest version of this item. `organ` is its
    department in the directory, None where the directory does not have it; `same_code` another item that has the
    same implementing code.
    """

    items: frozenset[str]
    today: date
    calendar: WorkCalendar
    lists: ServiceLists | None = None
    before: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    in_force: ItemDocument | None = None
    organ: Organ | None = None
    same_code: str | None = None


def named_codes(item: ItemDocument) -> list[str]:
    """The items of the catalogue that the item names, for who looks whether they are there."""
    return codes_of(item.prerequisites)


def codes_of(prerequisites: Iterable[str]) -> list[str]:
    """The items of the catalogue that these prerequisites name."""
    named = [code for edge in prerequisites for code in edge.partition("?")[0].split("|")]
    return [code for code in dict.fromkeys(named) if not code.startswith(EXTERNAL)]


def refusals(item: ItemDocument, around: Surroundings) -> list[FieldError]:
    """Every reason at once; empty where the item may be published."""
    readable = not any(error.code.startswith("condition_") for error in publication.errors_of(item))
    return [
        *publication.errors_of(item),
        *_bases(item),
        *_across_units(item, around),
        *_edges(item, around),
        *_codes(item),
        *(organ_errors(item.department_name, item.implementing_code, around.organ) if around.organ else ()),
        *([code_repeated(around.same_code)] if around.same_code else ()),
        *(_fields(item) if readable else ()),
        *_proofs(item, around.lists),
        *_intermediaries(item, around.lists),
        *_channel(item),
        *gaps(item, around.in_force),
    ]


def _bases(item: ItemDocument) -> Iterator[FieldError]:
    """A material, a limit, a fee and a special procedure each cite a law; research and our own rules are none (R9)."""
    laws = [basis.law for basis in item.legal_basis]
    for number, line in enumerate(item.materials):
        pointer = f"/materials/{number}/legal_basis"
        if not line.legal_basis:
            yield FieldError(pointer, "legal_basis_missing", f"材料“{line.name}”未注明设定依据")
        elif not cites_law(line.legal_basis, laws):
            sentence = f"材料“{line.name}”所注的依据不是法律、法规或者规章的条文，{WRITE}"
            yield FieldError(pointer, "legal_basis_not_law", sentence)
    limit = item.statutory_limit
    if limit.value is not None and not cites_law(limit.source, laws):
        yield FieldError("/statutory_limit/source", "limit_basis_missing", f"法定时限应注明所依据的法律条文，{WRITE}")
    if item.fee.charge and not cites_law_of_fees(item.fee.basis, laws):
        yield FieldError(
            "/fee/basis", "fee_basis_missing", f"收费应注明所依据的法律、行政法规条文（行政许可法58），{WRITE}"
        )
    for number, procedure in enumerate(item.special_procedures):
        if not cites_law(procedure.basis, laws):
            pointer = f"/special_procedures/{number}/basis"
            sentence = f"特别程序“{procedure.type}”应注明所依据的法律条文，{WRITE}"
            yield FieldError(pointer, "procedure_basis_missing", sentence)


def _across_units(item: ItemDocument, around: Surroundings) -> Iterator[FieldError]:
    """The promise in the unit of the law is compared by `publication`; here the one in the other unit, which long
    holidays may make later. What is over without holidays, `publication` tells.
    """
    try:
        met = pairs(item, [*stated(item.promised_limit)])
    except conditions.ConditionError:
        return  # named by `publication`
    for pair in met:
        if pair.promised[1] == pair.lawful[1] or is_over(pair):
            continue
        if later := later_than(pair.promised, pair.lawful, around.today, around.calendar):
            sentence = (
                f"承诺时限可能超过法定时限：自 {later.start} 起算，承诺到期日 {later.promised} "
                f"晚于法定到期日 {later.lawful}"
            )
            yield FieldError(pair.pointer, "promised_over_statutory", sentence)


def _edges(item: ItemDocument, around: Surroundings) -> Iterator[FieldError]:
    """A prerequisite is an item of the catalogue that is open, and a law says that it comes before."""
    grounds = item.grounds or Grounds()
    based = {edge.item for edge in grounds.prerequisites}
    laws = [basis.law for basis in item.legal_basis]
    for number, edge in enumerate(item.prerequisites):
        codes = [code for code in edge.partition("?")[0].split("|") if not code.startswith(EXTERNAL)]
        pointer = f"/prerequisites/{number}"
        unknown = [code for code in codes if code not in around.items]
        if unknown:
            yield FieldError(pointer, "item_unknown", f"前置事项 {'、'.join(unknown)} 不在现行目录中")
        if circle := [code for code in codes if leads_to(code, item.id, around.before)]:
            words = f"前置事项 {'、'.join(circle)} 本身以本事项为前置，谁也办不成"
            yield FieldError(pointer, "prerequisite_cycle", words)
        if unbased := [code for code in codes if code not in based]:
            yield FieldError(
                pointer,
                "edge_basis_missing",
                f"前置事项 {'、'.join(unbased)} 应在 grounds.prerequisites 中注明设定依据，{WRITE}",
            )
    for number, edge in enumerate(grounds.prerequisites):
        if not cites_law(edge.basis, laws):
            pointer = f"/grounds/prerequisites/{number}/basis"
            yield FieldError(pointer, "edge_basis_missing", f"前置事项 {edge.item} 所注的依据不是法律条文，{WRITE}")


def leads_to(code: str, goal: str, before: Mapping[str, Sequence[str]]) -> bool:
    """Whether `goal` is this item, or has to be done before it."""
    ahead, seen = [code], set[str]()
    while ahead:
        one = ahead.pop()
        if one == goal:
            return True
        if one not in seen:
            seen.add(one)
            ahead += codes_of(before.get(one, ()))
    return False


def _codes(item: ItemDocument) -> Iterator[FieldError]:
    if item.category_code not in REGIMES and item.category_code not in OTHER_POWERS:
        yield FieldError("/category_code", "category_unknown", "没有这个事项类型代码（GB/T 39046 附录 A.1）")


def _fields(item: ItemDocument) -> Iterator[FieldError]:
    """A condition that names no field of the form would ask people a question without words. Where the item has fields,
    `record_checks` tells it, with the condition that is wrong.
    """
    if item.form_fields:
        return
    declared = {one.key for one in item.fields} | {one.variable for one in item.derives}
    for question in questions_of(item):
        if question.name not in LABELS and question.name not in declared:
            sentence = f"条件中的“{question.name}”不是申请表中的栏目"
            yield FieldError("/materials", "condition_field_unknown", sentence)


def is_proof(line: Material) -> bool:
    """A paper that somebody else has to issue, and that the applicant has to fetch."""
    return PROOF in line.name and line.source == "applicant" and not line.name.endswith(IDENTITY_PAPERS)


def _proofs(item: ItemDocument, lists: ServiceLists | None) -> Iterator[FieldError]:
    """G11: no proof is asked for that no list names with its basis, who issues it and who asks for it."""
    listed = _listed((item.grounds or Grounds()).proofs)
    for number, line in enumerate(item.materials):
        if not is_proof(line):
            continue
        entry = lists.proof(listed[line.name]) if lists and line.name in listed else None
        pointer = f"/materials/{number}/name"
        if entry is None:
            yield FieldError(
                pointer,
                "proof_not_listed",
                f"“{line.name}”不在公布的证明事项清单中，不得索要；已列入的，在 grounds.proofs 中写明条目",
            )
        elif not entry.covers(line.name):
            yield _entry_differs(pointer, "证明事项清单", entry, line)
        elif entry.asker not in (item.department, item.department_name):
            yield FieldError(pointer, "proof_of_another", f"证明事项清单只允许{entry.asker}索要“{line.name}”")


def _intermediaries(item: ItemDocument, lists: ServiceLists | None) -> Iterator[FieldError]:
    """G10: no service of an intermediary is a condition that no list names with its basis, term and fee."""
    listed = _listed((item.grounds or Grounds()).intermediaries)
    for number, line in enumerate(item.materials):
        if line.source != "intermediary":
            continue
        entry = lists.intermediary(listed[line.name]) if lists and line.name in listed else None
        if entry is None:
            sentence = (
                f"“{line.name}”不在公布的中介服务事项清单中，不得作为办理条件；"
                "已列入的，在 grounds.intermediaries 中写明条目"
            )
            yield FieldError(f"/materials/{number}/source", "intermediary_not_listed", sentence)
        elif not entry.covers(line.name):
            yield _entry_differs(f"/materials/{number}/source", "中介服务事项清单", entry, line)


def _entry_differs(pointer: str, of: str, entry: ListEntry, line: Material) -> FieldError:
    """G10, G11: an entry allows what it names, and nothing else."""
    sentence = (
        f"{of}的条目 {entry.id} 是“{entry.name}”，不是“{line.name}”；同一材料另有名称的，先在清单的 aliases 中写明来源"
    )
    return FieldError(pointer, "list_entry_differs", sentence)


def _listed(lines: Sequence[ListedLine]) -> dict[str, str]:
    return {line.material: line.entry for line in lines}


def _channel(item: ItemDocument) -> Iterator[FieldError]:
    """G12: applying is not tied to one channel unless a law says so."""
    modes, grounds = set(item.handling_modes), item.grounds or Grounds()
    if modes & WINDOW and modes & ONLINE:
        return
    laws = [basis.law for basis in item.legal_basis]
    if not grounds.channel or not cites_law(grounds.channel, laws):
        sentence = (
            f"只有一种申办渠道的，应在 grounds.channel 中注明所依据的法律条文，{WRITE}；否则窗口和网上都应可以申请"
        )
        yield FieldError("/handling_modes_GBT39046_A5", "channel_basis_missing", sentence)
