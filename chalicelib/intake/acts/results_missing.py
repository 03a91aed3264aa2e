"""Whether a request for one stage of a project lacks results of earlier stages: who acts on it is warned."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.store.projects import is_stage

if TYPE_CHECKING:
    from chalicelib.joint.model.earlier_stages import Lacking


def results_missing(begun: Begun, case: Case, form: Mapping[str, Any], lines: Collection[str]) -> "Sequence[Lacking]":
    """`lines` are those of which there is a paper."""
    if not is_stage(case):
        return ()
    # As for the members: few applications are joint requests.
    from chalicelib.joint.acts.earlier_results import missing_results

    return missing_results(begun.platform, begun.found, case, begun.item, form, lines)


def told_missing(missing: "Sequence[Lacking]") -> dict[str, JsonValue]:
    """For the event: the edges of the scheme."""
    return {"missing_results": [one.edge.id for one in missing]} if missing else {}


def warned_missing(missing: "Sequence[Lacking]") -> list[tuple[str, str]]:
    return [one.warning for one in missing]
