"""How an investment project stands, stage by stage (工程建设项目审批制度改革：分阶段办理). Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument

# granted: every member that the answers ask for is there. ended: its requests have ended, and some are not. next: it
# can be requested now. waiting: it waits for results of other stages. apart: its items are applied for one by one.
StageState = Literal["granted", "running", "ended", "next", "waiting", "apart"]
HELD: frozenset[MemberState] = frozenset({"granted", "held", "external_done"})
SETTLED: frozenset[MemberState] = frozenset({*HELD, "not_applicable", "left"})


class OfStage(NamedTuple):
    """A request of one stage: how its members stand, none before its acceptance, and whether it goes on."""

    stage: str
    members: Mapping[str, MemberState]
    ended: bool


class StageStands(NamedTuple):
    """`awaits` are the members of other stages whose results are missing for it."""

    key: str
    state: StageState
    awaits: tuple[str, ...] = ()


def stages_of(scheme: SchemeDocument, requests: Sequence[OfStage]) -> tuple[StageStands, ...]:
    """`requests` in the order of their receipt: of one stage the last counts."""
    there = frozenset(name for one in requests for name, state in one.members.items() if state in HELD)
    settled = frozenset(name for one in requests for name, state in one.members.items() if state in SETTLED)
    last = {one.stage: one for one in requests}
    return tuple(_stands(scheme, stage.key, last.get(stage.key), there, settled) for stage in scheme.stages)


def _stands(
    scheme: SchemeDocument, key: str, request: OfStage | None, there: Collection[str], settled: Collection[str]
) -> StageStands:
    if scheme.stage(key).kind == "parallel":
        return StageStands(key, "apart")
    if request is not None and not request.ended:
        done = bool(request.members) and all(state in SETTLED for state in request.members.values())
        return StageStands(key, "granted" if done else "running")
    if request is not None and request.members and all(state in SETTLED for state in request.members.values()):
        return StageStands(key, "granted")
    awaits = tuple(dict.fromkeys(_missing(scheme, key, there, settled)))
    return StageStands(key, "ended" if request else "waiting" if awaits else "next", awaits)


def _missing(scheme: SchemeDocument, key: str, there: Collection[str], settled: Collection[str]) -> Iterator[str]:
    """The members of other stages without whose result no member of this stage begins. A member that the answers of its
    own request have not asked for, or that is asked for under a condition only, keeps nobody here.
    """
    stage_of = {node.id: node.stage for node in scheme.nodes}
    conditional = {node.id for node in scheme.nodes if node.condition}
    for edge in scheme.edges:
        if stage_of[edge.to] == key and edge.blocks == "opening" and edge.to not in conditional:
            others = _elsewhere(edge, key, stage_of)
            kept = [name for name in others if name not in settled and name not in conditional]
            if others and kept and not any(name in there for name in edge.from_):
                yield from kept


def _elsewhere(edge: Edge, key: str, stage_of: Mapping[str, str]) -> list[str]:
    """The alternatives of other stages; none where one of this stage would do."""
    before = [stage_of[name] for name in edge.from_]
    return [] if key in before else list(edge.from_)
