"""A client that was generated from the document reads every item of the catalogue (docs/clients.md)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.store import as_version
from proofs.kit.catalogue import item_document
from tests.catalogue.conftest import DOCUMENT
from tools.clients import PYTHON, generate

READS = """
import json, sys
from yimen.models import ItemAnswer
for line in sys.stdin:
    told = json.loads(line)
    read = ItemAnswer.from_dict(told)
    assert read.to_dict()["fee"] == told["fee"], told["id"]
    print(read.id)
"""


@pytest.mark.requirement("R13")
def test_a_generated_client_reads_every_item():
    folder = generate(PYTHON)
    codes = [item["id"] for item in DOCUMENT["items"]]
    answers = [item_answer(as_version("441700", item_document(code), 1), demonstration=True) for code in codes]
    lines = "\n".join(json.dumps(one.model_dump(mode="json"), ensure_ascii=False) for one in answers)
    read = subprocess.run(
        [sys.executable, "-c", READS],
        input=lines,
        cwd=Path(folder).parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.stderr == ""
    assert read.stdout.split() == codes
    assert {json.loads(line)["fee"]["charge"] for line in lines.split("\n")} >= {True, False, "conditional"}
