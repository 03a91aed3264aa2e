"""Check that the random stories of `make soak` can perform every act in the table of acts."""

import sys

from chalicelib.cases.model.acts import ACTS
from proofs.soak.story_acts import acts_in_stories


def main() -> int:
    """Print which acts lack a story, and which stories play an act that is none, and answer the exit status."""
    # What a command of the operators does has tests of its own: `tests/cli`.
    product, stories = frozenset(act.name for act in ACTS if not act.command), acts_in_stories()
    faults = [f"no random story performs {act}: add it to STORY_ACTS" for act in sorted(product - stories)]
    faults += [f"stories perform {act}, which is no act in the table" for act in sorted(stories - product)]
    print("\n".join(faults) or f"random stories: all {len(product)} acts that no command does are performed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
