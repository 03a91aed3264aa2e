"""What a term is counted in."""

from typing import Literal

Unit = Literal["workday", "day"]
