"""One notice of everything that is missing, of all members, and the one supplement (行政许可法32(1)(4))."""

from typing import Any

from local.demo.application import COMPANY, pdf
from local.demo.client import Client
from local.demo.story import Story, Tell, hand_in, present

# What the window finds, by scheme: in the papers of two members at once, by a word in the name of the paper.
FOUND = {
    "YM-J02": {
        "效果图": ("效果图看不出招牌的尺寸", "注明招牌的长、宽、厚和离地高度后重新提交"),
        "平面图": ("平面图没有标明加工经营场所的各功能区", "标明各功能区和消防设施后重新提交"),
    }
}


def put_right(client: Client, story: Story, tell: Tell) -> None:
    """The window names every gap of every member in one notice, and the company puts them right together."""
    path, own = f"/cases/{story.case_id}", f"/applications/{story.case_id}"
    lines = client.get(COMPANY, f"{own}/materials").json()["materials"]
    gaps = [
        (line, *words)
        for word, words in FOUND.get(story.played.item, {}).items()
        for line in lines
        if line["files"] and word in line["name"]
    ]
    if not gaps:
        return
    defects = [{"line": line["no"], "defect": defect, "remedy": remedy} for line, defect, remedy in gaps]
    clerk = story.played.clerk
    client.step(clerk, path, "correct", {"defects": defects})
    tell(f"[green]✓[/green] 一次性告知  {'、'.join(named(line) for line, *_ in gaps)}，一份告知书")
    for line, *_ in gaps:
        hand_in(client, own, line, pdf)
    client.step(COMPANY, own, "supplement")
    tell("[green]✓[/green] 一次补正  申请人补齐全部材料")
    present(client, story, tell)


def named(line: dict[str, Any]) -> str:
    return f"{line['no']} {line['name']}"
