"""The digest that a document shows and its register keeps."""

import hashlib
import json

from pydantic import BaseModel


def canonical_digest(document: BaseModel) -> str:
    """SHA-256 (hex) over the model's fields as JSON with sorted keys and no spaces, UTF-8: recomputable by anyone."""
    fields = document.model_dump(mode="json")
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
