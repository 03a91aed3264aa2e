"""What a refusal looks like, whoever refuses."""

import re

import httpx

CHINESE = re.compile(r"[一-鿿]")
MEMBERS = {"type", "status", "code", "title", "instance"}


def refused(answer: httpx.Response, status: int, code: str, *pointers: str) -> httpx.Response:
    """One shape for every error; `pointers` are all the fields it names."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    body = answer.json()
    assert set(body) - {"detail", "errors"} == MEMBERS, body
    assert (body["status"], body["code"]) == (status, code), body
    assert CHINESE.search(body["title"]), body
    errors = body.get("errors", [])
    assert sorted(error["pointer"] for error in errors) == sorted(pointers), errors
    assert all(CHINESE.search(error["message"]) and error["code"] for error in errors), errors
    return answer
