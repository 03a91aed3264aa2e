"""The address guard: a callback goes to a public https address or nowhere (server-side request forgery).

`parse` judges a URL as it is written. `pin` judges the addresses that its name has now, and the connection is made to
the pinned address: else the name could lead elsewhere a moment later. `allow` lists the `host:port` pairs that neither
judges, for local development only.
"""

import re
import socket
from collections.abc import Callable, Collection
from concurrent.futures import Future
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Thread
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

RESOLVE_SECONDS = 2.0
PORTS = {"https": 443, "http": 80}
PRINTABLE = re.compile(r"[!-~]+")
NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
# A host whose last part is such a number is read as an IPv4 address by browsers and resolvers.
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
INTERNAL = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


class Blocked(Exception):
    """The guard refuses an address. `code` is for programs, `message` is the Chinese sentence for who registered it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


class Target(NamedTuple):
    """The parts of a URL: `host` without brackets, `path` with its query. `exempt`: it is in the allow-list."""

    scheme: str
    host: str
    port: int
    path: str
    exempt: bool

    @property
    def authority(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def parse(url: str, allow: Collection[str] = ()) -> Target:
    """The target of a URL. Raises Blocked when the guard refuses it."""
    if not PRINTABLE.fullmatch(url) or "\\" in url:
        raise Blocked("callback_url_malformed", "回调地址含有空格或不允许的字符，中文域名请用 Punycode 书写")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Blocked("callback_url_malformed", "回调地址格式不正确") from None
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise Blocked("callback_url_malformed", "回调地址应以 https:// 开头并写明域名")
    if "@" in parts.netloc or "#" in url:
        raise Blocked("callback_url_credentials", "回调地址不能含有用户名、密码或 # 片段")
    target = _target(parts, port or PORTS[parts.scheme], allow)
    if not target.exempt:
        _require_public(target)
    return target


def pin(target: Target, resolve: Resolve | None = None) -> str:
    """The address to connect to. Raises Blocked if any address of the name is not public, OSError if it has none."""
    found = [ip_address(address) for address in (resolve or resolve_host)(target.host, target.port)]
    if not found:
        raise OSError("no address")
    if not target.exempt and not all(is_public(address) for address in found):
        raise Blocked("callback_address_internal", "回调地址的域名指向内部网络")
    return str(min(found, key=lambda address: address.version))


def is_public(address: Address) -> bool:
    """Global unicast. An IPv6 address that wraps an IPv4 one is refused: where it leads depends on the network."""
    if isinstance(address, IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo or address.scope_id
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def resolve_host(host: str, port: int) -> list[str]:
    """Every address that the host has now, by the system's resolver. TimeoutError, an OSError, after `RESOLVE_SECONDS`:
    the resolver itself may wait for half a minute, and a name server that is down must not hold up other callbacks.
    """
    found: Future[list[str]] = Future()
    Thread(target=_resolve, args=(host, port, found), daemon=True, name="resolve").start()
    return found.result(timeout=RESOLVE_SECONDS)


def _resolve(host: str, port: int, found: "Future[list[str]]") -> None:
    try:
        found.set_result([str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
    except (OSError, UnicodeError) as failure:
        found.set_exception(failure)


def _target(parts: SplitResult, port: int, allow: Collection[str]) -> Target:
    host = (parts.hostname or "").lower()
    written = f"[{host}]" if ":" in host else host
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, f"{written}:{port}" in allow)


def _require_public(target: Target) -> None:
    if target.scheme != "https":
        raise Blocked("callback_url_insecure", "回调地址应使用 https")
    try:
        public = is_public(ip_address(target.host))
    except ValueError:
        public = _public_name(target.host.removesuffix("."))
    if not public:
        raise Blocked("callback_address_internal", "回调地址应为公网可访问的域名或地址，不能指向本机或内部网络")


def _public_name(host: str) -> bool:
    last = host.rpartition(".")[2]
    return bool(NAME.fullmatch(host)) and last not in INTERNAL and not NUMBER.fullmatch(last)
