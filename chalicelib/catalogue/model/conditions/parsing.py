"""Reading a condition once; a malformed one is refused with the position where it stops making sense."""

import re
from functools import lru_cache
from typing import NamedTuple, cast

from chalicelib.catalogue.model.conditions.syntax import Comparison, Condition, Literals, Operator, all_of, any_of

MAX_LENGTH = 500
MAX_DEPTH = 20
TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]{1,9}(?![\w.]))|(?P<word>[A-Za-z_]\w*)|'(?P<text>[^']*)'|(?P<operator>==|!=|<=|>=|<|>)|(?P<bracket>[()]))""",
    re.ASCII,
)
KEYWORDS = frozenset({"and", "or", "true", "false"})
ORDERINGS = frozenset({"<", "<=", ">", ">="})


class ConditionError(ValueError):
    """A malformed condition. `position` counts characters from 1."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(f"第 {position} 个字符处：{reason}")
        self.reason = reason
        self.position = position


class Token(NamedTuple):
    kind: str
    text: str
    position: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Condition:
    """The condition `text` means. Raises ConditionError."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(f"条件过长，最多 {MAX_LENGTH} 个字符", MAX_LENGTH + 1)
    reader = _Reader(_tokens(text))
    condition = reader.disjunction(0)
    if reader.next.kind != "end":
        raise ConditionError("条件在此处应当结束，或以 and、or 连接", reader.next.position)
    return condition


def _tokens(text: str) -> list[Token]:
    tokens, position = list[Token](), 0
    end = len(text.rstrip())
    while position < end:
        match = TOKEN.match(text, position)
        if not match:
            blank = len(text[position:]) - len(text[position:].lstrip())
            raise ConditionError("无法识别的字符", position + blank + 1)
        kind = cast(str, match.lastgroup)
        start = match.start(kind) - (kind == "text")
        tokens.append(Token("keyword" if match[kind] in KEYWORDS and kind == "word" else kind, match[kind], start + 1))
        position = match.end()
    return [*tokens, Token("end", "", end + 1)]


class _Reader:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def disjunction(self, depth: int) -> Condition:
        parts = [self.conjunction(depth)]
        while self._skip("keyword", "or"):
            parts.append(self.conjunction(depth))
        return any_of(*parts)

    def conjunction(self, depth: int) -> Condition:
        parts = [self.factor(depth)]
        while self._skip("keyword", "and"):
            parts.append(self.factor(depth))
        return all_of(*parts)

    def factor(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise ConditionError("括号嵌套过深", self.next.position)
        if not self._skip("bracket", "("):
            return self.comparison()
        inner = self.disjunction(depth + 1)
        if not self._skip("bracket", ")"):
            raise ConditionError("缺少右括号", self.next.position)
        return inner

    def comparison(self) -> Comparison:
        variable = self._take({"word"}, "此处应为变量名").text
        operator = self._take({"operator"}, "此处应为比较符 ==、!=、<、<=、>、>=")
        literal = self._take({"number", "text", "keyword"}, "此处应为 true、false、整数或 '文字'")
        value = _value(literal)
        if operator.text in ORDERINGS and type(value) is not int:
            raise ConditionError("只有整数可以比较大小", literal.position)
        return Comparison(variable, cast(Operator, operator.text), value)

    def _skip(self, kind: str, text: str) -> bool:
        if (self.next.kind, self.next.text) != (kind, text):
            return False
        self._at += 1
        return True

    def _take(self, kinds: set[str], reason: str) -> Token:
        token = self.next
        if token.kind not in kinds:
            raise ConditionError(reason, token.position)
        self._at += 1
        return token


def _value(token: Token) -> Literals:
    if token.kind == "text":
        return token.text
    if token.kind == "number":
        return int(token.text)
    if token.text not in {"true", "false"}:
        raise ConditionError("此处应为 true、false、整数或 '文字'", token.position)
    return token.text == "true"
