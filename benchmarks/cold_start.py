"""How long each function and the API take to start, against `boto3 + client of DynamoDB + Chalice` in the same run.

Processor time of fresh processes, one after the other in turn; the figure is the ratio of the medians. Compiled code is
at hand, as it is in the package. Both sides end with the client of the table made.

The API starts with the routes of an ordinary case (`chalicelib/wiring/everyday.py`). What a process has taken when it
serves all others, too, is told beside it.
"""

import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pkgutil import iter_modules

from benchmarks.figures import Figure
from chalicelib.wiring import entries

RUNS = 9
WHOLE_API = "api, every route"
API, API_BUDGET, FUNCTION_BUDGET = "api", 1.7, 1.4
ENTRIES = sorted(module.name for module in iter_modules(entries.__path__))
BARE = (
    "import boto3\n"
    "from chalice.app import Chalice\n"
    "Chalice(app_name='bare')\n"
    "boto3.session.Session().client('dynamodb', region_name='us-east-1')\n"
)
EVERY_ROUTE = f"import {entries.__name__}.{API}\nfrom chalicelib.wiring.web import serve_others\nserve_others()\n"
PROGRAMS = {
    "bare": BARE,
    **{entry: f"import {entries.__name__}.{entry}\n" for entry in ENTRIES},
    WHOLE_API: EVERY_ROUTE,
}
# The last one stands in the template, too.
SETTINGS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "PYDANTIC_DISABLE_PLUGINS": "__all__"}


def measure() -> Mapping[str, Figure]:
    """The ratio of the API, and of the slowest function."""
    ratios = measured_ratios()
    slowest = max((name for name in ENTRIES if name != API), key=ratios.__getitem__)
    return {
        "cold start of the API": Figure("cold start of the API", ratios[API], API_BUDGET, "times a bare start"),
        "cold start of the API, every route": Figure(
            "cold start of the API, every route", ratios[WHOLE_API], note="with what is loaded for a seldom request"
        ),
        "cold start of a function": Figure(
            "cold start of a function", ratios[slowest], FUNCTION_BUDGET, f"times a bare start, {slowest}"
        ),
    }


def measured_ratios(runs: int = RUNS) -> dict[str, float]:
    """Entry -> its processor time as a multiple of the bare program's."""
    for program in PROGRAMS.values():  # the first run compiles what is not compiled yet
        processor_time(program)
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(runs):
        for name, program in PROGRAMS.items():
            times[name].append(processor_time(program))
    bare = statistics.median(times["bare"])
    return {name: statistics.median(taken) / bare for name, taken in times.items() if name != "bare"}


def processor_time(program: str) -> float:
    """Seconds of processor that a fresh Python takes for the program, up to its end."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = subprocess.Popen([sys.executable, "-c", program], env={**kept, **SETTINGS})  # noqa: S603 - our own text
    _, status, used = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"a program ended with {started.returncode}: {program}")
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for name, ratio in sorted(measured_ratios().items(), key=lambda one: one[1]):
        print(f"{name:20} {ratio:.2f}")
