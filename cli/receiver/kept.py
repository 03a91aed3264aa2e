"""What was received is kept in a file, so that it can be sent again. The secret lies beside it, for its owner only."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import cast

from pydantic import BaseModel, ValidationError

FOLDER = Path(__file__).parents[2] / "build" / "listen"


class Event(BaseModel):
    """One callback as it came; `verified` if its signature was right."""

    id: str
    at: str
    verified: bool
    body: str

    @property
    def content(self) -> dict[str, object]:
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return cast("dict[str, object]", found) if isinstance(found, dict) else {}


class Kept:
    """The events of one folder, oldest first."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._events, self._secret = folder / "events.jsonl", folder / "secret"
        self._lock = Lock()

    @property
    def file(self) -> Path:
        return self._events

    def keep(self, event: Event) -> bool:
        """Whether no event of this id with a right signature was kept before."""
        with self._lock:
            fresh = not any(before.id == event.id and before.verified for before in self.events())
            self._events.parent.mkdir(parents=True, exist_ok=True)
            with self._events.open("a", encoding="utf-8") as file:
                file.write(event.model_dump_json() + "\n")
        return fresh

    def events(self) -> Iterator[Event]:
        """A line that was cut short when the process was stopped is passed over."""
        if not self._events.exists():
            return
        for line in self._events.read_text("utf-8").splitlines():
            try:
                yield Event.model_validate_json(line)
            except ValidationError:
                continue

    def find(self, wanted: str) -> Event | None:
        """The newest event of this id; `last` is the newest of all."""
        found = [event for event in self.events() if wanted in ("last", event.id)]
        return found[-1] if found else None

    def keep_secret(self, secret: str) -> None:
        self._secret.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self._secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secret)

    def secret(self) -> str | None:
        return self._secret.read_text().strip() if self._secret.exists() else None
