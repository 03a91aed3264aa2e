"""Where `render_document` begins on Lambda."""

from chalicelib.wiring.entries import ready
from chalicelib.wiring.functions.render_document import render_documents

handler = ready(render_documents)
