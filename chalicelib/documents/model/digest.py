"""The digests of documents: the one that a certificate shows and its register keeps, and the one that an event has of
the text of a document.
"""

import hashlib
import json

from pydantic import BaseModel

from chalicelib.access.actor import blind_index


def canonical_digest(document: BaseModel) -> str:
    """SHA-256 (hex) over the model's fields as JSON with sorted keys and no spaces, UTF-8: recomputable by anyone."""
    fields = document.model_dump(mode="json")
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def text_salt(secret: bytes, name: str) -> str:
    """What the digest of this text is keyed with: whoever is shown one text can check that one, and guess no other.

    `secret` is that of the case, `name` the text's name within it.
    """
    return blind_index(secret, "document", name)


def text_digest(salt: str, text: str) -> str:
    """SHA-256 (hex) of the salt, a line feed and the text, UTF-8: what the event has that gave the document out."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
