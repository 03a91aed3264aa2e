"""`yimen repair CASE`: where one case stands, what was wrong with it, and what was done about it."""

from rich.console import Console
from rich.table import Table

from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.repair.mend import Repaired, repair_case
from chalicelib.operations.model.standing import Machine, Standing
from chalicelib.operations.store.census import case_named

EXECUTIONS = {
    None: "无执行",
    "RUNNING": "运行中",
    "SUCCEEDED": "已结束",
    "FAILED": "已失败",
    "TIMED_OUT": "已超时",
    "ABORTED": "已中止",
}


def run_one(platform: Platform, console: Console, named: str, *, dry_run: bool) -> int:
    """0 when nothing is left to do, 1 when something is, 2 for a case that does not exist.

    `named` is a case's number, its query code or its id.
    """
    repaired = repair_case(platform, case_named(platform, named), dry_run=dry_run)
    if repaired is None:
        console.print(f"没有办件 {named}")
        return 2
    show_standing(console, repaired.before)
    show_outcome(console, repaired, dry_run=dry_run)
    return 1 if repaired.unmended else 0


def show_standing(console: Console, standing: Standing) -> None:
    case = standing.case
    console.print(f"[bold]{case.id}[/bold]  {case.number or '未编号'}  {case.item_name}  {case.status.label}")
    table = Table("流程", "应在环节", "代次", "执行", "等待环节", "令牌", box=None, header_style="bold")
    for machine in standing.machines:
        table.add_row(machine.name, machine.at or "—", *flow_cells(machine))
    if standing.machines:
        console.print(table)
    if standing.alarms:
        console.print(f"定时提醒：{'、'.join(standing.alarms)}")
    if standing.under_way:
        console.print(f"正在执行的后续动作：{'、'.join(standing.under_way)}")


def flow_cells(machine: Machine) -> tuple[str, str, str, str]:
    """Tokens are never shown: who has one can complete the step."""
    flow, execution = machine.flow, EXECUTIONS.get(machine.execution, str(machine.execution))
    if flow is None:
        return "—", execution, "—", "—"
    return str(flow.generation), execution, flow.step or "—", "有" if flow.token else "无"


def show_outcome(console: Console, repaired: Repaired, *, dry_run: bool) -> None:
    for finding in repaired.mended:
        console.print(f"[green]已修复[/green]  {finding.label}（{finding.subject}）")
    for finding in repaired.unmended:
        word = "待修复" if dry_run else "未能修复"
        console.print(f"[yellow]{word}[/yellow]  {finding.label}（{finding.subject}）")
    if dry_run and repaired.unmended:
        console.print("以上尚未修复；加 --mend 重新执行即修复")
    if not repaired.mended and not repaired.unmended:
        console.print("一切正常，无需修复")
