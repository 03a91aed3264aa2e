"""Progress files: how far a run over all cases is, so that it goes on there after an interruption."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

P = TypeVar("P", bound="Kept")


class WrongFile(Exception):
    """This run cannot go on from the file. The message says why, to the operator."""


class OtherTable(WrongFile):
    """The progress file is of another deployment."""

    def __init__(self, table: str) -> None:
        super().__init__(f"进度文件属于另一套部署（{table}），请换一个文件")


class Kept(BaseModel):
    """What stands in a progress file. `run` names the command, whether it writes, and what else tells two runs apart.

    A run that writes must not go on from a file of a dry run: nothing was written for the cases that it would skip.
    """

    table: str
    run: str = ""


def begin(file: Path | None, fresh: P) -> P:
    """The progress in the file, or `fresh` where there is none. Raises WrongFile unless it is of the same run."""
    if file is None:
        return fresh
    if not file.parent.is_dir():
        raise WrongFile(f"文件夹 {file.parent} 不存在，无法记录进度")
    try:
        kept = type(fresh).model_validate_json(file.read_bytes())
    except FileNotFoundError:
        return fresh
    except (ValidationError, OSError):
        raise WrongFile(f"进度文件 {file} 无法读取，请换一个文件，从头开始") from None
    if kept.table != fresh.table:
        raise OtherTable(kept.table)
    if kept.run != fresh.run:
        raise WrongFile(f"进度文件属于另一次运行（{kept.run or '未注明'}），本次为 {fresh.run}，请换一个文件，从头开始")
    return kept


def save(progress: Kept, file: Path | None) -> None:
    """Whole or not at all: the run may be interrupted here, too."""
    if file is None:
        return
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_text(progress.model_dump_json(), encoding="utf-8")
    fresh.replace(file)
