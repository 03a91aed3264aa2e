"""What drawing a document costs: processor time of warm runs, as ratios to other programs in the same run.

A function that prints keeps its compilers and fonts. So the first document of a process costs most, another one costs
its own layout, and the same one again, as after a lost answer, hardly anything.
"""

import io
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import segno

from benchmarks import cpu
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store.rendering import typesetting
from chalicelib.documents.store.rendering.qr import qr_svg
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.foundation.platform import SHANGHAI
from local.lambda_.render_layer import font_folder
from proofs.kit.hall import Hall
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import new_world

RUNS = 9
ISSUED = datetime(2026, 11, 24, 9, tzinfo=SHANGHAI)
VERIFICATION = "https://hall.example/v1/certificates/verify?identifier=1.2.156.3005.2.11100000MB0000139C.X"


def measure() -> Mapping[str, float]:
    """Ratios of medians. Runs of both sides are interleaved, so that a busy machine slows both alike."""
    notice, fonts = a_notice(), font_folder()
    number = iter(range(100_000))

    def other() -> None:
        """The same kind of document with another number, as the next case has it."""
        render("notice", {**notice, "number": f"示食受字〔2026〕{next(number)}号"}, font_dir=fonts, issued=ISSUED)

    def again() -> None:
        render("notice", notice, font_dir=fonts, issued=ISSUED)

    def anew() -> None:
        """With a compiler and fonts of its own, as nothing kept."""
        typesetting._of_thread.compilers.clear()  # pyright: ignore[reportPrivateUsage]
        typesetting._fonts.cache_clear()  # pyright: ignore[reportPrivateUsage]
        other()

    other()
    other_ms, again_ms = interleaved(other, again)
    fresh_ms, warm_ms = interleaved(anew, other, runs=3)
    chosen_ms, fixed_ms = interleaved(chosen_mask, lambda: qr_svg(VERIFICATION))
    return {
        "a notice with other data, of a bare view": other_ms / (1000 * cpu.bare_view()),
        "the same notice again, of another one": again_ms / other_ms,
        "another notice with kept compiler and fonts, of one without": warm_ms / fresh_ms,
        "a QR code with a fixed mask, of one that weighs all eight": fixed_ms / chosen_ms,
    }


def interleaved(*programs: Callable[[], object], runs: int = RUNS) -> list[float]:
    """The median processor time of each program, in milliseconds."""
    spent: list[list[float]] = [[] for _ in programs]
    for _ in range(runs):
        for place, program in enumerate(programs):
            begun = time.process_time()
            program()
            spent[place].append(1000 * (time.process_time() - begun))
    return [statistics.median(times) for times in spent]


def a_notice() -> dict[str, Any]:
    """The notice of acceptance of an ordinary case."""
    with only_acts_and_rows():
        hall = Hall(new_world())
        case_id = hall.accepted()
        (row,) = (row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "acceptance_notice")
    return NoticeData.model_validate_json(row["data"]).printable()


def chosen_mask() -> None:
    segno.make_qr(VERIFICATION, error="m", boost_error=False).save(io.BytesIO(), kind="svg", border=4, xmldecl=False)


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}: {value:.2f}")
