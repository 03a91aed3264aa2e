"""Where `check_material` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.check_material import check_materials

handler = ready(check_materials)
