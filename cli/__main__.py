"""`bin/yimen`: repair cases, look after dead letters and keys, erase what is kept no longer; export and verify cases;
receive callbacks.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError
from rich.console import Console

from chalicelib.foundation.failures import name_of
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound, Problem
from chalicelib.foundation.settings import REQUIRED_BY_ISSUERS, REQUIRED_BY_OPERATORS, NotConfigured, variable
from chalicelib.operations.acts.replay_dead_letters import Chosen
from chalicelib.operations.store.desk import PLACES
from cli import (
    dead_letters,
    directory_imports,
    export,
    export_items,
    imports,
    keys,
    listen,
    progress,
    repair,
    repair_all,
    restore,
    retention,
    target,
    tokens,
    verify,
)
from local.terminal.screen import make_console

ALL = "all"
RUN: Mapping[str, Callable[[Platform, Console, argparse.Namespace], int]] = {
    "export": export.run,
    "export-items": export_items.run,
    "import": imports.run,
    "restore": restore.run,
    "retention": retention.run,
    "keys": keys.run,
}
INTERRUPTED = 130  # as shells say it


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Exit status 0 when nothing is left undone, 1 when something is, 2 when it could not work, 130 after Ctrl-C."""
    parser = make_parser()
    options = parser.parse_args(arguments)
    if options.command == "repair" and (options.case is None) == (not options.all):
        parser.error("请给出一个办件编号或查询码，或用 --all 检查全部办件")
    if options.command == "dead-letters" and (wrong := misused(options)):
        parser.error(wrong)
    if options.command == "restore" and (wrong := restore.misused(options)):
        parser.error(wrong)
    if options.command == "retention" and (wrong := retention.misused(options)):
        parser.error(wrong)
    if options.command == "listen" and (wrong := listen.misused(options)):
        parser.error(wrong)
    console = console or make_console()
    match options.command:
        case "listen":
            return listen.run(console, options)
        case "verify":
            return offline(verify.run, console, options)
        case "export-items" if options.read:
            return offline(export_items.read_back, console, options)
        case "import" if options.what == "template":
            return directory_imports.template(console, options.file, catalogue=options.catalogue)
        case _:
            return operate(console, options)


def offline(run: Callable[[Console, argparse.Namespace], int], console: Console, options: argparse.Namespace) -> int:
    """A command that asks no deployment and reads no setting."""
    try:
        return run(console, options)
    except progress.WrongFile as wrong:
        return refuse(str(wrong))
    except OSError as failure:
        return refuse(f"无法读写文件 {failure.filename or ''}（{failure.strerror or name_of(failure)}）")


def operate(console: Console, options: argparse.Namespace) -> int:
    """A command on a deployment."""
    try:
        required = REQUIRED_BY_ISSUERS if options.command == "token" else REQUIRED_BY_OPERATORS
        with target.platform(local=options.local, file=options.local_settings, required=required) as platform:
            return carry_out(platform, console, options)
    except (NotFound, Conflict) as missing:
        return refuse(missing.title)
    except target.NoStack:
        return refuse(no_stack(options.local_settings))
    except progress.WrongFile as wrong:
        return refuse(str(wrong))
    except (NotConfigured, ValidationError) as unfit:
        return refuse(f"配置有误：{wrong_settings(unfit)}")
    except (ClientError, BotoCoreError, Problem) as failure:
        return refuse(f"无法访问云服务（{name_of(failure)}），请检查 YIMEN_ 配置和 AWS 凭证")
    except OSError as failure:
        return refuse(f"无法读写文件 {failure.filename or ''}（{failure.strerror or name_of(failure)}）")
    except KeyboardInterrupt:
        refuse("已中断；有进度文件的，用同一文件可继续")
        return INTERRUPTED


def no_stack(file: Path | None) -> str:
    """Whether the file is missing, or the stack that wrote it has stopped."""
    if file is None:
        return "本机没有正在运行的服务，请先执行 make run"
    if not file.exists():
        return f"没有设置文件 {file}；make run 启动时显示它的路径，服务停止后文件即删除"
    return f"写下 {file} 的服务没有在运行，请核对文件，或者重新执行 make run"


def carry_out(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    if run := RUN.get(options.command):
        return run(platform, console, options)
    match options.command:
        case "token":
            return tokens.run(platform, console)
        case "dead-letters":
            return dead_letters.run(platform, console, options.replay, Chosen(options.id, options.kind))
        case _ if options.all:
            return repair_all.run_all(platform, console, dry_run=not options.mend, resume=options.resume)
        case _:
            return repair.run_one(platform, console, options.case, dry_run=not options.mend)


def make_parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--local", action="store_true", help="对本机 make run 的服务操作")
    common.add_argument(
        "--local-settings",
        type=Path,
        metavar="FILE",
        help="同时运行几个 make run 时用：FILE 为所要操作的服务启动时写下的设置文件，启动时显示其路径",
    )
    parser = argparse.ArgumentParser(prog="yimen", description="一门平台运维命令")
    commands = parser.add_subparsers(dest="command", required=True)
    mend = commands.add_parser("repair", parents=[common], help="查看办件；加 --mend 则修复：重启应当运行的流程")
    mend.add_argument("case", nargs="?", help="办件编号、查询码或平台内部编号（case_id）")
    mend.add_argument("--all", action="store_true", help="检查全部办件")
    how = mend.add_mutually_exclusive_group()
    how.add_argument("--mend", action="store_true", help="修复；不加则只查看")
    how.add_argument("--dry-run", action="store_true", help="只查看，与不加 --mend 相同")
    mend.add_argument("--resume", type=Path, metavar="FILE", help="记录进度的文件；中断后用同一文件继续")
    desk = commands.add_parser("dead-letters", parents=[common], help="查看或重放死信")
    desk.add_argument("--replay", choices=[*PLACES, ALL], help="重放一处或全部")
    which = desk.add_mutually_exclusive_group()
    which.add_argument("--id", help="与 --replay 合用：只重放这一条")
    which.add_argument("--kind", help="与 --replay 合用：只重放这一类")
    export.add_arguments(commands.add_parser("export", parents=[common], help="导出一件办件的证据包，记入查阅记录"))
    items = commands.add_parser("export-items", parents=[common], help="导出事项目录（基本目录、实施清单、材料）")
    export_items.add_arguments(items)
    verify.add_arguments(commands.add_parser("verify", help="核验导出的证据包：不需要网络和任何配置"))
    imports.add_arguments(commands.add_parser("import", help="导入事项目录、部门、地区；加 --write 才写入"), common)
    tokens.add_arguments(commands.add_parser("token", help="检查登录凭证是否合乎约定（docs/identity.md）"), common)
    restore.add_arguments(
        commands.add_parser("restore", parents=[common], help="把恢复出的表中缺少的行写回；加 --write 才写入")
    )
    retention.add_arguments(
        commands.add_parser("retention", parents=[common], help="列出保管期限已满的办件和到期的草稿；加 --erase 则销毁")
    )
    keys.add_arguments(commands.add_parser("keys", help="轮换翻页标记和索引的密钥"), common)
    listen.add_arguments(commands.add_parser("listen", help="在本机接收回调：显示、验签、转发、重放（开发联调用）"))
    return parser


def misused(options: argparse.Namespace) -> str | None:
    """What is wrong with the choice of dead letters."""
    if options.replay is None and (options.id is not None or options.kind is not None):
        return "--id 和 --kind 须与 --replay 合用"
    if options.id is not None and options.replay == ALL:
        return f"用 --id 时请指明一处：{'、'.join(PLACES)}"
    if "" in (options.id, options.kind):
        return "--id 和 --kind 不能为空"
    return None


def wrong_settings(unfit: NotConfigured | ValidationError) -> str:
    """The variables, without their values."""
    if isinstance(unfit, NotConfigured):
        return f"{'、'.join(unfit.variables)}（须填写目标部署的值，不能用本机开发的值）"
    return "、".join(variable(str(part["loc"][0])) for part in unfit.errors() if part["loc"])


def refuse(line: str) -> int:
    print(line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
