"""How large the package for AWS is: code and layer for arm64, as `make package` makes them."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from tools.package.build import CODE, LAYER, MOST, build
from tools.package.targets import TARGETS

MEGABYTE = 1e6


def measure() -> Mapping[str, Figure]:
    """Megabytes of the two zip files, and of all files of a function that has both."""
    with TemporaryDirectory() as folder:
        sizes = build(Path(folder, "package"), TARGETS["arm64"], "prod")
    unzipped = sum(size.unzipped for size in sizes.values())
    return {
        "code": Figure("package, code", sizes[CODE].zipped / MEGABYTE, note="megabytes zipped, every function"),
        "layer": Figure(
            "package, layer", sizes[LAYER].zipped / MEGABYTE, note="megabytes zipped, for drawing documents"
        ),
        "unzipped": Figure("package, unzipped", unzipped / MEGABYTE, MOST / MEGABYTE, "megabytes of code and layer"),
    }
