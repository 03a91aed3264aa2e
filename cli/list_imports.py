"""`yimen import lists`: the lists of proofs and of intermediary services from a file. It looks only, unless told to
write.
"""

import argparse

from rich.console import Console
from rich.table import Table as Rows

from chalicelib.catalogue.acts.publish_lists import ListsPlan, import_lists, plan_lists
from chalicelib.foundation.platform import Platform

PARTS = {"proofs": "证明事项", "intermediaries": "中介服务事项"}
KINDS = {"created": "新增", "updated": "变更", "ended": "不再列入", "unchanged": "未变"}


def planned(platform: Platform, document: object) -> ListsPlan:
    """Raises Invalid with every error of the document."""
    return plan_lists(platform.table, platform.settings.division, document, platform.now())


def finish(platform: Platform, console: Console, options: argparse.Namespace, plan: ListsPlan) -> int:
    """Shows what becomes of each entry, and publishes where that was asked for. The codes are as of `imports.run`."""
    rows = Rows("变化", "清单", "编号", "名称", box=None, header_style="bold")
    for change in plan.changes:
        if change.kind != "unchanged":
            rows.add_row(KINDS[change.kind], PARTS[change.part], change.id, change.name)
    if rows.row_count:
        console.print(rows)
    counted = {kind: sum(change.kind == kind for change in plan.changes) for kind in KINDS}
    console.print("，".join(f"{KINDS[kind]} {number}" for kind, number in counted.items() if number))
    if options.write:
        written = import_lists(platform.table, plan)
        console.print(f"已公布第 {plan.version} 版清单" if written else "已是最新，没有公布")
        return 0
    if plan.ops:
        console.print(f"以上尚未公布；加 --write 重新执行即公布第 {plan.version} 版清单")
    return 1 if plan.ops else 0
