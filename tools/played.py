"""docs/played.md, made by playing acceptance through: `python -m tools.played` writes it, `--check` compares it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from proofs.kit.seams import no_log
from proofs.played.page import page
from proofs.played.plays import ITEMS
from proofs.played.scenes import SCENES
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/played.md")


@takes_check
def main(arguments: Sequence[str]) -> int:
    with no_log():
        text = page()
    same = f"played: {len(ITEMS)} items, {len(SCENES)} scenes each, {PAGE} says the same"
    return write_or_compare({PAGE: text}, arguments, same)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
