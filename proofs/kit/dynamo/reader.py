"""One expression read word by word: placeholders, operators, and what DynamoDB refuses before it looks at any item."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.values import Value, length

Values = Mapping[str, Value]
Check = Callable[[Values], None]

BYTES_AT_MOST = 4096
OPERATORS_AT_MOST = 300
RESERVED = frozenset(Path(__file__).with_name("reserved_words.txt").read_text("ascii").split())
WORD = re.compile(r"\s*([#:]\w+|[A-Za-z]\w*|\d+|<>|<=|>=|[=<>+\-(),.\[\]]|$)", re.ASCII)
FUNCTIONS_NOT_PLAYED = ("size", "attribute_type")


class Reader:
    """`what` is the parameter that holds the expression. `checks` are to be made of the values of each request."""

    def __init__(self, what: str, text: str, names: Mapping[str, str]) -> None:
        self.what = what
        self.attributes: set[str] = set()
        self.used_names: set[str] = set()
        self.used_values: set[str] = set()
        self.checks: list[Check] = []
        self._names = names
        self._operators = 0
        self._at = 0
        if not text.strip():
            self.refuse("The expression can not be empty;")
        if length(text) > BYTES_AT_MOST:
            self.refuse(f"Expression size has exceeded the maximum allowed size; expression size: {length(text)}")
        self._words = self._cut(text)

    def _cut(self, text: str) -> list[str]:
        words: list[str] = []
        at = 0
        while at < len(text):
            found = WORD.match(text, at)
            if found is None:
                rest = text[at:].strip()
                self.refuse(f'Syntax error; token: "{rest[0]}", near: "{rest[:2]}"')
            words.append(found[1])
            at = found.end()
        return [word for word in words if word]

    # ------------------------------------------------------------------------------------------------------- words
    @property
    def at(self) -> int:
        """How many words are behind."""
        return self._at

    @property
    def word(self) -> str:
        """The next one, empty at the end."""
        return self._words[self._at] if self._at < len(self._words) else ""

    @property
    def keyword(self) -> str:
        return self.word.upper()

    def follows(self, word: str) -> bool:
        """Whether this is the word after the next one."""
        return self._words[self._at + 1 : self._at + 2] == [word]

    def next(self) -> str:
        word = self.word
        if not word:
            self.syntax_error()
        self._at += 1
        return word

    def take(self, word: str) -> bool:
        """Pass over this word if it comes next."""
        if self.keyword != word:
            return False
        self._at += 1
        return True

    def expect(self, word: str) -> None:
        if not self.take(word):
            self.syntax_error()

    def end(self) -> None:
        if self.word:
            self.syntax_error()

    # ---------------------------------------------------------------------------------------------------- operands
    def attribute(self) -> str:
        """The name of a top-level attribute; a path into a document is not played."""
        word = self.next()
        if word[0] == "#":
            self.used_names.add(word)
            if word not in self._names:
                self.refuse(
                    f"An expression attribute name used in the document path is not defined; attribute name: {word}"
                )
            name = self._names[word]
        elif word[0].isalpha():
            name = word
            if word.lower() in RESERVED:
                self.refuse(f"Attribute name is a reserved keyword; reserved keyword: {word}")
        else:
            self._at -= 1
            self.syntax_error()
        if self.word in (".", "["):
            raise NotImplementedError(f"paths into documents are not played: {self.what}")
        self.attributes.add(name)
        return name

    def value(self) -> str:
        """A placeholder of a value; whether the request defines it is found out for each request."""
        word = self.next()
        if word[0] != ":":
            self._at -= 1
            self.syntax_error()
        self.used_values.add(word)
        return word

    def count(self, operator: str) -> str:
        """One more operator or function."""
        self._operators += 1
        return operator

    def finish(self) -> None:
        self.end()
        if self._operators > OPERATORS_AT_MOST:
            self.refuse(f"The expression contains too many operators; operator count: {self._operators}")

    def must_be(self, operator: str, placeholder: str, kinds: Iterable[str]) -> None:
        """The value of this placeholder must be of one of these types."""
        allowed = frozenset(kinds)

        def check(values: Values) -> None:
            (kind,) = values[placeholder]
            if kind not in allowed:
                self.refuse(
                    "Incorrect operand type for operator or function; "
                    f"operator or function: {operator}, operand type: {kind}"
                )

        self.checks.append(check)

    # ---------------------------------------------------------------------------------------------------- refusals
    def refuse(self, sentence: str) -> NoReturn:
        raise Invalid(f"Invalid {self.what}: {sentence}", up_front=True)

    def syntax_error(self) -> NoReturn:
        near = " ".join(self._words[max(0, self._at - 1) : self._at + 2])
        self.refuse(f'Syntax error; token: "{self.word or "<EOF>"}", near: "{near}"')

    def unknown_function(self, name: str) -> NoReturn:
        if name in FUNCTIONS_NOT_PLAYED:
            raise NotImplementedError(f"{name}() is not played: {self.what}")
        self.refuse(f"Invalid function name; function: {name}")
