"""Arguments of `make run` and `make demo`: what is wrong with one is told in one line."""

import argparse
from typing import NoReturn

PORTS = range(65536)
WORKDAYS = range(1001)


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


def port(text: str) -> int:
    """0 takes a free one."""
    return _within(PORTS, text, "端口应为 0 至 65535 的整数")


def workdays(text: str) -> int:
    return _within(WORKDAYS, text, "工作日数应为 0 至 1000 的整数")


def _within(allowed: range, text: str, wanted: str) -> int:
    # Digits of other scripts and signs are numbers to `int`, and mistakes here.
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in allowed:
        return int(text)
    raise argparse.ArgumentTypeError(f"{wanted}，不能是 {text}")
