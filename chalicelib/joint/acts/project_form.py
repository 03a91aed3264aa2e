"""A request for a later stage begins with what its project knows: nobody is asked for it again (优化营商环境条例37).

The numbers and codes come from the results of the earlier stages, everything else that the form takes over from earlier
results from what the applicant has answered there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import reach_of
from chalicelib.cases.store.projects import CODE
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.schemes.request_item.parting import told_by_results
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.joint.store.faces import face_of
from chalicelib.joint.store.projects import Earlier, Project, granted_in, project_named

Form = Mapping[str, Any]


class Asking(NamedTuple):
    """Who asks, under which authorisation, and the parts of the applicant for whom it is."""

    actor: Actor
    under: Authorisation | None
    applicant: Sequence[str]


def form_in_project(platform: Platform, item: ServiceItem, asking: Asking, named: str, form: Form) -> dict[str, Any]:
    """The form with what the project tells whoever may see its requests. What the form says itself stays, but for what
    results say. 422 for a project that is not there, is another's, or has no code yet.
    """
    made_of = item.request_of
    if made_of is None or item.id == made_of.scheme:
        raise _wrong("project_unsuited", "本事项不是投资项目分阶段办理的联办申请，不填写项目")
    project = project_named(platform, platform.settings.division, named)
    own = [one for one in project.requests if _may_read(platform, asking, one.case)]
    if not own:
        raise _wrong("project_unknown", "没有这个项目，或者不是申请人的项目，请核对项目代码")
    if project.code is None:
        raise _wrong("project_without_code", "该项目尚未取得项目代码，请在取得之后申请后续阶段")
    known = granted_in(platform, own)
    answers: Mapping[str, Any] = form.get("answers") or {}
    told = {**_from_forms(item, own), **answers, **_from_results(platform, item, known), **_code(item, project)}
    return {**form, "answers": told}


def _may_read(platform: Platform, asking: Asking, case: Case) -> bool:
    """An agent is shown what the authorisation covers, an account that nobody has checked nothing but its own."""
    reach = reach_of(asking.actor, case, platform.index_keys.reads, asking.under)
    return case.applicant_parts == tuple(asking.applicant) and reach is not None


def _code(item: ServiceItem, project: Project) -> dict[str, object]:
    return {CODE: project.code} if any(field.key == CODE for field in item.fields) else {}


def _from_forms(item: ServiceItem, own: Sequence[CaseFile]) -> dict[str, object]:
    """What the form takes over from earlier results, as the applicant has answered it last."""
    asked = [field.key for field in item.fields if field.source == "prior_result"]
    found = dict[str, object]()
    for one in sorted(own, key=lambda one: str(one.case.received_at)):
        before: Mapping[str, object] = one.form.get("answers") or {}
        found |= {key: before[key] for key in asked if key in before}
    return found


def _from_results(platform: Platform, item: ServiceItem, known: Mapping[str, Earlier]) -> dict[str, object]:
    """By the names of the request, what the results of earlier stages tell its members."""
    made_of = item.request_of
    if made_of is None:
        return {}
    day, wall = platform.now().date(), platform.wall()
    scheme = load_scheme(platform.table, item.region, made_of.scheme, made_of.version, day=day, wall=wall).scheme
    here = {part.node for part in made_of.members}
    tellers = {name for edge in scheme.edges if edge.to in here for name in edge.brings if name in known}
    faces = {name: face_of(platform, known[name].case_id) for name in sorted(tellers)}
    found = dict[str, object]()
    for part in made_of.members:
        told = told_by_results(scheme, part.node, faces)
        found |= {part.fields[own]: value for own, value in told.items() if own in part.fields}
    return found


def _wrong(code: str, message: str) -> problems.Invalid:
    return problems.Invalid(code=code, title=message, errors=[FieldError("/project", code, message)])
