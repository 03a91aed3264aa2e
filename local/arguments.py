"""The arguments that `make run`, `make demo` and other front doors share.

A wrong one is answered with one line, by the first two without usage text.
"""

import argparse
from typing import NoReturn

USUAL_PORT = 8000
PORTS = range(65536)
WORKDAYS = range(1001)
ON_THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")


class Parser(argparse.ArgumentParser):
    """Exits with status 2 and one line on stderr."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


def port(text: str) -> int:
    """Port 0 stands for any free port."""
    return whole_number(text, PORTS, "端口应为 0 至 65535 的整数")


def host_port(text: str) -> str:
    """A receiver of callbacks on this machine. Addresses elsewhere need no permission, or must not have one."""
    host, colon, number = text.rpartition(":")
    if host not in ON_THIS_MACHINE or not colon or not port(number) > 0:
        raise argparse.ArgumentTypeError(f"应为本机的地址和端口，如 127.0.0.1:9100，不能是 {text}")
    return text


def workdays(text: str) -> int:
    return whole_number(text, WORKDAYS, "工作日数应为 0 至 1000 的整数")


def whole(text: str) -> int:
    return whole_number(text, range(10**9), "a whole number from 0 on is needed")


def positive(text: str) -> int:
    return whole_number(text, range(1, 10**9), "a whole number from 1 on is needed")


def whole_number(text: str, allowed: range, expectation: str) -> int:
    # `int` alone would accept signs, spaces, underscores and digits of other scripts.
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) in allowed:
        return int(text)
    but = ", not" if expectation.isascii() else "，不能是"
    raise argparse.ArgumentTypeError(f"{expectation}{but} {text}")
