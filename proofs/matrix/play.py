"""Plays every cell of the matrix against the app in memory, and tells which ones are not as the table says."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chalicelib.foundation import problems
from proofs.matrix.door import Answer, Door
from proofs.matrix.outcomes import DONE, EMPTY, OUTCOMES
from proofs.matrix.people import NOBODY, PEOPLE, Person
from proofs.matrix.row import NOTHING, Row
from proofs.matrix.scene import Scene

BY_ANSWER = {
    (one.status, one.code, one.condition): sign for sign, one in OUTCOMES.items() if not one.hides and one.status > 200
}
ID = "a" * 26
NOT_THERE = {
    "case_id": ID,
    "task_id": f"{ID}.review",
    "authorisation_id": ID,
    "consent_id": f"authorisation-{ID}",
    "message_id": f"msg_{ID}_review_opened",
    "code": "YM-X99",
    "day": "2026-11-22",
}
HIDDEN = next(sign for sign, one in OUTCOMES.items() if one.hides)


class Cell(NamedTuple):
    """What the table says somebody is told, and what was seen; `fault` tells what else was wrong."""

    row: Row
    person: Person
    wanted: str
    seen: str
    fault: str = ""

    @property
    def right(self) -> bool:
        return self.wanted == self.seen and not self.fault

    def __str__(self) -> str:
        more = f" ({self.fault})" if self.fault else ""
        who = f"{self.person.title} {self.person.name}"
        return f"{self.row.name}, {who}: {self.wanted} expected, {self.seen} seen{more}"


class Player:
    """`wrong` has each cell that is not as it should be."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.door = scene, scene.door

    def play(self, rows: Sequence[Row]) -> Iterator[Cell]:
        for row in rows:
            yield from self._row(row)

    def _row(self, row: Row) -> Iterator[Cell]:
        self.scene.go_to(row.at)
        request = Request(self.scene, row)
        for person in PEOPLE:
            told = request.by(person)
            seen, fault = self.sign(row, told), ""
            if told.status >= 400 and told.writes:
                fault = f"refused, and yet {'、'.join(told.writes)}"
            elif seen == HIDDEN and "{" in row.route:
                fault = self._told_apart(request, person, told)
            yield Cell(row, person, row.expected()[person.name], seen, fault)
            if told.writes or (told.status < 300 and request.acts):
                self.scene.go_to(row.at)

    def _told_apart(self, request: "Request", person: Person, told: Answer) -> str:
        """The first request of somebody may read what the process keeps from then on, so it is made once more."""
        absent = request.by(person, absent=True)
        return _difference(told, absent) and _difference(request.by(person), absent)

    def sign(self, row: Row, told: Answer) -> str:
        if told.status < 300:
            shown = "".join(sign for sign, thing in row.plants.items() if self.scene.things[thing] in told.words)
            return (shown or EMPTY) if row.plants else DONE
        status, code, why = told.status, str(told.body.get("code")), told.why
        sign = BY_ANSWER.get((status, code, why)) or BY_ANSWER.get((status, code, ""))
        if status == problems.NotFound.status:
            return sign or HIDDEN
        return sign or f"{status} {code} {why}"


class Request:
    """The request of a row, sent by anybody."""

    def __init__(self, scene: Scene, row: Row) -> None:
        self._scene, self._row = scene, row
        self._method, _, self._path = row.route.partition(" ")
        self._route = scene.door.routes[row.route]
        self._ids = {name: value.format_map(scene.things) for name, value in row.ids.items()}
        self._body = row.body(scene, self._ids) if callable(row.body) else row.body
        self._query = {name: str(value).format_map(scene.things) for name, value in row.query.items()}
        self._seen = scene.etag(self._ids) if self._route.guarded else ""
        self.acts = self._route.acts

    def by(self, person: Person, *, absent: bool = False, headers: Mapping[str, str] = NOTHING) -> Answer:
        """`absent`: of something that does not exist. `headers` take the place of the usual ones."""
        ids: Mapping[str, str] = self._ids
        if absent:
            first = self._row.absent or self._path.partition("{")[2].partition("}")[0]
            ids = {**ids, first: NOT_THERE.get(first, "none")}
        headers = {**({"If-Match": self._seen} if self._seen else {}), **headers}
        if not self._row.bare and person.name in self._scene.under:
            headers["X-On-Behalf-Of"] = self._scene.under[person.name]
        who = None if person is NOBODY else person.name
        path = self._path.format_map(ids) if "{" in self._path else self._path
        return self._scene.door.ask(who, self._method, path, self._body, query=self._query, headers=headers)


def _difference(hidden: Answer, absent: Answer) -> str:
    """How somebody could tell what is hidden from what does not exist."""
    if absent.status != hidden.status:
        return f"an id that does not exist answers {absent.status}"
    if _told(hidden) != _told(absent):
        return f"told {_told(hidden)}, and of an id that does not exist {_told(absent)}"
    if hidden.calls != absent.calls:
        return f"calls {'、'.join(hidden.calls)}, and for an id that does not exist {'、'.join(absent.calls)}"
    return ""


def _told(answer: Answer) -> str:
    return json.dumps({name: value for name, value in answer.body.items() if name != "instance"}, ensure_ascii=False)


__all__ = ["Cell", "Door", "Player"]
