"""HTML that is always escaped: only what `tag` returns is markup, and every other text is escaped."""

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Content = str | Html | None


def tag(name: str, *children: Content, **attributes: str | bool) -> Html:
    """An element. `class_` is the attribute class. If True, an attribute has no value; if False, it is omitted."""
    return Html(f"<{name}{_attributes(attributes)}>{join(*children)}</{name}>")


def prose(text: str) -> list[Html]:
    """HTML of a description, which may have paragraphs, lists and `code`."""
    blocks = [block.splitlines() for block in text.split("\n\n")]
    return [
        tag("ul", *(tag("li", _inline(line.removeprefix("- "))) for line in lines))
        if lines[0].startswith("- ")
        else tag("p", *map(_inline, lines))
        for lines in blocks
    ]


def join(*children: Content) -> Html:
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))


def _inline(line: str) -> Html:
    return join(*(tag("code", part) if place % 2 else part for place, part in enumerate(line.split("`"))))


def _attributes(attributes: dict[str, str | bool]) -> str:
    written = [
        f" {name.rstrip('_')}" if value is True else f' {name.rstrip("_")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    ]
    return "".join(written)
