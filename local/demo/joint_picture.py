"""What a joint request shows at its end: a table of its members, and its graph as a drawing."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from local.demo.application import COMPANY
from local.demo.client import Client

COLOURS = {"granted": "green", "held": "green", "external_done": "green", "refused": "red", "cut": "red"}


def show_graph(console: Console, client: Client, case_id: str, folder: Path) -> Path:
    """Print how each member stands, and save the drawing of the graph in `folder`."""
    path = f"/applications/{case_id}/graph"
    table = Table("成员事项", "部门", "状态", "说明", title="联办申请的进展", header_style="bold")
    for node in client.get(COMPANY, path).json()["nodes"]:
        if node["state"] != "not_applicable":
            table.add_row(node["title"], node["department"]["name"], state(node), waits(node))
    console.print(table)
    folder.mkdir(parents=True, exist_ok=True)
    drawing = folder / f"graph-{case_id}.svg"
    drawing.write_bytes(client.get(COMPANY, f"{path}.svg").content)
    console.print(f"[bold]图[/bold]    {drawing}", soft_wrap=True)
    return drawing


def state(node: dict[str, Any]) -> str:
    colour = COLOURS.get(node["state"])
    return f"[{colour}]{node['state_label']}[/{colour}]" if colour else str(node["state_label"])


def waits(node: dict[str, Any]) -> str:
    return "；".join(one["says"] for one in node["blocked_by"]) or str(node.get("why_ended") or "")
