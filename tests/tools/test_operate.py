"""docs/operate.md names what there is: commands, parameters, settings, tests, widgets."""

import re
from pathlib import Path

import pytest

from chalicelib.foundation.settings import PREFIX, Settings
from cli import __main__ as command
from infra import dashboard
from infra.parameters import parameters

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operate.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`bin/yimen ([^`]+)`", PAGE)))
NOT_YET = ("keys ",)  # exchanged in a part of its own


def test_every_parameter_is_one_of_the_template():
    named = {
        word for word in re.findall(r"`([A-Z][A-Za-z]+)`", PAGE) if re.search("[a-z][A-Z]|^Division|^Issuer", word)
    }
    assert {"AdmissionRate", "WarmWrites", "SubnetIds", "PublicUrl"} <= named
    assert named - {"OperatorPolicy"} <= parameters("arm64").keys()


def test_every_setting_is_read():
    named = {name.removeprefix(PREFIX).lower() for name in re.findall(rf"{PREFIX}[A-Z_]+", PAGE)}
    assert named <= Settings.model_fields.keys()


def test_every_test_and_page_that_is_named_is_there():
    for path in re.findall(r"`((?:tests|benchmarks|infra)/[a-z_/]+(?:\.py)?)`", PAGE):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / path).exists(), path


def test_every_widget_is_on_the_dashboard():
    titles = {title for title, *_ in dashboard.widgets("prod")}
    named = re.findall(r"^\| ([^|]*[\u4e00-\u9fff][^|]*) \|", PAGE, re.MULTILINE)
    assert named
    for cell in named:
        for part in cell.split(", "):
            assert any(part in title for title in titles), part


@pytest.mark.parametrize("text", [text for text in COMMANDS if not text.startswith(NOT_YET)])
def test_every_command_is_understood(text: str):
    words = text.replace("FILE...", "f.json").replace("< token.txt", "")
    words = words.replace("PLACE", "callbacks").replace("ID", "x").replace("CASE", "c1").split()
    assert command.make_parser().parse_args(words).command == words[0]


def test_every_step_says_how_it_was_tried():
    for title, body in re.findall(r"^## (.+)\n((?:(?!^## ).*\n)+)", PAGE, re.MULTILINE):
        if title not in ("What a stage is", "Keys", "Reading the dashboard"):
            assert re.search(r"\*\*\[(tests|local|not tried: needs an account)\]\*\*", body), title
