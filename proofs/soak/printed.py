"""What the model knows of documents that are numbered, printed, or cannot be."""

from proofs.kit.applications import RARE_NAME
from proofs.soak.seen import Seen

RESULTS = ("grant_decision", "refusal_decision", "filing_notice", "filing_refusal")
UNPRINTED = ("preparing", "held")


def numbered(seen: Seen) -> bool:
    """Whether every result has its number, and is printed."""
    results = [row for row in seen.of("DOCUMENT#") if row["kind"] in RESULTS]
    return all("number" in row and row["state"] not in UNPRINTED for row in results)


def printed(seen: Seen) -> bool:
    """Whether there is a certificate to compare."""
    return not any(row["sk"] == "DOCUMENT#certificate" and row["state"] in UNPRINTED for row in seen.of("DOCUMENT#"))


def unprintable(seen: Seen) -> bool:
    """Whether a document waits for another writing of the name."""
    return any(row["state"] == "held" and RARE_NAME in seen.text_of(row) for row in seen.of("DOCUMENT#"))
