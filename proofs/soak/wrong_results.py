"""Results that cannot be handed over as they are."""

import json

from proofs.kit.applications import RARE_NAME
from proofs.kit.catalogue import item_document
from proofs.kit.faces import correction
from proofs.soak.seen import Seen


def found_wrong(seen: Seen) -> bool:
    """Whether the result was found wrong, and not made anew since."""
    told = [event.type for event in seen.events if event.type in ("mismatch_found", "result_made")]
    return told[-1:] == ["mismatch_found"]


def to_be_corrected(seen: Seen) -> bool:
    """Whether it says something that can be put right: of a certified name alone nothing can."""
    case, (form,) = seen.case, seen.of("FORM")
    return found_wrong(seen) and bool(correction(case, item_document(case.item), json.loads(form["form"])))


def unprintable(seen: Seen) -> bool:
    """Whether a document waits for another writing of the name."""
    return any(row["state"] == "held" and RARE_NAME in seen.text_of(row) for row in seen.of("DOCUMENT#"))
