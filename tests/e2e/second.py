"""What the second emulator (`make second`) is known to do wrong: the tests that fail with it, each with the reason."""

KNOWN: dict[str, str] = {}
