"""What the model knows of the lines that other organs have."""

from chalicelib.cases.model.material import MaterialFile
from proofs.soak.invariants import Seen


def unshared(seen: Seen) -> bool:
    """Whether an organ was asked for a line of which there is nothing yet."""
    files = [MaterialFile.model_validate(row) for row in seen.of("MATERIAL#")]
    have = {*seen.case.papers, *(file.line for file in files if file.event and file.state == "ready")}
    return any(line.state != "obtained" and no not in have for no, line in seen.case.sharing.items())
