"""A joint request as its people see it: each of their steps is a request to the app, and so is all they learn of it.

Only time, and what happens by itself, are the world's own. Raises `AssertionError` for a step that is refused.
"""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

from chalicelib.foundation import names
from local.demo.application import announced
from local.demo.faces import heard
from local.demo.joint import VALIDITY
from local.demo.joint_session import SAID
from local.demo.story import EXAMINED
from local.identity_provider.personas import PERSONAS
from proofs.kit import joint
from proofs.kit.applications import BYTES
from proofs.kit.hall import Hall
from proofs.kit.world import World
from proofs.matrix.door import Answer, Door, opened

Told = dict[str, Any]
REFUSAL = {"outcome": "refuse", "reasons": ["申请材料不符合法定条件。"]}
OF_APPLICANTS = ("company", "citizen-")


class Town:
    """Its people are the personas. `who` is always one of them."""

    def __init__(self, world: World) -> None:
        self.world, self.hall = world, Hall(world)
        self.door = Door(world, {name: one.actor for name, one in PERSONAS.items()})

    # ------------------------------------------------------------------------------------------------------ requests
    def ask(self, who: str | None, method: str, path: str, body: Any = None, etag: str = "") -> Answer:
        """Whatever is answered. An act carries the newest ETag of its case, unless another one is told."""
        headers = {"Idempotency-Key": str(uuid4())}
        if method != "GET" and who and (newest := etag or self._newest(who, path)):
            headers["If-Match"] = newest
        return self.door.ask(who, method, path, body, headers=headers)

    def get(self, who: str | None, path: str) -> Told:
        return _good(self.ask(who, "GET", path), path)

    def does(self, who: str | None, path: str, body: Any = None) -> Told:
        """An act, with everything that follows from it."""
        told = _good(self.ask(who, "POST", path, {} if body is None else body), path)
        self.goes_on()
        return told

    def refused(self, who: str, path: str, body: Any = None) -> tuple[int, str]:
        """The status and the code; of what is wrong with the request itself the code of its first fault."""
        told = self.ask(who, "POST", path, {} if body is None else body)
        return told.status, told.why or str(told.body.get("code"))

    def _newest(self, who: str, path: str) -> str:
        _, kind, *rest = path.split("/")
        if kind not in ("applications", "cases") or not rest:
            return ""
        return self.door.ask(who, "GET", f"/{kind}/{rest[0]}").etag

    def plans(self, scheme: str, question: Told) -> Told:
        """What anybody is told before there is a request."""
        path = f"/schemes/{scheme}/plan"
        return _good(self.ask(None, "POST", path, question), path)

    # ---------------------------------------------------------------------------------------------------------- time
    def on(self, day: date, hour: int = 9) -> None:
        """This morning, with what the days before have brought."""
        joint.on(self.hall, day, hour)
        while self.world.sweep():
            self.goes_on()

    def goes_on(self) -> None:
        """Machines run and documents are numbered and printed until nothing moves any more."""
        self.world.carry_out_everything()
        self.world.issue_documents()
        self.world.carry_out_everything()

    # ------------------------------------------------------------------------------------------------- the applicant
    def drafts(self, code: str, answers: Mapping[str, Any] | None = None) -> str:
        """With every paper that is asked for."""
        who, form = joint.asks_for(code), joint.request_form(self.hall, code, answers)
        request = str(self.does(who, "/applications", {"item": code, "form": form})["id"])
        self.brings(request, *(one["no"] for one in self.lines(who, request) if one["required"]), who=who)
        return request

    def requests(self, code: str, answers: Mapping[str, Any] | None = None) -> str:
        """Handed in; who asks has confirmed each text that the guide shows before."""
        request, who = self.drafts(code, answers), joint.asks_for(code)
        shown = [one["digest"] for one in self.get(who, f"/items/{code}")["before_submit"] if one["digest"]]
        self.does(who, f"/applications/{request}/submit", {"noticed": shown})
        return request

    def brings(self, request: str, *lines: str, who: str = "company") -> None:
        """Files of these lines, each uploaded and checked."""
        for line in lines:
            path = f"/applications/{request}/materials"
            told = _good(self.ask(who, "POST", path, announced(line, BYTES)), path)
            self.world.upload(request, told["file_id"], BYTES)
        while self.world.work(names.MATERIALS_QUEUE):
            """The next file is checked."""
        self.goes_on()

    def lines(self, who: str, request: str) -> list[Told]:
        path = "applications" if who.startswith(OF_APPLICANTS) else "cases"
        query = "" if path == "applications" else "?purpose=acceptance"
        return cast("list[Told]", self.get(who, f"/{path}/{request}/materials{query}")["materials"])

    # ------------------------------------------------------------------------------------------------------ the window
    def clerk(self, case_id: str, by: str) -> str:
        """At the window of the theme of this case."""
        theme = self.get(by, f"/applications/{case_id}")["theme"]
        return next(name for name, one in PERSONAS.items() if theme in one.actor.windows)

    def compares_originals(self, request: str, by: str = "company") -> None:
        """The window sees the originals of what has to be compared with them."""
        lines = self.get(by, f"/applications/{request}/materials")["materials"]
        files = [file["id"] for line in lines for file in line["files"] if file["original"] == "awaited"]
        if files:
            shown = {"files": files, "matches_original": True}
            self.does(self.clerk(request, by), f"/cases/{request}/originals", shown)

    def accepts(self, request: str, by: str = "company", **more: Any) -> Told:
        self.compares_originals(request, by)
        return self.does(self.clerk(request, by), f"/cases/{request}/accept", more)

    def accepted(self, code: str, answers: Mapping[str, Any] | None = None) -> str:
        """Handed in and accepted on one day."""
        request = self.requests(code, answers)
        self.accepts(request, joint.asks_for(code))
        return request

    # --------------------------------------------------------------------------------------------------- the members
    def states(self, request: str, by: str = "company") -> dict[str, str]:
        """Of the members that the request has."""
        return {one["node"]: one["state"] for one in self.get(by, f"/applications/{request}")["members"]}

    def node(self, request: str, node: str, by: str = "company") -> Told:
        """The member in the graph of the request."""
        nodes = self.get(by, f"/applications/{request}/graph")["nodes"]
        return next(one for one in nodes if one["id"] == node)

    def member(self, request: str, node: str, by: str = "company") -> str:
        """The case of this member."""
        members = self.get(by, f"/applications/{request}")["members"]
        return next(str(one["case_id"]) for one in members if one["node"] == node)

    def due(self, case_id: str, kind: str, by: str = "company") -> str | None:
        """The last day of a term: promised, statutory, issue, opinion, commitment."""
        return cast("str | None", self.get(by, f"/applications/{case_id}")["limits"][f"{kind}_due"])

    def dues(self, request: str, *nodes: str, by: str = "company") -> dict[str, str]:
        """The promised last days of these members."""
        return {node: self.node(request, node, by)["promised_due"] for node in nodes}

    def examines(self, request: str, node: str, by: str = "company") -> None:
        """An officer of its department answers the review, where there is one."""
        case_id = self.member(request, node, by)
        case = self.get(by, f"/applications/{case_id}")
        if case["status"] == "in_review":
            officer = f"officer-{case['department']}"
            task = f"/tasks/{self.task(officer, case_id, 'review')}"
            self.does(officer, f"{task}/claim")
            self.does(officer, f"{task}/answer", EXAMINED)

    def task(self, officer: str, case_id: str, kind: str) -> str:
        """The open task of this kind in the officer's list."""
        tasks = self.get(officer, "/tasks?limit=100")["tasks"]
        return str(next(one["id"] for one in tasks if one["case_id"] == case_id and one["kind"] == kind))

    def decides(self, request: str, node: str, outcome: str = "grant", by: str = "company") -> Told:
        """Examined, and decided by whose job it is."""
        self.examines(request, node, by)
        case_id = self.member(request, node, by)
        case = self.get(by, f"/applications/{case_id}")
        item = case["item"]
        body: Told = REFUSAL if outcome == "refuse" else self._grant(case_id, item, by)
        chief, leader, path = f"chief-{case['department']}", f"leader-{case['department']}", f"/cases/{case_id}/decide"
        told = self.ask(chief, "POST", path, body)
        if told.why == "complex_needs_leader":
            return self.does(leader, path, body)
        _good(told, path)
        self.goes_on()
        return told.body

    def _grant(self, case_id: str, item: str, by: str) -> Told:
        """With what the officer states of the result, and what the department has looked up itself."""
        lines = self.get(by, f"/applications/{case_id}/materials")["materials"]
        lacking = [one["no"] for one in lines if one.get("sharing") and one["sharing"]["state"] != "obtained"]
        absences = [{"line": no, "ground": "looked_up", "reference": "本部门业务系统查询"} for no in lacking]
        validity = {"validity": VALIDITY[item]} if item in VALIDITY else {}
        face: Told = {"outcome": "grant", "reasons": [], "face": self.hall.people.stated_face(case_id)}
        return face | heard(item, str(self.today)) | validity | ({"absences": absences} if absences else {})

    @property
    def today(self) -> date:
        return self.world.clock.at.date()

    @property
    def now(self) -> str:
        return self.world.clock.at.isoformat()

    def opines(self, case_id: str, department: str, **said: Any) -> Told:
        """An officer of the department, in the task that asks it."""
        officer = f"officer-{department}"
        task = self.task(officer, case_id, "opinion")
        return self.does(officer, f"/tasks/{task}/opinion", {**SAID, **said})

    def reports(self, request: str, node: str, state: str = "done", seq: int = 1, **told: Any) -> Told:
        """The outside system says how its step stands."""
        system = f"system-{self.node(request, node)['department']['id']}"
        tasks = self.get(system, "/tasks?limit=100")["tasks"]
        task = next(one["id"] for one in tasks if one["case_id"] == request and one["outside"]["node"] == node)
        return self.does(system, f"/tasks/{task}/report", {"seq": seq, "state": state, "at": self.now, **told})

    # --------------------------------------------------------------------------------------------- what is to be read
    def titles(self, case_id: str, by: str = "company") -> list[str]:
        """Of the documents of a case."""
        return [one["title"] for one in self.get(by, f"/applications/{case_id}/documents")["documents"]]

    def texts(self, case_id: str, title: str, by: str = "company") -> list[str]:
        """What the documents of this title say, downloaded."""
        path = f"/applications/{case_id}/documents"
        found = [one["no"] for one in self.get(by, path)["documents"] if one["title"] == title]
        return [self._download(self.get(by, f"{path}/{no}")["url"]) for no in found]

    def _download(self, url: str) -> str:
        parts = urlsplit(url)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        return self.world.buckets.buckets[bucket][key][parse_qs(parts.query)["versionId"][0]].decode()

    def events(self, case_id: str, who: str, *types: str) -> list[Told]:
        """What the log of the case says, to who works on it: the events of these types, or all."""
        told = self.get(who, f"/cases/{case_id}/events")["events"]
        return [one for one in told if not types or one["type"] in types]

    def cards(self, case_id: str) -> list[Told]:
        """What the supervisors are told of the case."""
        return [one for one in self.get("supervisor", "/supervision?limit=100")["matters"] if one["case_id"] == case_id]

    def clock(self, case_id: str, kind: str, by: str = "company") -> Told:
        clocks = self.get(by, f"/applications/{case_id}/clock")["clocks"]
        return next(one for one in clocks if one["kind"] == kind)


def says(text: str) -> Told:
    """The data of a document that was printed without typesetting."""
    return cast("Told", json.loads(text[text.index("{") :]))


def _good(told: Answer, path: str) -> Told:
    if told.status >= 300:
        raise AssertionError(f"{path}: {told.status} {told.text}")
    return told.body


@contextmanager
def in_town(world: World) -> Generator[Town]:
    """Everybody's requests reach the app over this world."""
    town = Town(world)
    with opened(town.door):
        yield town
