"""Whom the claim of somebody on a review keeps from acting on it."""

from proofs.soak.seen import Seen


def free_for(act: str, post: str, seen: Seen) -> bool:
    """Whether the claim on the review lets this post do this act. The department's system keeps nobody out."""
    (task,) = [task for task in seen.tasks if task.kind == "review"]
    holder = (task.claimed_by or "").removeprefix("persona:").rpartition("-")[0]
    match act:
        case "release_task":
            return holder == post
        case "take_over_task":
            return holder not in ("", post)
        case "reassign_task":
            return holder != "officer"
        case _:
            return holder in ("", "system", post) or post == "system"
