"""How the letters of the department stand: one change of the world for each."""

from collections.abc import Callable, Mapping
from typing import Any

from proofs.kit.hall import Hall
from proofs.kit.register import accept_letter, change_letters, items_of, power_letter
from proofs.matrix.people import OWN

REVOKED = {"at": "2026-11-24T00:00:00+08:00", "by": "H-food", "reason": "收回"}


def both(hall: Hall, **facts: Any) -> None:
    """Both letters of the department, with these facts."""
    division = hall.platform.settings.division
    codes = items_of(division)[OWN]
    change_letters(
        hall.platform,
        OWN,
        accept_letters=(accept_letter(division, OWN, codes, **facts),),
        power_letters=(power_letter(division, OWN, codes, **facts),),
    )


NONE, EXPIRED, TAKEN_BACK = "无文书", "文书到期", "文书撤销"
LETTERS: Mapping[str, Callable[[Hall], None]] = {
    NONE: lambda hall: change_letters(hall.platform, OWN, accept_letters=(), power_letters=()),
    EXPIRED: lambda hall: both(hall, until="2026-11-23"),
    TAKEN_BACK: lambda hall: both(hall, revoked=REVOKED),
}
