"""docs/authority.md, made from the policies: who may do what in each place of the hall, on which conditions, and why.

`python -m tools.policies` writes it, `python -m tools.policies --check` fails where it is not what the policies say.
Both refuse policies that are wrong: unknown roles, acts or conditions, policies that can never apply, acts that a role
has the permission for and no policy.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from chalicelib.access.actor import BOUND_TO_DEPARTMENT, Role
from chalicelib.access.conditions import CONDITIONS, Condition
from chalicelib.access.policies import EXPLAINED, PLACES, POLICIES
from chalicelib.access.policies.platform import POLICIES as OF_PLATFORM
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import GRANTS, Permission
from chalicelib.cases.model.access import WHOLE_DIVISION
from chalicelib.cases.model.acts import ACTS
from chalicelib.http.documentation.vocabulary import VOCABULARY
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/authority.md")
LAST_REQUIREMENT = 95
ROLES = {str(role): str(words) for role, words in VOCABULARY["EventRole"].items()}
BY_NAME = {act.name: act for act in ACTS}
# No case and no person meets both.
CONTRARY = {
    frozenset({Condition.TRANSFERRED, Condition.NOT_TRANSFERRED}),
    frozenset({Condition.ON_THE_SPOT, Condition.PROMISED}),
    frozenset({Condition.LETTER_TO_ACCEPT, Condition.NO_LETTER_TO_ACCEPT}),
    frozenset({Condition.LETTER_TO_ISSUE_DOCUMENTS, Condition.NO_LETTER_TO_ACCEPT}),
    *(
        frozenset(pair)
        for pair in combinations((Condition.OWN_CASE, Condition.IN_DIVISION, Condition.IN_DEPARTMENT), 2)
    ),
}
# Who can meet a condition at all.
ONLY_FOR = {
    Condition.OWN_CASE: frozenset({Role.APPLICANT}),
    Condition.IN_DIVISION: frozenset(WHOLE_DIVISION),
    Condition.IN_DEPARTMENT: BOUND_TO_DEPARTMENT,
    Condition.SEES_CASE: frozenset({Role.COUNTER_CLERK}),
    Condition.IN_REGISTER: frozenset(Role) - {Role.APPLICANT, Role.DEPARTMENT_SYSTEM},
}
HEAD = """# 谁可以办什么，凭什么

本页由 `chalicelib/access/policies/` 中的规则生成（`make fmt`），请勿手改；`make check` 核对规则本身和本页。

办理一件事，须有一条规则允许：岗位相符，条件全部成立。
条件不成立的答复 403（“不可见”的答复 404，不透露办件是否存在），并在 `condition` 中写明不成立的条件。
窗口没有受理委托书时，答复中的 `offer` 为 `transfer`（收件后移送部门）。
移送的办件不在 `GET /tasks` 中，部门在 `GET /cases?window=移送部门` 中看到本部门的，`transferred_at` 为移送的时间。

每一事件记下所依据的规则（`policy`）和授权文书（`letter`）。规则改变时用新的编号，旧编号的说明保留。

"""


@takes_check
def main(arguments: Sequence[str]) -> int:
    wrong = [*faults(POLICIES)]
    if wrong:
        print("policies:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    same = f"policies: {len(POLICIES)} in {len(PLACES)} places, {PAGE} says the same"
    return write_or_compare({PAGE: page()}, arguments, same)


# -------------------------------------------------------------------------------------------------- what may be wrong
def faults(policies: Sequence[Policy]) -> Iterator[str]:
    """Everything that is wrong with these policies, as sentences."""
    counted = Counter(policy.id for policy in (*policies, *OF_PLATFORM))
    yield from (f"{name}: two policies of this id" for name, many in counted.items() if many > 1)
    for policy in policies:
        yield from (f"{policy.id}: {fault}" for fault in _faults_of(policy))
    yield from _ungoverned(policies)
    used = {condition for policy in policies for condition in policy.conditions}
    yield from (f"condition {condition}: no policy asks for it" for condition in CONDITIONS if condition not in used)
    yield from (f"condition {name}: not in the table" for name in Condition if name not in CONDITIONS)


def _faults_of(policy: Policy) -> Iterator[str]:
    if not re.search(r"[\u4e00-\u9fff]", policy.says):
        yield "no Chinese sentence"
    yield from _wrong_basis(policy.basis)
    if not policy.roles:
        yield "nobody may use it"
    if not policy.acts and not policy.permissions:
        yield "allows nothing"
    yield from (f"unknown role {role}" for role in policy.roles if role not in [*Role])
    yield from (f"unknown act {act}" for act in policy.acts if act not in BY_NAME)
    yield from (f"unknown permission {one}" for one in policy.permissions if one not in [*Permission])
    yield from (f"unknown condition {one}" for one in policy.conditions if one not in CONDITIONS)
    asked = {CONDITIONS[one].letter for one in policy.conditions if one in CONDITIONS}
    if policy.letter and policy.letter not in asked:
        yield f"names the letter of {policy.letter}, and has no condition that asks for it"
    yield from _never_applies(policy)


def _wrong_basis(basis: str) -> Iterator[str]:
    if not basis:
        yield "no basis"
    for number in re.findall(r"R(\d+)", basis):
        if not 1 <= int(number) <= LAST_REQUIREMENT:
            yield f"there is no requirement R{number}"


def _never_applies(policy: Policy) -> Iterator[str]:
    for pair in CONTRARY:
        if pair <= set(policy.conditions):
            yield f"can never apply: {' and '.join(sorted(pair))}"
    for role in policy.roles:
        for condition in policy.conditions:
            if role not in ONLY_FOR.get(condition, frozenset(Role)):
                yield f"can never apply: {role} never meets {condition}"
        granted = GRANTS.get(role, frozenset())
        for act in policy.acts:
            if act in BY_NAME and not granted & set(BY_NAME[act].done_by):
                yield f"can never apply: {role} has no permission of {act}"
        for permission in policy.permissions:
            if permission not in granted:
                yield f"can never apply: {role} has no permission {permission}"


def _ungoverned(policies: Sequence[Policy]) -> Iterator[str]:
    """What a role has the permission for, and no policy speaks of."""
    governed = {(role, act) for policy in policies for role in policy.roles for act in policy.acts}
    told = {(role, one) for policy in policies for role in policy.roles for one in policy.permissions}
    for act in ACTS:
        for role in Role:
            if GRANTS[role] & set(act.done_by) and (role, act.name) not in governed:
                yield f"{act.name}: no policy for {role}"
    for role in Role:
        by_acts = {one for act in ACTS if (role, act.name) in governed for one in act.done_by}
        for permission in sorted(GRANTS[role]):
            if (role, permission) not in told and permission not in by_acts:
                yield f"permission {permission}: no policy for {role}"


# ----------------------------------------------------------------------------------------------------------- the page
def page() -> str:
    tables = (f"## {place}\n\n{_table(policies)}" for place, policies in PLACES.items())
    return HEAD + "\n".join(tables) + f"\n## 平台\n\n{_platform()}\n\n## 条件\n\n{_conditions()}"


def _table(policies: Iterable[Policy]) -> str:
    head = "| 规则 | 编号 | 岗位 | 事项 | 条件 | 依据 |\n|---|---|---|---|---|---|\n"
    rows = (
        f"| {policy.says} | `{policy.id}` | {_joined(ROLES[role] for role in policy.roles)} | {_acts(policy)} "
        f"| {_joined(f'`{one}`' for one in policy.conditions)} | {policy.basis} |\n"
        for policy in policies
    )
    return head + "".join(rows)


def _acts(policy: Policy) -> str:
    acts = (f"{BY_NAME[act].label} `{act}`" for act in policy.acts)
    return _joined([*acts, *(f"{one.description} `{one}`" for one in policy.permissions)])


def _platform() -> str:
    head = "| 规则 | 编号 | 依据 |\n|---|---|---|\n"
    rows = (f"| {one.says} | `{one.id}` | {one.basis} |\n" for one in EXPLAINED.values() if one in OF_PLATFORM)
    return head + "".join(rows).rstrip("\n")


def _conditions() -> str:
    head = "| 条件 | 编号 | 不成立时 | 依据 |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {row.asks} | `{condition}` | {_refusal(condition)} | {row.basis} |\n"
        for condition, row in CONDITIONS.items()
    )


def _refusal(condition: Condition) -> str:
    row = CONDITIONS[condition]
    if row.hides:
        return "不可见（404）"
    if row.letter:
        return f"{row.says}；写明文书的情形（到期、撤销、未列入等）"
    if row.of_state:
        return f"`{row.code}` {row.says}（409）"
    how = "，一般只提示（`warnings`）" if row.warns else ""
    return f"`{row.code}` {row.says}{how}"


def _joined(parts: Iterable[str]) -> str:
    return "、".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
