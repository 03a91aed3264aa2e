"""`yimen export CASE`: a case with all that proves it, written into one file; the reading is recorded first."""

import argparse
import uuid
from pathlib import Path

from rich.console import Console

from chalicelib.cases.model.disclosure import Purpose
from chalicelib.evidence.acts.export_case import export_by_operator, write
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store.census import case_named
from cli.progress import WrongFile

PURPOSES = (Purpose.AUDIT, Purpose.COMPLAINT, Purpose.SUPERVISION)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", help="办件编号、查询码或平台内部编号（case_id）")
    parser.add_argument(
        "--purpose",
        required=True,
        choices=[purpose.value for purpose in PURPOSES],
        help="导出目的，记入查阅记录：" + "，".join(f"{purpose.value} {purpose.label}" for purpose in PURPOSES),
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="写入的文件；不给则以办件编号命名，写入当前文件夹")
    parser.add_argument("--with-materials", action="store_true", help="附上材料的文件；不加则只附摘要")


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """Raises NotFound for a case that does not exist, WrongFile for a file that is there already."""
    exported = export_by_operator(
        platform, case_named(platform, options.case), Purpose(options.purpose), f"export-{uuid.uuid4()}"
    )
    file = options.out or Path(f"yimen-{exported.found.case.number or exported.found.case.id}.zip")
    if file.exists():
        raise WrongFile(f"文件 {file} 已经存在，请换一个文件名")
    unfinished = file.with_name(f"{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            write(platform, exported, out, materials=options.with_materials)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    console.print(f"已写入 {file}，导出已记入查阅记录；核验：bin/yimen verify {file}", soft_wrap=True, highlight=False)
    return 0
