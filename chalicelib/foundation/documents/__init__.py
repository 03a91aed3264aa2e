"""Official documents as PDF/A: one font, two templates, and user text that is only ever data."""

from chalicelib.foundation.documents.fonts import FontUnavailable, missing_characters, place_font
from chalicelib.foundation.documents.typesetting import TEMPLATES, DocumentNotRendered, render

__all__ = ["TEMPLATES", "DocumentNotRendered", "FontUnavailable", "missing_characters", "place_font", "render"]
