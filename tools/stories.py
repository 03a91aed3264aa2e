"""Check that the random stories of `make soak` can perform every act in the table of acts."""

import sys

from chalicelib.cases.model.acts import ACTS
from proofs.soak.story_acts import acts_in_stories


def main() -> int:
    """Print which acts lack a story, and which stories play an act that is none, and answer the exit status."""
    product, stories = frozenset(act.name for act in ACTS), acts_in_stories()
    faults = [f"no random story performs {act}: add it to STORY_ACTS" for act in sorted(product - stories)]
    faults += [f"stories perform {act}, which is no act in the table" for act in sorted(stories - product)]
    print("\n".join(faults) or f"random stories: all {len(product)} acts of the table are performed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
