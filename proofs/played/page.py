"""docs/played.md: every play as people read it, case by case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.clocks_shown import ClockShown
from chalicelib.cases.model.supervision import MATTERS
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.remedies import remedies_of
from chalicelib.clock.kinds import REGIMES
from local.catalogues import CITY_DIVISION
from proofs.kit.catalogue import item_document, place_of
from proofs.played import words
from proofs.played.plays import ALL_SCENES, ITEMS, Play, play
from proofs.played.scenes import SCENES
from proofs.played.stage import START, Step

HEAD = f"""# 受理全程演示

本页由 `proofs/played/` 中的演示生成（`make fmt`），请勿手改；`make check` 重演并逐字对照。
目录中每一法律制度、每一办件类型各取一个事项，同样的各场对每个事项各演一遍。平台的时钟逐日拨动，每日零时扫描到期的提醒，
所以每个期限、每次警示和视为受理都真的发生。联办件另行演示。告知承诺在公布了核查期限的事项上演示，列在最后。
各场开始于{START:%Y-%m-%d}（星期二）上午9时，其后有中秋节、国庆节和10月10日（星期六）的调休上班。
人员、单位和申请内容都是虚构的（SYNTHETIC）。

“答复”为拒绝的，写明代码和理由，其他为办成。“期限”只列与上一步不同的：届满日，◼ 已终止，⏸ 中止，
🟡 超过承诺期限，或者告知承诺的核查、整改期限，🔴 超过法定期限或者送达期限。“监督”为报送监督部门的事项。
法律对各事项要求什么，写在 `tests/played/`，不从程序抄来。

"""
SIGNS = {"yellow": " 🟡", "red": " 🔴", None: ""}
STATES = {"ended": " ◼", "paused": " ⏸", "running": ""}
UNITS = {"workday": "个工作日", "calendar_day": "日", None: ""}
COLUMNS = ("时间", "谁", "做什么", "答复", "发生", "文书", "期限", "监督")


def page() -> str:
    of_words = _item(item_document(words.ITEM), words.SCENES)
    return HEAD + _overview() + "".join(_item(item_document(code), SCENES) for code in ITEMS) + of_words


def _overview() -> str:
    head = _line("场次", *(f"{code}<br>{item_document(code).name}" for code in ITEMS)) + _rule(len(ITEMS) + 1)
    rows = (_line(scene.title, *_ends(name)) for name, scene in SCENES.items())
    return f"## 各场的结局\n\n{head}{''.join(rows)}\n"


def _ends(scene: str) -> Iterator[str]:
    return (play(code, scene).steps[-1].status or "" for code in ITEMS)


def _item(item: ItemDocument, scenes: Iterable[str]) -> str:
    played = (_scene(play(item.id, name)) for name in scenes)
    return f"## {item.id} {item.name}\n\n{_facts(item)}\n\n{''.join(played)}"


def _facts(item: ItemDocument) -> str:
    law, promise = item.statutory_limit, item.promised_limit
    remedies = remedies_of(item, place_of(CITY_DIVISION), above=True)
    told = {
        "制度": REGIMES[item.regime].name,
        "办件类型": item.handling_type,
        "部门": item.department_name,
        "法定期限": f"{law.value}{UNITS[law.unit]}，自{law.start}" if law.value is not None else "没有法律规定",
        "承诺期限": f"{promise.value}{UNITS[promise.unit]}" if promise.value else "当日办结",
        "救济": f"复议机关{remedies.reviewing_organ}" if remedies.reviewing_organ else "投诉渠道",
    }
    return "；".join(f"{name}：{value}" for name, value in told.items()) + "。"


def _scene(played: Play) -> str:
    scene = ALL_SCENES[played.scene]
    head = _line(*COLUMNS) + _rule(len(COLUMNS))
    return f"### {played.item.id} {scene.title}\n\n法律要点 {scene.points}。\n\n{head}{''.join(_rows(played.steps))}\n"


def _rows(steps: Sequence[Step]) -> Iterator[str]:
    before: Mapping[str, str] = {}
    for step in steps:
        now = {clock.kind: _clock(clock) for clock in step.clocks}
        changed = [text for kind, text in now.items() if before.get(kind) != text]
        yield _line(
            _time(step.at),
            step.who,
            step.act,
            f"拒绝 `{step.refused}`：{step.says}" if step.refused else "",
            "；".join(_events(step)),
            "<br>".join(f"{one.title} {one.number or ''}".strip() for one in step.documents),
            "<br>".join(changed),
            "；".join(MATTERS[matter] for matter in step.supervised),
        )
        before = now


def _clock(clock: ClockShown) -> str:
    return f"{clock.label} {clock.due:%m-%d}{STATES[clock.state]}{SIGNS[clock.signal]}"


def _events(step: Step) -> list[str]:
    """Each once: a scan is an event of its own."""
    return list(dict.fromkeys(EVENT_LABELS.get(event.type, event.type) for event in step.events))


def _time(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _rule(columns: int) -> str:
    return _line(*["---"] * columns)
