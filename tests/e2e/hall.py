"""The hall as its people use it: everything over HTTP, a case brought as far as a test begins."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
from moto.dynamodb.models import dynamodb_backends

from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item, load
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from local.demo.client import Client
from local.demo.faces import granting
from local.stack import LocalStack
from tests.e2e import people
from tests.e2e.files import announced, pdf
from tests.e2e.people import CARD, DEPARTMENT, LIN, LINES, PERMIT, RECOGNITION

CLERK, SOCIAL, ISSUER = "clerk-production", "clerk-social", "clerk-issuing"
GRANT = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
PATIENCE = 20.0
BEHIND = ("DOCUMENT#", "OUTBOX#")


def stored_keys(platform: Platform) -> set[tuple[str, str]]:
    """Of every row, read inside of moto: a scan of the table takes as long as a whole test.

    With `make second` moto has no table, and the one of the other emulator is scanned.
    """
    settings = platform.settings
    tables = dynamodb_backends[settings.account][settings.aws_region].tables
    if settings.table in tables:
        partitions = tables[settings.table].items
        return {(pk.value, sk.value) for pk, rows in list(partitions.items()) for sk in list(rows)}
    pages = platform.table.client.get_paginator("scan").paginate(TableName=settings.table, ConsistentRead=True)
    return {(str(item["pk"]), str(item["sk"])) for page in pages for item in map(load, page["Items"])}


class Hall:
    """`ask` answers whatever comes, `do` insists on success on the case as it stands now."""

    def __init__(self, stack: LocalStack, client: Client | None = None) -> None:
        self.stack = stack
        self.client = client or Client(stack.url)
        self.http = httpx.Client(timeout=30, trust_env=False, verify=False)

    def ask(self, who: str | None, method: str, path: str, body: Any = None, **how: Any) -> httpx.Response:
        return self.client.send(who, method, path, body, **how)

    def do(self, who: str, method: str, path: str, body: Any = None) -> httpx.Response:
        _, kind, *rest = path.split("/")
        if len(rest) > 1 and kind in ("applications", "cases"):
            return self.client.step(who, f"/{kind}/{rest[0]}", "/".join(rest[1:]), body, method)
        return self.client.act(who, method, path, body)

    def etag(self, who: str, path: str) -> str | None:
        """The newest ETag of the case that the path is about."""
        _, kind, *rest = path.split("/")
        if not rest or kind not in ("applications", "cases"):
            return None
        return self.client.get(who, f"/{kind}/{rest[0]}").headers.get("ETag")

    def raw(
        self, method: str, path: str, *, who: str | None = None, content: bytes = b"", **headers: str
    ) -> httpx.Response:
        """A request as no client would write it; header names with _ for -."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if who:
            given |= {"Authorization": f"Bearer {self.client.token(who)}", "Idempotency-Key": str(uuid4())}
        return self.http.request(method, f"{self.stack.url}/v1{path}", content=content, headers=given)

    # ----------------------------------------------------------------------------------------------- what is stored
    def rows(self, case_id: str) -> list[Item]:
        return list(self.stack.platform.table.query_all(keys.case(case_id)))

    def written(self, case_id: str) -> list[Item]:
        """What acts have written: of documents and outbox rows, which others work on meanwhile, only that they are."""
        return [{"sk": row["sk"]} if row["sk"].startswith(BEHIND) else row for row in self.rows(case_id)]

    def cases(self) -> set[tuple[str, str]]:
        """Keys of every case, of applicants' lists, query codes and idempotency records."""
        found = stored_keys(self.stack.platform)
        return {(pk, sk) for pk, sk in found if sk == "META" or pk.startswith(("APPLICANT#", "QUERY#", "IDEM#"))}

    def row(self, key: Key) -> Item:
        """What is stored there; nothing is an empty item."""
        return self.stack.platform.table.get(key) or {}

    def status(self, case_id: str) -> str:
        return self.row(keys.meta(case_id))["status"]

    def events(self, case_id: str) -> list[str]:
        return [row["type"] for row in self.rows(case_id) if row["sk"].startswith("EVENT#")]

    def until(self, good: Callable[[], Any]) -> Any:
        """Look until something is true, and answer it: after each write to the table, and now and then."""
        late, writes = time.monotonic() + PATIENCE, self.stack.deployment.aws.changes.table
        while True:
            seen = writes.count
            if found := good():
                return found
            assert time.monotonic() < late, "it did not come"
            writes.wait(seen, 0.1)

    def reaches(self, case_id: str, status: str) -> str:
        self.until(lambda: self.status(case_id) == status)
        return case_id

    def task(self, case_id: str, kind: str = "review") -> str:
        """The open task's id, once it is there."""
        self.until(lambda: self.row(keys.task(case_id, kind)))
        return f"{case_id}.{kind}"

    # ------------------------------------------------------------------------------------------ a case, so far
    def draft(self, item: str = PERMIT, who: str = "company", filled: dict[str, Any] | None = None) -> str:
        body = {"item": item, "form": people.form(item) if filled is None else filled}
        return self.do(who, "POST", "/applications", body).json()["id"]

    def hand_in(self, case_id: str, *lines: str, who: str = "company", content: bytes | None = None) -> None:
        """Announced, uploaded and checked."""
        at = "applications" if who in ("company", "citizen-lin", "citizen-huang") else "cases"
        for line in lines:
            answer = self.client.act(who, "POST", f"/{at}/{case_id}/materials", announced(line, content))
            self.client.upload(answer.json()["upload"], content or pdf(), "application/pdf")
        self.until(lambda: not self.unchecked(case_id))

    def unchecked(self, case_id: str) -> list[Item]:
        files = self.stack.platform.table.query_all(keys.case(case_id), prefix="MATERIAL#")
        return [row for row in files if row["state"] in ("requested", "checking")]

    def submitted(self, item: str = PERMIT, who: str = "company") -> str:
        """Applied for online."""
        case_id = self.draft(item, who)
        self.hand_in(case_id, *LINES[item], who=who)
        self.do(who, "POST", f"/applications/{case_id}/submit")
        return case_id

    def walk_in(
        self, item: str, person: dict[str, str] = LIN, *, papers: bool = True, scanned: bool = True
    ) -> dict[str, Any]:
        """Applied for at the window, the papers scanned."""
        taken = LINES[item] if papers else ()
        body = {
            "item": item,
            "form": people.form(item, person),
            "presented_by": people.presented(item, person),
            "papers": [{"line": line, "form": "复印件", "pages": 1, "matches_original": True} for line in taken],
            "scans": [announced(line) for line in LINES[item]] if scanned else [],
        }
        received = self.do(CLERK, "POST", "/cases", body).json()
        for scan in received["uploads"]:
            self.client.upload(scan["upload"], pdf(), "application/pdf")
        self.until(lambda: not self.unchecked(received["id"]))
        return received

    def received(self, item: str = RECOGNITION) -> str:
        return self.walk_in(item)["id"]

    def accepted(self, item: str = RECOGNITION) -> str:
        """Accepted, and its first task open."""
        case_id = self.received(item)
        self.do(CLERK, "POST", f"/cases/{case_id}/accept")
        self.task(case_id, "decide" if item in (CARD, people.REGISTRATION) else "review")
        return case_id

    def reviewed(self, item: str = RECOGNITION) -> str:
        """Answered by an officer, and the decide task open."""
        case_id = self.accepted(item)
        self.answer(case_id, f"officer-{DEPARTMENT[item]}")
        return case_id

    def answer(self, case_id: str, who: str) -> None:
        self.client.act(who, "POST", f"/tasks/{case_id}.review/answer", GRANT)
        self.task(case_id, "decide")

    def reported(self, case_id: str, opinion: str = GRANT["opinion"]) -> None:
        """Reviewed here and sent upward, where the task to decide is open."""
        said = GRANT | {"opinion": opinion}
        self.task(case_id)
        self.client.act("officer-ocean", "POST", f"/tasks/{case_id}.review/answer", said)
        self.task(case_id, "report")
        self.do("chief-ocean", "POST", f"/cases/{case_id}/report", said)
        self.task(case_id, "superior")

    def package(self, case_id: str, who: str = people.SUPERIOR) -> httpx.Response:
        """What the organ above reads of what was reported to it, with the ETag of the case."""
        return self.ask(who, "GET", f"/tasks/{case_id}.superior/package?purpose=review")

    def decide_above(self, case_id: str, body: dict[str, Any]) -> httpx.Response:
        etag = self.package(case_id).headers["ETag"]
        return self.client.act(people.SUPERIOR, "POST", f"/cases/{case_id}/decide-reported", body, etag=etag)

    def decide(self, case_id: str, department: str, outcome: str = "grant", *reasons: str) -> httpx.Response:
        item = self.client.get(f"chief-{department}", f"/cases/{case_id}").json().get("item", "")
        granted = granting(item) if outcome == "grant" else {"outcome": outcome}
        body: dict[str, Any] = {"reasons": list(reasons)} | granted
        if outcome == "grant":
            body["absences"] = self.queried(case_id, f"chief-{department}")
        return self.do(f"chief-{department}", "POST", f"/cases/{case_id}/decide", body)

    def queried(self, case_id: str, who: str) -> list[dict[str, str]]:
        """What a grant rests on where applicants handed in copies that other organs have: nobody has to show their
        originals, the department has queried those organs itself.
        """
        listed = self.client.get(who, f"/cases/{case_id}/materials?purpose=review").json()["materials"]
        copied = [
            line["no"]
            for line in listed
            if line["source"] == "gov_share" and any(file["original"] == "awaited" for file in line["files"])
        ]
        return [{"line": line, "ground": "looked_up", "reference": f"共享查询 {case_id} {line}"} for line in copied]

    def compared(self, case_id: str) -> str:
        self.reaches(case_id, "comparing")
        shown = self.client.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue").json()
        paper = {"face": {line["key"]: line["value"] for line in shown["face"]}}
        self.do(ISSUER, "POST", f"/cases/{case_id}/compare", paper)
        return case_id

    def delivered(self, case_id: str, item: str, person: dict[str, str] = LIN) -> str:
        """Handed over, and closed by the machine."""
        self.reaches(case_id, "delivering")
        recipient = {**people.presented(item, person), "signed": True}
        self.do(ISSUER, "POST", f"/cases/{case_id}/deliver", {"recipient": recipient})
        return self.reaches(case_id, "closed")
