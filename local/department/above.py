"""What the example system of an organ above makes of a package: its decision, or the return of what it cannot read."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from local.demo.faces import granting

UNREADABLE = "下列材料的文件与案卷清单中的摘要不符，无法读取，请重新扫描后报送。（演示）"
Answer = Mapping[str, Any]


class Step(NamedTuple):
    """An act on the case, by the end of its path, and its body."""

    act: str
    body: dict[str, Any]


def step_on(task: Answer, told: Answer, read: Callable[[str], bytes]) -> Step | None:
    """None where more than files is lost: that is for people. The decision follows the preliminary opinion.

    `task` and `told` are the answers for the task and for its package, `read` downloads a file.
    """
    lines = unreadable(task, told, read)
    if lines:
        return Step("return-report", {"reason": "unreadable", "text": UNREADABLE, "lines": lines})
    if told["lost"]:
        return None
    if told["recommendation"] == "grant":
        return Step("decide-reported", granting(task["item"]))
    return Step("decide-reported", {"outcome": "refuse", "reasons": [told["opinion"]]})


def unreadable(task: Answer, told: Answer, read: Callable[[str], bytes]) -> list[str]:
    """The lines of files that are not there, or whose content is not what the package says."""
    urls = {file["id"]: file.get("url") for line in task["materials"] for file in line["files"]}
    return sorted(
        {
            file["line"]
            for file in told["package"]["files"]
            if not (url := urls.get(file["id"])) or digest(read(url)) != file["sha256"]
        }
    )


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()
