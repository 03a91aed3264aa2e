"""What ships, held against the list of known vulnerabilities: `make audit`.

The list is on the network. Where it cannot be reached, or does not know a package, that is told and is no success:
a package that nobody has looked up is not safe.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

LOCKS = ("requirements.txt", "requirements-render.txt")
FOUND, NOT_AUDITED = 1, 2


class Audit(NamedTuple):
    """`known` are findings as `package version: id`, `unknown` the packages that could not be looked up."""

    looked_up: int
    known: list[str]
    unknown: list[str]

    @property
    def code(self) -> int:
        """What the command answers: a finding counts more than a package that was not looked up."""
        if self.known:
            return FOUND
        return NOT_AUDITED if self.unknown or not self.looked_up else 0


def main() -> int:
    audit = read([answer for lock in LOCKS for answer in ask(Path(lock))])
    for finding in audit.known:
        print(f"audit: {finding}")
    if audit.unknown or not audit.looked_up:
        print(
            f"audit: the list of vulnerabilities cannot be reached, or lacks {', '.join(audit.unknown) or 'everything'}"
        )
    print(
        f"audit: {audit.looked_up} packages looked up, {len(audit.known)} findings, {len(audit.unknown)} not looked up"
    )
    return audit.code


def ask(lock: Path) -> list[dict[str, Any]]:
    """pip-audit's answer for each package of the lock file; nothing where it could not answer at all."""
    program = Path(sys.executable).with_name("pip-audit")
    command = [str(program), "--disable-pip", "--require-hashes", "--progress-spinner", "off", "-f", "json"]
    done = subprocess.run([*command, "-r", str(lock)], capture_output=True, text=True, check=False)
    return answers(done.stdout)


def answers(printed: str) -> list[dict[str, Any]]:
    """The packages in what pip-audit printed. It prints no JSON when it has failed."""
    try:
        return json.loads(printed)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return []


def read(packages: Sequence[dict[str, Any]]) -> Audit:
    unknown = sorted({package["name"] for package in packages if "skip_reason" in package})
    looked_up = [package for package in packages if "skip_reason" not in package]
    known = [
        f"{package['name']} {package['version']}: {finding['id']}"
        for package in looked_up
        for finding in package.get("vulns", [])
    ]
    return Audit(len(looked_up), known, unknown)


if __name__ == "__main__":
    sys.exit(main())
