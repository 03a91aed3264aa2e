"""Where `fetch_shared` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.fetch_shared import fetch_shared_materials

handler = ready(fetch_shared_materials)
