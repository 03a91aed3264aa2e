"""What a request for one stage is warned of: results of earlier stages that are missing (建筑法8, 城乡规划法40).

It is no refusal: the result may be on paper, or with an organ that shares nothing. Who decides sees it as a line of the
case that nothing proves.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, cast

from chalicelib.cases.model import Case
from chalicelib.cases.store.projects import code_in, is_stage
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.schemes.situation import situation_of
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.earlier_stages import Lacking, Proofs, lacking
from chalicelib.joint.store.projects import earlier


def missing_results(
    platform: Platform, found: CaseFile, case: Case, item: ServiceItem, form: Mapping[str, Any], lines: Collection[str]
) -> list[Lacking]:
    """`case` and `form` as the act leaves them; `lines` of which there is a paper. Empty of what is no stage."""
    made_of = item.request_of
    if made_of is None or not is_stage(case):
        return []
    day, wall = platform.now().date(), platform.wall()
    scheme = load_scheme(platform.table, item.region, made_of.scheme, made_of.version, day=day, wall=wall).scheme
    situation = situation_of(scheme, cast("Mapping[str, Any]", form.get("answers") or {}))
    brought = earlier(platform, replace(found, case=case), code_in(form))
    return [*lacking(situation, made_of, Proofs(brought.keys(), lines, case.sharing))]
