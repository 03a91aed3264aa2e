"""`make joint`: random joint requests, each played to its end by its seed and then compared with what must be true.

Says how they have ended, what was done, and each fault with its seed. Exits 1 if there was a fault.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from proofs.joint.stories import Story, played
from proofs.kit.seams import only_acts_and_rows

RUNS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="make joint", description=__doc__)
    options.add_argument("--runs", type=int, default=RUNS, metavar="N", help=f"how many requests, {RUNS} unless told")
    options.add_argument("--seed", type=int, default=0, metavar="N", help="the seed of the first one")
    given = options.parse_args(arguments)
    ends, done, events, faulty = Counter[str](), Counter[str](), Counter[str](), 0
    with only_acts_and_rows():
        for seed in range(given.seed, given.seed + given.runs):
            story = played(seed)
            found = [*story.faults()]
            faulty += bool(found)
            for fault in found:
                sys.stdout.write(f"seed {seed}: {fault}; done were {story.told}\n")
            ends[end_of(story)] += 1
            done.update([*story.told, *(story.money.done if story.money else ())])
            events += story.events()
    for what, counted in (("ended", ends), ("done", done), ("events", events)):
        sys.stdout.write(f"{what}: {', '.join(f'{name} {count}' for name, count in counted.most_common())}\n")
    sys.stdout.write(f"{given.runs} requests, {faulty} with faults\n")
    return 1 if faulty else 0


def end_of(story: Story) -> str:
    """The status of the request, and of a concluded one its outcome."""
    outcome = next((one.data["outcome"] for one in story.told_of_request() if one.type == "joint_concluded"), "")
    return f"{story.status} {outcome}".strip()


if __name__ == "__main__":
    sys.exit(main())
