"""The guides that are served beside /v1/docs, rendered from their Markdown into files that ship.

`python -m tools.pages` writes them, `python -m tools.pages --check` fails where one is not what its Markdown says. They
are rendered here and not in the function, so that no Markdown library ships.
"""

import sys
from pathlib import Path

from markdown_it import MarkdownIt

GUIDES = ("callbacks", "errors")
FOLDER = Path("chalicelib/http/documentation/guides")


def main(arguments: list[str]) -> int:
    """Write the pages, or say with exit status 1 which one on disk is another."""
    wanted = {FOLDER / f"{name}.html": rendered(name) for name in GUIDES}
    if "--check" not in arguments:
        FOLDER.mkdir(exist_ok=True)
        for file, text in wanted.items():
            file.write_text(text, "utf-8")
        return 0
    stale = [str(file) for file, text in wanted.items() if not file.is_file() or file.read_text("utf-8") != text]
    print(f"{', '.join(stale)}: run `make fmt`" if stale else f"guides: {len(wanted)} pages, as their Markdown says")
    return 1 if stale else 0


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
