"""What the result of a member says."""

import json

from chalicelib.documents.store.vault import CERTIFICATE, load_whole
from chalicelib.foundation.platform import Platform

NUMBER = "number"


def face_of(platform: Platform, case_id: str) -> dict[str, object]:
    """As it was printed. A result that was corrected tells what its last version says."""
    made = load_whole(platform, case_id, CERTIFICATE)
    if made is None:
        return {}
    told = json.loads(made.data)
    return {line["key"]: line["value"] for line in told.get("face", ())} | {NUMBER: told["number"]}
