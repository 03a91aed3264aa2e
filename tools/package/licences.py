"""The licences of what ships: their texts go into the package, and `docs/licences.md` lists them.

`python -m tools.package.licences` writes the list, `--check` fails where it is not what the installed packages say, and
where a package has a licence that nobody has allowed.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import NamedTuple

from chalicelib.documents.store.rendering.fonts import FONTS
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/licences.md")
LOCKS = {"code": Path("requirements.txt"), "layer": Path("requirements-render.txt")}
LOCKED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==", re.MULTILINE)
TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
PERMISSIVE = frozenset(
    {"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "OFL-1.1", "Apache-2.0 OR BSD-3-Clause"}
)
# What is not permissive, and why it may ship.
ALLOWED = {
    "python-stdnum": "a library that ships unchanged and with its source; whoever gets the package can exchange it",
}
# What older packages say in words of their own.
SPELLINGS = {
    "Apache License 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "LGPL": "LGPL-2.1-or-later",
}
OPEN_FONT_LICENCE = "SIL OPEN FONT LICENSE Version 1.1"


class Licence(NamedTuple):
    """Of one package: its SPDX name, and the files with its text."""

    package: str
    version: str
    name: str
    texts: Sequence[Path]


class NotAllowed(Exception):
    """A package ships under a licence that nobody has allowed."""


@takes_check
def main(arguments: Sequence[str]) -> int:
    try:
        return write_or_compare({PAGE: page()}, arguments, "licences: as the packages say, and all of them allowed")
    except NotAllowed as refused:
        print(refused, file=sys.stderr)
        return 1


def page() -> str:
    """The list as Markdown. Raises NotAllowed."""
    lines = [
        "# Licences of what ships",
        "",
        "Made by `make fmt` from the locked packages; `make check` compares. The texts lie in the packages, in "
        "`licences/`. boto3 and what it needs belong to Lambda's runtime.",
        "",
        "| package | version | licence | ships in | note |",
        "|---|---|---|---|---|",
        "| yimen | | Apache-2.0 | code | ours |",
    ]
    for where, lock in LOCKS.items():
        lines += [_row(licence, where) for licence in of_lock(lock)]
    lines += [f"| {font.file} | | OFL-1.1 | layer | from the wheel `{font.package}` |" for font in FONTS]
    return "\n".join([*lines, ""])


def _row(licence: Licence, where: str) -> str:
    note = ALLOWED.get(licence.package, "")
    if licence.package in FONT_CARRIERS:
        where, note = "nothing of its own", "only its fonts are taken out, see below"
    return f"| {licence.package} | {licence.version} | {licence.name} | {where} | {note} |"


FONT_CARRIERS = frozenset(font.package for font in FONTS)


def of_lock(lock: Path) -> Iterator[Licence]:
    """The packages of a lock file, and Chalice beside the code. Raises NotAllowed."""
    packages = LOCKED.findall(lock.read_text("utf-8")) + (["chalice"] if lock == LOCKS["code"] else [])
    for package in sorted(packages):
        found = of_package(distribution(package))
        if found.name not in PERMISSIVE and package not in ALLOWED:
            raise NotAllowed(
                f"{package} ships under {found.name or 'no licence'}: see PERMISSIVE in {Path(__file__).name}"
            )
        yield found


def of_package(package: Distribution) -> Licence:
    said = _first(package, "License-Expression") or _first(package, "License")
    words = [line.rpartition("::")[2].strip() for line in package.metadata.get_all("Classifier") or []]
    said = said or next((word for word in words if word in SPELLINGS), "")
    texts = [Path(str(file.locate())) for file in package.files or [] if TEXTS.search(str(file))]
    name = str(package.metadata["Name"]).lower().replace("_", "-")
    return Licence(name, package.version, SPELLINGS.get(said, said), [text for text in texts if text.is_file()])


def _first(package: Distribution, field: str) -> str:
    return (package.metadata.get_all(field) or [""])[0]


def copy_texts(installed: Path, into: Path) -> None:
    """Copy the texts of all packages that are installed in a folder; of a package without one, what it says itself."""
    for description in sorted(installed.glob("*.dist-info")):
        licence = of_package(Distribution.at(description))
        own = into / licence.package
        own.mkdir(parents=True, exist_ok=True)
        (own / "README").write_text(f"{licence.package} {licence.version}: {licence.name}\n", "utf-8")
        for text in licence.texts:
            shutil.copyfile(text, own / text.name)


def open_font_licence() -> str:
    """The text of the OFL, as the package of Noto Serif carries it, without the line that names its authors."""
    carrier = next(font.package for font in FONTS if font.package != "mplfonts")
    text = of_package(distribution(carrier)).texts[0].read_text("utf-8")
    return text[text.index(OPEN_FONT_LICENCE) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
