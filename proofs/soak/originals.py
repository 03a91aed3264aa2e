"""What the model knows of copies whose originals have to be shown."""

from proofs.kit.applications import AGENCY, SERVICE
from proofs.soak.files_of_case import counting, papers
from proofs.soak.seen import Seen

# Lines of which a copy is asked for, so that the applicant has an original.
COPIES = {SERVICE.item: frozenset({"02", "03"}), AGENCY.item: frozenset({"03", "04"})}


def uncompared(seen: Seen) -> list[str]:
    """The files that were received, and that no clerk has compared."""
    lines = COPIES.get(seen.case.item, frozenset[str]()) - papers(seen)
    files = (file for file in counting(seen) if file.line in lines and not file.scan)
    return [file.id for file in files if file.state == "ready" and file.event is not None and file.level is None]
