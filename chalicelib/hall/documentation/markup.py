"""HTML that cannot be written without escaping: only what `tag` made is markup, every other text is escaped."""

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Content = str | Html | None


def tag(name: str, *children: Content, **attributes: str | bool) -> Html:
    """An element. `class_` stands for class; an attribute that is True stands without a value, False is left out."""
    return Html(f"<{name}{_attributes(attributes)}>{join(*children)}</{name}>")


def join(*children: Content) -> Html:
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))


def _attributes(attributes: dict[str, str | bool]) -> str:
    written = [
        f" {name.rstrip('_')}" if value is True else f' {name.rstrip("_")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    ]
    return "".join(written)
