"""Whoever follows docs/clients.md to the letter, in an empty folder, has a client that runs."""

import re
from pathlib import Path

import httpx
import pytest

from tests.clients.guide import IN_PYTHON, IN_TYPESCRIPT, Section, followed


@pytest.mark.parametrize("section", [IN_PYTHON, IN_TYPESCRIPT], ids=lambda section: section.heading)
def test_the_commands_of_the_page_make_a_client_that_runs(section: Section, url: str, tmp_path: Path):
    with httpx.Client(trust_env=False) as client:
        answer = client.post(f"{url}/local/token", json={"persona": "citizen-lin"})
        done = followed(section, tmp_path, url, answer.json()["access_token"])
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    assert "warning" not in told.lower()
    assert re.fullmatch(r"[a-z2-7]{26} 422", done.stdout.splitlines()[-1]), told
