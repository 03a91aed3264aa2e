"""`yimen listen`: receives callbacks on this machine, and sends a kept one again."""

import argparse
import sys
from pathlib import Path

import httpx
from rich.console import Console

from cli.receiver import verdict
from cli.receiver.kept import Kept
from cli.receiver.registration import Refused, register
from cli.receiver.server import How, Receiver

USUAL_PORT = 9100
STACK = "http://127.0.0.1:8000"
REPLAY_SECONDS = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=USUAL_PORT, help="在 127.0.0.1 的这个端口接收（9100）")
    parser.add_argument("--register", metavar="部门", help="以新密钥向本机平台登记为这个部门的回调地址，如 food")
    parser.add_argument("--stack", default=STACK, metavar="URL", help=f"本机平台的地址（{STACK}）")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--secret", metavar="whsec_…", help="已登记的密钥，用来验签")
    which.add_argument("--secret-file", type=Path, metavar="FILE", help="存有密钥的文件")
    parser.add_argument("--answer", type=int, default=202, metavar="STATUS", help="一律这样答复，如 500，用来演练重发")
    parser.add_argument("--forward", metavar="URL", help="转发给您自己的程序，并以它的答复作答")
    parser.add_argument("--replay", metavar="ID", help="把收到过的一个事件重新签名再发送一次；last 为最近一个")
    parser.add_argument("--to", metavar="URL", help="与 --replay 合用：发送到哪里")


def make_options(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(given)


def misused(options: argparse.Namespace) -> str | None:
    if (options.replay is None) != (options.to is None):
        return "--replay 须与 --to 合用，例如 --replay last --to http://127.0.0.1:3000/hook"
    if empty := [f"--{name}" for name in ("register", "stack", "forward", "replay", "to") if vars(options)[name] == ""]:
        return f"{'、'.join(empty)} 不能为空"
    if wrong := [f"--{name}" for name in ("stack", "forward", "to") if not is_address(vars(options)[name])]:
        return f"{'、'.join(wrong)} 应为 http 或 https 地址，例如 {STACK}"
    if options.register and (options.secret is not None or options.secret_file):
        return "--register 会生成新密钥，不能与 --secret、--secret-file 合用"
    if not 0 < options.port < 65536:
        return "端口应为 1 至 65535"
    if not 200 <= options.answer <= 599:
        return "--answer 应为 200 至 599 的 HTTP 状态"
    return None


def is_address(given: str | None) -> bool:
    """Also when there is none."""
    try:
        return given is None or (httpx.URL(given).scheme in ("http", "https") and httpx.URL(given).host != "")
    except httpx.InvalidURL:
        return False


def run(console: Console, options: argparse.Namespace, kept: Kept | None = None) -> int:
    """0 at the end, or when the replay was taken; 1 when it was not; 2 when it could not work at all."""
    kept = kept or Kept()
    try:
        secret = given_secret(options)
        if options.replay:
            return replay(console, kept, options.replay, options.to, secret or kept.secret())
        return listen(console, options, kept, secret)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2


def given_secret(options: argparse.Namespace) -> str | None:
    """Raises Refused for a secret that is none."""
    try:
        secret = options.secret_file.read_text("utf-8").strip() if options.secret_file else options.secret
    except OSError as error:
        raise Refused(f"无法读取 {options.secret_file}（{error.strerror}）") from None
    except UnicodeDecodeError:
        raise Refused(f"{options.secret_file} 中不是密钥：密钥应为 whsec_ 加 Base64 编码") from None
    if secret is not None and not verdict.usable(secret):
        raise Refused("密钥应为 whsec_ 加 Base64 编码")
    return secret


def listen(console: Console, options: argparse.Namespace, kept: Kept, secret: str | None) -> int:
    if options.register:
        secret = verdict.new_secret()
    try:
        server = Receiver(options.port, How(secret, options.answer, options.forward), kept, console)
    except OSError as error:
        raise Refused(
            f"端口 {options.port} 已被占用或不可用（{error.strerror}）。换一个：--port {options.port + 1}"
        ) from None
    with server:
        if options.register and secret:
            register(options.stack.rstrip("/"), options.register, options.port, secret)
            console.print(f"已登记为部门 {options.register} 的回调地址")
        if secret:
            kept.keep_secret(secret)
        console.print(f"正在接收 http://127.0.0.1:{options.port}/    记录 {kept.file}    停止 Ctrl-C", soft_wrap=True)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            console.print("已停止")
    return 0


def replay(console: Console, kept: Kept, wanted: str, to: str, secret: str | None) -> int:
    event = kept.find(wanted)
    if event is None:
        raise Refused(f"没有收到过 {wanted}；收到的记录在 {kept.file}")
    if secret is None or not verdict.usable(secret):
        raise Refused("没有密钥，无法签名：请加 --secret 或 --secret-file")
    try:
        with httpx.Client(timeout=REPLAY_SECONDS, trust_env=False) as client:
            answer = client.post(to, content=event.body.encode(), headers=verdict.signed(secret, event.id, event.body))
    except httpx.HTTPError as failure:
        raise Refused(f"无法发送到 {to}（{type(failure).__name__}）") from None
    console.print(f"{event.id} → {to}  答复 {answer.status_code}  {answer.text[:300]}".rstrip(), soft_wrap=True)
    return 0 if answer.is_success else 1
