"""A restaurant is opened over HTTP: one request, one notice of what is missing, a case for each member, one refusal,
one conclusion.
"""

import pytest

from local.demo.client import Client
from local.demo.joint import REFUSED, RESTAURANT, play_joint
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


def own(client: Client) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("company", "/applications?limit=100").json()["applications"]
    return found
