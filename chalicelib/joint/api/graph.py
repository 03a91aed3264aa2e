"""The graph of a joint request, by its own number or that of a member: as data and as a drawing (R78)."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.access import may_see
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.joint.acts.see_request import own_request, seen_request
from chalicelib.joint.api.drawn_request import DRAWN, SVG, XML, drawn
from chalicelib.joint.api.graph_answers import JointGraph, Reader, graph_answer

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")


@api.get("/cases/{case_id}/graph", Permission.READ_CASES, "联办申请的进展：各成员的状态、先后和期限", answer=JointGraph)
def read_request_graph(call: Call[None, None], case_id: str) -> Answer:
    reader = _of_the_hall(call, case_id)
    return Answer(graph_answer(reader), etag=reader.look.case.etag)


@api.get(
    "/cases/{case_id}/graph.svg",
    Permission.READ_CASES,
    "联办申请的进展图",
    content_type=SVG,
    other_types=(XML,),
)
def draw_request_graph(call: Call[None, None], case_id: str) -> Answer:
    return _drawn(call, _of_the_hall(call, case_id))


@own.get(
    "/applications/{case_id}/graph",
    Permission.APPLY,
    "本人联办申请的进展：各成员的状态、先后和期限",
    for_agents=True,
    answer=JointGraph,
)
def read_own_graph(call: Call[None, None], case_id: str) -> Answer:
    reader = _of_the_applicant(call, case_id)
    return Answer(graph_answer(reader), etag=reader.look.case.etag)


@own.get(
    "/applications/{case_id}/graph.svg",
    Permission.APPLY,
    "本人联办申请的进展图",
    for_agents=True,
    content_type=SVG,
    other_types=(XML,),
)
def draw_own_graph(call: Call[None, None], case_id: str) -> Answer:
    return _drawn(call, _of_the_applicant(call, case_id))


def _of_the_hall(call: Call[None, None], case_id: str) -> Reader:
    look = seen_request(call.platform, call.caller, case_id)
    return Reader(call.platform, look, lambda case: may_see(call.actor, case), own=False)


def _of_the_applicant(call: Call[None, None], case_id: str) -> Reader:
    look = own_request(call.platform, call.caller, case_id, call.request_id)
    return Reader(call.platform, look, lambda _: True, own=True)


def _drawn(call: Call[None, None], reader: Reader) -> Answer:
    wanted = XML if call.accepts_only(XML) else SVG
    return Answer(drawn(reader), headers=DRAWN, content_type=f"{wanted}; charset=utf-8")
