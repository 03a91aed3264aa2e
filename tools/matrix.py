"""docs/matrix.md, made from the rows of the matrix: who is answered what on every route. The same rows are played.

`python -m tools.matrix` writes it, `python -m tools.matrix --check` fails where it is not what the rows say. Both
refuse a route without a row, a row without a route, and a role without a column. The rows are played by
`tests/wiring/test_matrix.py`.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from chalicelib.access.actor import Role
from chalicelib.http.routes import Route
from proofs.matrix.outcomes import DENIED, LEFT, LOGIN, OUTCOMES
from proofs.matrix.people import NOBODY, PEOPLE, Person
from proofs.matrix.row import Row
from proofs.matrix.rows import PARTS, ROWS
from proofs.matrix.words import WORDS
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/matrix.md")
HEAD = """# 谁在哪里得到什么答复

本页由 `proofs/matrix/rows/` 中的各行生成（`make fmt`），请勿手改。同样的各行由 `tests/wiring/test_matrix.py` 逐格对照
实际的答复：每一路由、每一人员、每一情形各办一次。应得的答复依规则和法律写定，不从程序抄来。

行是路由和情形，列是人员。空白的路由与上一行相同。每张表只列出与众不同的人员，其余一律 ✗（没有权限），
没有令牌的一律 登。“{hidden}”的答复逐字等于不存在的编号的答复，调用 AWS 的次数也相等。
被拒绝的请求什么也没有写入。工作人员办成之后离岗、再以同一 Idempotency-Key 重发的，
一律“{left}”，不再得到办理的凭据。人员都是虚构的（SYNTHETIC）。

"""


@takes_check
def main(arguments: Sequence[str]) -> int:
    wrong = [*faults(ROWS, import_module("app").ROUTES)]
    if wrong:
        print("matrix:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    same = f"matrix: {len(ROWS)} rows, {len(PEOPLE)} people, {PAGE} says the same"
    return write_or_compare({PAGE: page()}, arguments, same)


# -------------------------------------------------------------------------------------------------- what may be wrong
def faults(rows: Sequence[Row], routes: Sequence[Route]) -> Iterator[str]:
    """Everything that is wrong with these rows, as sentences."""
    told, served = {row.route for row in rows}, {f"{route.method} {route.path}" for route in routes}
    yield from (f"{route}: no row in proofs/matrix/rows" for route in sorted(served - told))
    yield from (f"{route}: a row, and no such route" for route in sorted(told - served))
    names = [row.name for row in rows]
    yield from (f"{name}: two rows" for name in sorted({name for name in names if names.count(name) > 1}))
    roles = {person.actor.role for person in PEOPLE if person.actor}
    yield from (f"role {role}: no column in proofs/matrix/people.py" for role in Role if role not in roles)
    for row in rows:
        yield from _faults_of(row)


def _faults_of(row: Row) -> Iterator[str]:
    try:
        signs = set(row.expected().values())
    except LookupError as fault:
        yield str(fault)
        return
    known = {*OUTCOMES, *row.plants}
    yield from (f"{row.name}: no such sign: {sign}" for sign in sorted(signs) if not {sign, *sign} & known)
    yield from (f"{row.name}: no words for {thing}" for thing in row.plants.values() if thing not in WORDS)


# ----------------------------------------------------------------------------------------------------------- the page
def page() -> str:
    hidden = next(sign for sign, one in OUTCOMES.items() if one.hides)
    parts = "\n".join(f"## {title}\n\n{_part(rows)}" for title, rows in PARTS.items())
    return HEAD.format(hidden=hidden, left=LEFT) + f"{_signs()}\n{parts}\n{_people()}"


def _signs() -> str:
    head = "| 符 | 答复 | 含义 |\n|---|---|---|\n"
    rows = (
        f"| {sign} | {one.status}{f' `{one.condition or one.code}`' if one.code else ''} | {one.says} |\n"
        for sign, one in OUTCOMES.items()
    )
    return head + "".join(rows) + "| ①②… |  | 清单中有所列的这几件，见表下说明 |\n"


def _people() -> str:
    head = "## 人员\n\n| 列 | 是谁 |\n|---|---|\n"
    return head + "".join(f"| {person.title} | {person.who} |\n" for person in PEOPLE)


def _part(rows: Sequence[Row]) -> str:
    expected = [row.expected() for row in rows]
    alike = all(len(set(signs.values())) == 1 for signs in expected)
    shown = [NOBODY] if alike else [person for person in PEOPLE if any(_unusual(person, one) for one in expected)]
    titles = ["任何人"] if alike else [person.title for person in shown]
    lines = [_line("路由", "情形", titles), _line("---", "---", ["---"] * len(titles))]
    before = ""
    for row, signs in zip(rows, expected, strict=True):
        route = "" if row.route == before else f"`{row.route}`"
        lines.append(_line(route, row.state, [signs[person.name] for person in shown]))
        before = row.route
    return "".join(lines) + "".join(_plants(row) for row in rows if row.plants)


def _unusual(person: Person, signs: Mapping[str, str]) -> bool:
    return signs[person.name] != (LOGIN if person is NOBODY else DENIED)


def _line(route: str, state: str, cells: Iterable[str]) -> str:
    return f"| {' | '.join((route, state, *cells))} |\n"


def _plants(row: Row) -> str:
    told = "，".join(f"{sign} {WORDS[thing]}" for sign, thing in row.plants.items())
    return f"\n`{row.route}`{f'（{row.state}）' if row.state else ''}：{told}。\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
