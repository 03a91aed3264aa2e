"""到现场次数: what an item publishes, and one visit at least where an original has to be shown (R8, R27). Pure.

What an organ gives by data sharing has no original to be shown, and what the platform prints has none.
"""

from collections.abc import Iterable

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.catalogue.model.material_kinds import COMPARED


def visits_for(item: ItemDocument, lines: Iterable[ChecklistLine]) -> int:
    """For whom the list is this."""
    return max(item.channel.on_site_visits, int(any(line.required and line.kind in COMPARED for line in lines)))


def visits_of_all(item: ItemDocument) -> int:
    """For everybody, whatever the answers are."""
    return visits_for(item, checklist(item, {}))


def visits_said(item: ItemDocument) -> str:
    """For everybody, with the materials for which one has to come where that depends on the answers."""
    times, materials = visits_of_all(item), zip(checklist(item, {}), item.materials, strict=True)
    if times > item.channel.on_site_visits:
        return f"{times}次，出示材料原件供核对"
    names = [line.name for line, material in materials if _may_be_shown(line) and material.necessity != "非必要"]
    if times or not names:
        return f"{times}次"
    return f"{times}次；须提交{'、'.join(f'“{name}”' for name in names)}的，1次，出示原件供核对"


def _may_be_shown(line: ChecklistLine) -> bool:
    return line.undetermined and line.kind in COMPARED and not line.shared
