"""A restaurant is opened over HTTP: one request, one notice of what is missing, a case for each member, one refusal,
one conclusion. And a company is set up, for which systems of others handle some steps.
"""

import pytest

from local.demo.client import Client
from local.demo.joint import COMPANY_SET_UP, REFUSED, RESTAURANT, play_joint
from tests.e2e.hall import Hall


@pytest.mark.requirement("R77")
@pytest.mark.requirement("R80")
def test_a_restaurant_is_opened_by_one_request(hall: Hall):
    client, told = Client(hall.stack.url), list[str]()
    story = play_joint(client, told.append, slowest=0)
    assert sum("准予" in line for line in told) == 7
    assert sum("不予" in line for line in told) == 1
    path = f"/applications/{story.case_id}"
    titles = [one["title"] for one in client.get("company", f"{path}/documents").json()["documents"]]
    assert (titles[0], titles[2:]) == ("收件凭证", ["收件凭证", "联办受理通知书", "联办办结通知书"])
    assert "一次性告知书" in titles[1]
    assert any("一份告知书" in line and "平面图" in line and "效果图" in line for line in told)
    assert {RESTAURANT.item, REFUSED} <= {one["item"] for one in own(client)}


@pytest.mark.requirement("R77")
@pytest.mark.requirement("R80")
def test_a_company_is_set_up_with_steps_that_systems_of_others_handle(hall: Hall):
    client, told = Client(hall.stack.url), list[str]()
    story = play_joint(client, told.append, played=COMPANY_SET_UP, slowest=0)
    path = f"/applications/{story.case_id}"
    nodes = {one["id"]: one for one in client.get("company", f"{path}/graph").json()["nodes"]}
    assert {nodes[name]["state"] for name in ("YM-R01", "YM-R05", "YM-S05")} == {"granted"}
    outside = {name: one for name, one in nodes.items() if one["external"]}
    needed = [one for one in outside.values() if not one["optional"]]
    assert [one["department"]["id"] for one in needed] == ["fund", "tax"]
    assert {one["state"] for one in needed} == {"external_done"}
    # The bank is optional: the request is concluded whether its system has answered or not.
    assert outside["EXT-银行预约开户"]["state"] in ("external_pending", "external_done")
    assert client.get("company", path).json()["status"] == "closed"
    titles = [one["title"] for one in client.get("company", f"{path}/documents").json()["documents"]]
    assert titles == ["收件凭证", "联办受理通知书", "联办办结通知书"]
    # A step of others is no case of its own.
    assert [one["case_id"] for one in outside.values()] == [None] * 3
    assert {nodes[name]["case_id"] for name in ("YM-R01", "YM-R05", "YM-S05")} <= {one["id"] for one in own(client)}


def own(client: Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("company", "/applications?limit=100").json()["applications"]
    return found
