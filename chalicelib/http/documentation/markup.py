"""HTML that cannot be written without escaping: only what `tag` made is markup, every other text is escaped."""

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Content = str | Html | None


def tag(name: str, *children: Content, **attributes: str | bool) -> Html:
    """An element. `class_` stands for class; an attribute that is True stands without a value, False is left out."""
    return Html(f"<{name}{_attributes(attributes)}>{join(*children)}</{name}>")


def prose(text: str) -> list[Html]:
    """The few marks of a description: blocks apart, lists, and `code`."""
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
