"""Where the API begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.web import app

handler = ready(app)
