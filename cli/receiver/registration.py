"""Registers the receiver with the local stack, as the system of a department."""

import uuid

import httpx

SECONDS = 10


class Refused(Exception):
    """The stack does not take the registration; the message is one line for whoever typed the command."""


def register(stack: str, department: str, port: int, secret: str) -> None:
    """Raises Refused."""
    url = f"http://127.0.0.1:{port}/"
    start = f'make run ARGS="--allow-callback 127.0.0.1:{port}"'
    try:
        with httpx.Client(base_url=stack, timeout=SECONDS, trust_env=False) as client:
            answer = client.post("/local/token", json={"persona": f"system-{department}"})
            if answer.status_code == 422:
                raise Refused(f"没有部门 {department}；部门标识见 curl {stack}/local/personas")
            token = answer.raise_for_status().json()["access_token"]
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
            registered = client.put("/v1/callbacks", json={"url": url, "secret": secret}, headers=headers)
    except (httpx.HTTPError, KeyError, ValueError):
        raise Refused(f"{stack} 没有正在运行的平台。请先在另一个终端执行：{start}") from None
    if registered.status_code == 200:
        return
    problem = registered.json()
    if any(error.get("pointer") == "/url" for error in problem.get("errors", [])):
        raise Refused(f"平台不允许向 {url} 发送。请停止平台，这样启动：{start}")
    raise Refused(f"登记未成功：{problem.get('title', registered.status_code)}")
