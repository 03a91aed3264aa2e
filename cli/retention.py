"""`yimen retention`: what need not be kept any more. A dry run unless `--erase` is given, and confirmed.

Drafts that nobody has touched for long end. Cases whose term of retention is over lose what they say of people,
and so do authorisations.
"""

import argparse
import time
from collections import Counter
from pathlib import Path

from pydantic import Field
from rich.console import Console

from chalicelib.cases.model import Status
from chalicelib.cases.model.retention import Why
from chalicelib.cases.store.records import load_case
from chalicelib.consents.model.retention import ended_on, kept_until
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.expire_draft import expire_draft
from chalicelib.operations.acts.retention.authorisations import due_authorisation, erase_authorisation
from chalicelib.operations.acts.retention.drafts import old_draft
from chalicelib.operations.acts.retention.erase import Due, due, erase, erase_read, kept
from chalicelib.operations.acts.retention.hold import hold, lift_hold
from chalicelib.operations.store import rows
from chalicelib.operations.store.census import case_named, every_authorisation
from cli import walk
from cli.confirmation import typed
from cli.progress import begin

WORD = "销毁"  # what has to be typed before anything is erased
KEPT: dict[Why, str] = {
    "open": "未办结",
    "kept": "保管期限未满",
    "permanent": "永久保管",
    "held": "暂缓销毁",
    "erased": "已销毁",
}


# What the progress file says of the run.
ERASING, LOOKING = "retention --erase", "retention"


class Tally(walk.Tally):
    """`over` counts those that need not be kept any more, `done` those of them that were erased."""

    over: int = 0
    done: int = 0
    authorisations: int = 0
    authorisations_over: int = 0
    authorisations_done: int = 0
    kept: Counter[Why] = Field(default_factory=Counter[Why])

    @property
    def erase(self) -> bool:
        return self.run == ERASING


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--erase", action="store_true", help=f"销毁；不加则只列出。须键入“{WORD}”确认")
    parser.add_argument("--yes", action="store_true", help="与 --erase 合用：不再询问")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="记录进度的文件；中断后用同一文件继续")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--hold", metavar="CASE", help="暂缓销毁一件（编号、查询码或 case_id），须用 --reason 说明理由")
    which.add_argument("--lift", metavar="CASE", help="解除暂缓销毁")
    parser.add_argument("--reason", help="暂缓销毁的理由，如诉讼、审计")


def misused(options: argparse.Namespace) -> str | None:
    if bool(options.hold) != bool((options.reason or "").strip()):
        return "--hold 和 --reason 须合用"
    if options.yes and not options.erase:
        return "--yes 须与 --erase 合用"
    if (options.hold or options.lift) and (options.erase or options.resume):
        return "--hold、--lift 不能与 --erase、--resume 合用"
    return None


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """0 when nothing needs attention, else 1; 2 when it was not confirmed. Raises WrongFile."""
    if options.hold:
        hold(platform, case_named(platform, options.hold), options.reason.strip())
        console.print("已暂缓销毁")
        return 0
    if options.lift:
        lift_hold(platform, case_named(platform, options.lift))
        console.print("已解除暂缓销毁")
        return 0
    if options.erase and not (options.yes or confirmed(console, platform)):
        console.print("没有确认，什么也没有销毁")
        return 2
    return run_all(platform, console, erasing=options.erase, resume=options.resume)


def confirmed(console: Console, platform: Platform) -> bool:
    return typed(console, f"将在 {platform.table.name} 中销毁保管期限已满的办件和到期的草稿，不能恢复。", WORD)


def run_all(
    platform: Platform, console: Console, *, erasing: bool, resume: Path | None, sleep: walk.Sleep = time.sleep
) -> int:
    tally = begin(resume, Tally(table=platform.table.name, run=ERASING if erasing else LOOKING))

    def examine(found: Tally, case_id: str) -> None:
        if told := look(platform, found, case_id):
            console.print(told, soft_wrap=True, markup=False, highlight=False)

    walk.walk(platform, console, tally, examine, resume=resume, sleep=sleep)
    for authorisation_id in every_authorisation(platform):  # after the cases, which keep those that were used on them
        if told := look_at_authorisation(platform, tally, authorisation_id, sleep):
            console.print(told, soft_wrap=True, markup=False, highlight=False)
    show(console, tally, resume)
    return 1 if tally.attention else 0


def look_at_authorisation(platform: Platform, tally: Tally, authorisation_id: str, sleep: walk.Sleep) -> str | None:
    """One authorisation, and the erasing of its names. None for one that is kept, or was erased before."""
    tally.authorisations += 1
    found = walk.patiently(lambda: due_authorisation(platform, authorisation_id), sleep)
    if found is None:
        return None
    done = tally.erase and walk.patiently(lambda: erase_authorisation(platform, found), sleep)
    tally.authorisations_over += 1
    tally.authorisations_done += done
    if tally.erase and not done:
        tally.attention[authorisation_id] = "刚刚有变化，没有销毁，请重新执行"
    return f"{authorisation_id}  委托  {ended_on(found)} 结束  保管至 {kept_until(found)}  双方的姓名和检索记录"


def look(platform: Platform, tally: Tally, case_id: str) -> str | None:
    """One case, and the erasing: the line of the report, which tells of nobody. None for a case that is kept, of which
    no more is read than that takes.

    Lines are shown at once and not kept, so that a run over a province needs no more memory than one over a town.
    """
    case = load_case(platform.table, case_id)
    if case is None:
        return None
    if case.status is Status.DRAFT:
        draft = old_draft(platform, case_id)
        if draft is None:
            tally.kept["open"] += 1
            return None
        done = tally.erase and expire_draft(platform, draft) and erase(platform, case_id)
        told = f"{case_id}  {case.item_name}  草稿  {len(draft.files)} 个文件和表单"
    else:
        state = kept(platform, case)
        found = rows.read(platform, case_id) if state.over else None
        counted = due(platform, found) if found else None
        if found is None or counted is None:
            tally.kept[state.why] += 1
            return None
        done = tally.erase and erase_read(platform, found)
        told = line(case_id, counted)
    tally.over += 1
    tally.done += done
    if tally.erase and not done:
        tally.attention[case_id] = "刚刚有变化，没有销毁，请重新执行"
    return told


def line(case_id: str, counted: Due) -> str:
    parts = {
        "份表单": counted.forms,
        "个文件": counted.files,
        "份文书": counted.documents,
        "条审查意见": counted.answers,
    }
    erased = "、".join(f"{number} {what}" for what, number in parts.items() if number)
    what = f"{erased}，姓名和检索记录" if erased else "申请人的检索记录"
    days = f"{counted.ended} 结束  保管至 {counted.until}"
    return f"{counted.number or case_id}  {counted.item}  {days}  {what}"


def show(console: Console, tally: Tally, resume: Path | None) -> None:
    done = f"，已销毁 {tally.done} 件" if tally.erase else ""
    console.print(f"共检查 {tally.cases} 件，保管期限已满 {tally.over} 件{done}")
    if tally.authorisations:
        done = f"，已销毁 {tally.authorisations_done} 份" if tally.erase else ""
        console.print(
            f"共检查委托 {tally.authorisations} 份，保管期限已满 {tally.authorisations_over} 份{done}", soft_wrap=True
        )
    if kept_ones := "、".join(f"{label} {tally.kept[why]}" for why, label in KEPT.items() if tally.kept[why]):
        console.print(f"继续保管：{kept_ones}")
    if (tally.over or tally.authorisations_over) and not tally.erase:
        console.print("以上尚未销毁；加 --erase 重新执行即销毁，不能恢复")
    walk.show_missed(console, tally, resume)
