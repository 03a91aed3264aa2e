"""Check that the random stories of `make soak` can perform every act of the product."""

import sys

from chalicelib.cases.model.status import LAWFUL_FROM
from proofs.soak.story_acts import acts_in_stories

# Acts that the table of lawful moves does not name: they begin a case, look at a task's state, or come by an alarm.
BESIDE_THE_TABLE = ("create_application", "receive_walk_in", "claim_task", "deem_accepted")


def main() -> int:
    """Print which acts lack a story, and which stories play an act that is none, and answer the exit status."""
    product, stories = acts_of_the_product(), acts_in_stories()
    faults = [f"no random story performs {act}: add it to STORY_ACTS" for act in sorted(product - stories)]
    faults += [f"stories perform {act}, which is no act of the product" for act in sorted(stories - product)]
    print("\n".join(faults) or f"Random stories: all {len(product)} acts are performed")
    return 1 if faults else 0


def acts_of_the_product() -> frozenset[str]:
    return frozenset({*LAWFUL_FROM, *BESIDE_THE_TABLE})


if __name__ == "__main__":
    sys.exit(main())
