"""A small client of the API: tokens, idempotency keys, ETags, and another try when the API asks for one."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import httpx

from local.http_client import local_client

PATIENCE = 60.0  # seconds
CHANGED_MEANWHILE = 412
LOOKS = 5


class Unexpected(RuntimeError):
    """The API gave another answer than this step needs."""


class Client:
    """Calls the API as a persona. Each act has an `Idempotency-Key` of its own, the same in all its tries."""

    pause = 0.2  # seconds between two looks at a case that is waited for

    def __init__(self, url: str) -> None:
        self.url = url
        self._http = local_client(base_url=url, timeout=30)
        self._tokens: dict[str, str] = {}

    def token(self, persona: str) -> str:
        if persona not in self._tokens:
            answer = self._http.post("/local/token", json={"persona": persona})
            self._tokens[persona] = answer.raise_for_status().json()["access_token"]
        return self._tokens[persona]

    def send(
        self,
        persona: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        """One request; its answer, whatever that is."""
        headers = {"Authorization": f"Bearer {self.token(persona)}"} if persona else {}
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        if etag:
            headers["If-Match"] = etag
        prefix = "" if path.startswith("/local") else "/v1"
        return self._http.request(method, f"{prefix}{path}", json=body, headers=headers)

    def get(self, persona: str | None, path: str) -> httpx.Response:
        return self._expect(self.send(persona, "GET", path))

    def act(
        self, persona: str | None, method: str, path: str, body: Any = None, *, etag: str | None = None
    ) -> httpx.Response:
        """An act that must succeed. While the answer has Retry-After (409, 503), it is sent again with the same key."""
        return self._expect(self._answered(persona, method, path, body, etag))

    def step(self, persona: str, case: str, what: str, body: Any = None, method: str = "POST") -> httpx.Response:
        """An act on the case at this path as it stands now. The platform writes to a case too (a department's answer, a
        machine); where it has done so between the look and the act, the case is looked at again.
        """
        answer, looks = self._seen(persona, method, case, what, body), 1
        while answer.status_code == CHANGED_MEANWHILE and looks < LOOKS:
            answer, looks = self._seen(persona, method, case, what, body), looks + 1
        return self._expect(answer)

    def _seen(self, persona: str, method: str, case: str, what: str, body: Any) -> httpx.Response:
        return self._answered(persona, method, f"{case}/{what}", body, self.get(persona, case).headers.get("ETag"))

    def _answered(self, persona: str | None, method: str, path: str, body: Any, etag: str | None) -> httpx.Response:
        key, until = str(uuid.uuid4()), time.monotonic() + PATIENCE
        while True:
            answer = self.send(persona, method, path, body if body is not None else {}, etag=etag, key=key)
            if "Retry-After" not in answer.headers or time.monotonic() > until:
                return answer
            time.sleep(min(float(answer.headers["Retry-After"]), 1.0))

    def wait_for(self, persona: str, path: str, status: str) -> httpx.Response:
        """Ask for the case again and again until it has this status."""
        return self.wait_until(persona, path, lambda found: found["status"] == status)

    def wait_until(self, persona: str, path: str, good: Callable[[Any], Any]) -> httpx.Response:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self.get(persona, path)
            if good(answer.json()):
                return answer
            time.sleep(self.pause)
        raise Unexpected(f"{path}: {PATIENCE:.0f} 秒内没有等到")

    def upload(self, address: dict[str, Any], content: bytes, content_type: str) -> None:
        """Post a file to the bucket, as a browser does with the form it was given."""
        answer = self._http.post(
            address["url"], data=address["fields"], files={"file": ("file", content, content_type)}
        )
        if answer.status_code not in (200, 201, 204):
            raise Unexpected(f"上传被拒绝：{answer.status_code} {answer.text[:200]}")

    def download(self, url: str) -> bytes:
        return self._http.get(url).raise_for_status().content

    def _expect(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        raise Unexpected(
            f"{answer.request.method} {answer.request.url.path} → {answer.status_code} {answer.text[:500]}"
        )
