"""What the model knows of the lines that other organs have."""

from datetime import timedelta

from chalicelib.cases.model.material import MaterialFile
from proofs.soak.seen import Seen


def unshared(seen: Seen) -> bool:
    """Whether an organ has given nothing for a line, or has not answered in an hour."""
    files = [MaterialFile.model_validate(row) for row in seen.of("MATERIAL#")]
    have = {*seen.case.papers, *(file.line for file in files if file.event and file.state == "ready")}
    late = seen.world.platform.now() - timedelta(hours=1)
    lines = [(no, line) for no, line in seen.case.sharing.items() if no not in have]
    return any(line.state == "failed" or (line.state == "asked" and line.at <= late) for _, line in lines)
