"""`make package`: writes code.zip, layer.zip and template.json, and prints their sizes."""

import argparse
import sys
from pathlib import Path

from infra.template import WrongStage
from tools.package.build import ROOT, TEMPLATE, NotOurs, NotTheFont, TooLarge, build
from tools.package.bytecode import NotCompiled
from tools.package.targets import TARGETS, this_machine
from tools.package.wheels import NotInstalled

HERE = "here"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make package", description=__doc__)
    parser.add_argument("--architecture", choices=[*TARGETS, HERE], default="arm64", help=f"{HERE}: to try it")
    parser.add_argument("--stage", default="prod", help="a part of the names of all resources")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "build" / "package", help="an empty folder, or that of an earlier package"
    )
    parser.add_argument("--rare-font", type=Path, help="HanaMinB.ttf, for names with characters of extensions B to F")
    given = parser.parse_args(arguments)
    target = this_machine() if given.architecture == HERE else TARGETS[given.architecture]
    try:
        sizes = build(given.into, target, given.stage, given.rare_font)
    except (NotCompiled, NotInstalled, NotOurs, NotTheFont, TooLarge, WrongStage, OSError) as stopped:
        print(stopped, file=sys.stderr)
        return 1
    for name, size in sizes.items():
        print(f"{name:14} {size.zipped / 1e6:6.1f} MB, {size.unzipped / 1e6:6.1f} MB unzipped")
    whole = sum(size.unzipped for size in sizes.values())
    print(f"{'together':14} {whole / 1e6:17.1f} MB unzipped; Python {target.python}, {target.architecture}")
    print(f"aws cloudformation package --template-file {given.into / TEMPLATE} --s3-bucket … puts them into a bucket")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
