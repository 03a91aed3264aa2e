"""The guides beside /v1/docs: what their Markdown says, under the same strict policy, linked from the page."""

import pytest

from chalicelib.foundation.settings import Settings
from chalicelib.http import documentation
from tests.http.documentation.conftest import Send
from tools.openapi import published
from tools.pages import FOLDER, GUIDES, rendered


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_served_as_its_markdown_says(send: Send, name: str):
    response = send("GET", f"/docs/{name}")
    page = response.body.decode()
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (FOLDER / f"{name}.html").read_text("utf-8") == rendered(name)
    assert rendered(name) in page
    assert "<script" not in page
    assert ".md" not in "".join(part.partition('"')[0] for part in page.split('href="')[1:])


def test_the_page_leads_to_the_guides():
    published()
    page = documentation.page_text(Settings())
    for name in GUIDES:
        assert f'href="docs/{name}"' in page
