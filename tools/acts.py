"""docs/acts.md, made from the table of acts: what may be done on a case, by whom and from where.

`python -m tools.acts` writes it, `python -m tools.acts --check` fails where it is not what the table says.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from chalicelib.access.actor import Role
from chalicelib.access.policy import GRANTS, Permission
from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status
from chalicelib.catalogue.model.life import ProposalState
from chalicelib.catalogue.model.life_acts import LIFE_ACTS
from chalicelib.durable.lawful import LawfulAct
from tools.made_files import takes_check, write_or_compare

PAGE = Path("docs/acts.md")
HEAD = """# What may be done on a case

Made from `chalicelib/cases/model/acts.py` by `make fmt`; do not edit it. An act from any other status answers 409
`act_out_of_order`, one without the permission 403 `permission_missing`, one on a case that is not the caller's
business 404. *Seen version*: the act asks for `If-Match`. *For closing*: a case is archived only with this event in
its chain (R55).

| act | in code | done by | from | to | events | seen version | for closing |
|---|---|---|---|---|---|---|---|
"""
LIFE_HEAD = """
# What may be done on an item

Made from `chalicelib/catalogue/model/life_acts.py`. *From* is how far the proposal under way is; an act from elsewhere
answers 409 `item_act_out_of_order`, one that needs no proposal says *any time*. Nobody does two of the steps (403
`same_person`). *Seen version*: the act asks for `If-Match`.

| act | in code | done by | from | events | seen version |
|---|---|---|---|---|---|
"""
BY_PLATFORM = "the platform"


@takes_check
def main(arguments: Sequence[str]) -> int:
    same = f"acts: {len(ACTS)} on cases, {len(LIFE_ACTS)} on items, {PAGE} says the same"
    return write_or_compare({PAGE: page()}, arguments, same)


def page() -> str:
    on_cases = HEAD + "".join(f"{row(act)}\n" for act in ACTS)
    return on_cases + LIFE_HEAD + "".join(f"{life_row(act)}\n" for act in LIFE_ACTS)


def row(act: CaseAct) -> str:
    cells = (
        act.label,
        f"`{act.name}`",
        "; ".join(holders(permission) for permission in act.done_by) or by_platform(act),
        ", ".join(f"`{status.value}`" for status in Status if status in act.lawful_from) or "nothing yet",
        ", ".join(f"`{status.value}`" for status in Status if status in act.leads_to),
        ", ".join(f"`{event}` {label}" for event, label in act.events.items()) or "none",
        "yes" if act.guarded else "",
        closing(act),
    )
    return f"| {' | '.join(cells)} |"


def life_row(act: LawfulAct) -> str:
    cells = (
        act.label,
        f"`{act.name}`",
        "; ".join(holders(permission) for permission in act.done_by),
        ", ".join(f"`{state.value}`" for state in ProposalState if state in act.lawful_from) or "any time",
        ", ".join(f"`{event}` {label}" for event, label in act.events.items()),
        "yes" if act.guarded else "",
    )
    return f"| {' | '.join(cells)} |"


def by_platform(act: CaseAct) -> str:
    return f"`bin/yimen {act.command}`" if act.command else BY_PLATFORM


def holders(permission: Permission) -> str:
    """The permission and the roles that have it."""
    roles = ", ".join(role.value for role in Role if permission in GRANTS[role])
    return f"`{permission.value}` ({roles})"


def closing(act: CaseAct) -> str:
    if act.needed is CaseAct.needed:
        return ""
    return "yes" if not act.or_events else f"yes, or {', '.join(f'`{event}`' for event in sorted(act.or_events))}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
