"""The indexes of the table as they were last released, kept in `released.json`.

DynamoDB makes or deletes one index at a time, so a release with two changes cannot be deployed. What a new deployment
gets at once does not matter: the table of an older one is changed step by step.

`python -m infra.released` writes the file when a release is made.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra import store
from infra.logical import TABLE

FILE = Path(__file__).with_name("released.json")
MOST = 1
Indexes = Mapping[str, Any]


def of_the_code() -> Indexes:
    """Index -> its keys and projection. How warm it is kept may change with any update."""
    properties = store.resources("any")[TABLE]["Properties"]
    return {
        index["IndexName"]: {name: value for name, value in index.items() if name != "WarmThroughput"}
        for index in properties["GlobalSecondaryIndexes"]
    }


def of_the_release() -> Indexes:
    return json.loads(FILE.read_text(encoding="utf-8"))


def changes(released: Indexes, wanted: Indexes) -> list[str]:
    """What DynamoDB has to do, one after the other. An index that is to be another is deleted and made again."""
    gone = [f"delete {name}" for name, index in released.items() if wanted.get(name) != index]
    return gone + [f"make {name}" for name, index in wanted.items() if released.get(name) != index]


def as_text(indexes: Indexes) -> str:
    return json.dumps(indexes, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text(of_the_code()), encoding="utf-8")
    sys.stdout.write(f"{FILE.name} has the indexes of this release\n")
