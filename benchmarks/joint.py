"""How long joint requests take when every member begins at once where nothing keeps it any more: no waves, no polling.

The five themes of the demonstration, with every answer yes and with every answer no, and a thousand random graphs of up
to 40 members. What they take is compared with the longest way that the plan has found by another road.
"""

from collections.abc import Iterator, Mapping

from benchmarks.figures import Figure
from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Facts
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, situation_of
from local.catalogues import CITY_DIVISION, schemes_of
from proofs.joint.graphs import START, random_situation
from proofs.joint.run import CALENDAR, run

GRAPHS = 1000
NOTE = f"five themes and {GRAPHS} random graphs of up to 40 members, in workdays"


def measure(graphs: int = GRAPHS) -> Mapping[str, Figure]:
    ratios = [_ratio(one) for one in (*_themes(), *map(random_situation, range(graphs)))]
    furthest = max((ratio for ratio in ratios if ratio is not None), key=lambda ratio: abs(ratio - 1))
    return {"elapsed": Figure("joint request: elapsed / critical path", furthest, 1.0, NOTE)}


def _ratio(situation: Situation) -> float | None:
    """None where everything is done on the first day."""
    planned = plan(situation, Facts(START), CALENDAR)
    last = run(situation).to_the_end()
    return CALENDAR.workdays_between(START, last) / planned.makespan if planned.makespan else None


def _themes() -> Iterator[Situation]:
    for scheme in read_alone(schemes_of(CITY_DIVISION)).schemes.values():
        for yes in (True, False):
            yield situation_of(scheme, dict(_answers(scheme, yes=yes)))


def _answers(scheme: SchemeDocument, *, yes: bool) -> Iterator[tuple[str, object]]:
    for one in scheme.form.questions:
        yield one.variable, yes if one.kind == "boolean" else one.choices[0].value if one.choices else 0
