"""What the console answers: a status and a JSON document."""

from collections.abc import Callable, Mapping
from typing import Any

Answer = tuple[int, Mapping[str, Any]]
Routes = Mapping[
    str, Mapping[str, Callable[[bytes], Answer]]
]  # by path and method; given is the query of a GET, else the body


def mistake(status: int, code: str, title: str) -> Answer:
    """A problem document; the title is in Chinese, as everywhere in the API."""
    return status, {"type": "about:blank", "status": status, "code": code, "title": title}
