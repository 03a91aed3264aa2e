"""`make demo ARGS="--joint YM-J01"`: a building from its project to its completion, over HTTP; legal time moves on."""

from collections.abc import Iterator

import pytest

from local import stack as local_stack
from local.demo.building import STAGES, play_building
from local.demo.client import Client
from local.demo.command import requested
from local.lambda_.event_pump import Pace
from local.stack import LocalStack

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("building")]


@pytest.fixture(scope="module")
def stack() -> Iterator[LocalStack]:
    with local_stack.running(0, pace=Pace(retry=None), delay=0, joint=True) as running:
        yield running


@pytest.mark.requirement("R68")
@pytest.mark.requirement("R69")
def test_a_building_goes_through_all_stages_and_each_begins_with_the_results_of_the_one_before(stack: LocalStack):
    client, told = Client(stack.url), list[str]()
    stories = play_building(client, told.append, slowest=0)
    assert [story.played.item for story in stories] == [f"YM-J01-{stage}" for stage in STAGES]
    members = [
        (member["item"], member["state"])
        for story in stories
        for member in client.get("company", f"/applications/{story.case_id}").json()["members"]
    ]
    assert members == [
        (item, "granted") for item in ("YM-I01", "YM-I03", "YM-I04", "YM-I07", "YM-I09", "YM-I11", "YM-I12", "YM-I13")
    ]
    build = client.get("company", f"/applications/{stories[2].case_id}").json()
    project = client.get("company", f"/projects/{stories[0].case_id}").json()
    assert build["form"]["answers"]["project_code"] == project["code"]
    assert {"project_code", "project_name", "planning_permit_no"} & {*STAGES["build"]} == set()
    assert build["form"]["answers"]["planning_permit_no"]
    states = {one["key"]: (one["state"], len(one["requests"])) for one in project["stages"]}
    assert {states[key] for key in STAGES} == {("granted", 1)}
    assert client.send("citizen-lin", "GET", f"/projects/{project['code']}").status_code == 404
    assert requested("YM-J01") is play_building


def test_every_department_of_a_member_has_a_system_that_leaves_its_tasks_to_people(stack: LocalStack):
    systems = Client(stack.url).get(None, "/local/departments").json()["departments"]
    modes = {one["department"]: one["mode"] for one in systems}
    assert {name: modes[name] for name in ("housing", "planning", "cad", "police", "food", "fund")} == {
        **dict.fromkeys(("housing", "planning", "cad", "police"), "manual"),
        **dict.fromkeys(("food", "fund"), "auto"),
    }
