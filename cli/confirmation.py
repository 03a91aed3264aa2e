"""Before something that cannot be taken back: a word has to be typed."""

from rich.console import Console


def typed(console: Console, what: str, word: str) -> bool:
    """Whether the word was typed; also False where nobody can type."""
    console.print(what, soft_wrap=True)
    try:
        return console.input(f"请键入“{word}”确认：").strip() == word
    except EOFError:
        return False
