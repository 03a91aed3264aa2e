"""Clients that a stranger generates from the published document, each played through whole cases over HTTP.

A name that the document has wrong fails the check of types; a field that the app does not send fails the story.
"""

from pathlib import Path

import pytest

from tests.clients.programs import IN_PYTHON, IN_TYPESCRIPT, Program, checked, played

EACH = pytest.mark.parametrize("program", [IN_PYTHON, IN_TYPESCRIPT], ids=lambda program: program.client.name)


@EACH
def test_the_program_is_typed_as_the_document_says(program: Program):
    check = checked(program)
    assert check.returncode == 0, check.stdout + check.stderr


@EACH
def test_every_story_is_played_to_its_end(program: Program, url: str, file: Path):
    play = played(program, url, file)
    assert play.returncode == 0, play.stdout + play.stderr
    assert play.stdout.split() == list(program.stories)
