"""The guides that are served beside /v1/docs, rendered from their Markdown into files that ship.

`python -m tools.pages` writes them, `python -m tools.pages --check` fails where one is not what its Markdown says. They
are rendered here and not in the function, so that no Markdown library ships.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from markdown_it import MarkdownIt

from tools.made_files import takes_check, write_or_compare

GUIDES = ("callbacks", "errors")
FOLDER = Path("chalicelib/http/documentation/guides")


@takes_check
def main(arguments: Sequence[str]) -> int:
    wanted = {FOLDER / f"{name}.html": rendered(name) for name in GUIDES}
    return write_or_compare(wanted, arguments, f"guides: {len(wanted)} pages, as their Markdown says")


def rendered(name: str) -> str:
    """Links between the guides lead to the pages. HTML in the Markdown stays text."""
    html = (
        MarkdownIt("commonmark", {"html": False}).enable("table").render(Path("docs", f"{name}.md").read_text("utf-8"))
    )
    for other in GUIDES:
        html = html.replace(f'href="{other}.md', f'href="{other}')
    return html


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
